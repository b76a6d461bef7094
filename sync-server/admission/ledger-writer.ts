/**
 * The thread that writes the ledger, so that a commit's trip to the disk never holds the sockets up. One batch is one
 * transaction: whatever has gathered since the last one. Between batches it brings the read model up.
 */
import { parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads'
import { ReadModel } from '#sync-server/read-model/read-model.ts'
import { connect, transactionsOn } from '#sync-server/store/connect.ts'
import type { LedgerRow, Opening, WriterReply, WriterRequest } from './ledger-row.ts'

const { path } = workerData as { path: string }
if (!parentPort) throw new Error('the ledger writer runs as a worker thread')
const port: MessagePort = parentPort

const database = connect(path)
database.exec('PRAGMA journal_mode = WAL')
database.exec('PRAGMA synchronous = FULL')
// The log is folded into the database by a thread of its own: done here, it would hold a commit up every few hundred.
database.exec('PRAGMA wal_autocheckpoint = 0')
const checkpoints = new Worker(new URL('./checkpoints.ts', import.meta.url), { workerData: { path } })

const append = database.prepare(
  `INSERT INTO ledger (document, sequence, previous, actor, client, at, "update", changes)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
)
const keepOpening = database.prepare('INSERT INTO openings (document, person, at) VALUES (?, ?, ?)')
const keepSnapshot = database.prepare(
  `INSERT INTO snapshots (document, sequence, last, state, clients) VALUES (?, ?, ?, ?, ?)
   ON CONFLICT (document) DO UPDATE SET sequence = excluded.sequence, last = excluded.last,
     state = excluded.state, clients = excluded.clients WHERE excluded.sequence > snapshots.sequence`,
)

const inTransaction = transactionsOn(database)

function appendRow(row: LedgerRow): number {
  const { document, sequence, previous, actor, client, at, update, changes } = row
  const result = append.run(document, sequence, previous, actor, client, at, Buffer.from(update), changes)
  return result.changes === 1 ? Number(result.lastInsertRowid) : 0
}

function writeOpenings(openings: readonly Opening[]) {
  unattended('who opened which card could not be written', () =>
    inTransaction(() => {
      for (const { document, person, at } of openings) keepOpening.run(document, person, at)
    }),
  )
}

const readModel = new ReadModel(path)
/** Milliseconds after which the read model is brought up, so that it follows at once but not once a row. */
const readModelDelay = 50
let readModelTimer: NodeJS.Timeout | undefined

function scheduleReadModel() {
  readModelTimer ??= setTimeout(() => {
    readModelTimer = undefined
    unattended('the read model is behind', () => {
      if (readModel.takeIn() === 'more') scheduleReadModel()
    })
  }, readModelDelay)
}

const reply = (message: WriterReply) => port.postMessage(message)
checkpoints.on('message', (reason: string) =>
  reply({ kind: 'trouble', reason: `the write-ahead log could not be folded in: ${reason}` }),
)
const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Work that nobody waits for: when it fails, somebody must hear of it. */
function unattended(failing: string, work: () => void) {
  try {
    work()
  } catch (error) {
    reply({ kind: 'trouble', reason: `${failing}: ${sentenceOf(error)}` })
  }
}

function settle(): { failure?: string } {
  try {
    while (readModel.takeIn() === 'more') continue
    return {}
  } catch (error) {
    return { failure: `the read model is behind: ${sentenceOf(error)}` }
  }
}

function appendAll(rows: readonly LedgerRow[]): WriterReply {
  try {
    const [row, ...others] = rows
    // A statement by itself is a transaction, and the cheaper one.
    const ids = row && others.length === 0 ? [appendRow(row)] : inTransaction(() => rows.map(appendRow))
    return { kind: 'appended', ids }
  } catch (error) {
    return { kind: 'failed', reason: sentenceOf(error) }
  }
}

function serve(request: WriterRequest) {
  switch (request.kind) {
    case 'append':
      reply(appendAll(request.rows))
      scheduleReadModel()
      return
    case 'opened':
      writeOpenings(request.openings)
      return
    case 'snapshot': {
      const { document, sequence, last, state, clients } = request.snapshot
      unattended('a snapshot could not be written', () =>
        keepSnapshot.run(document, sequence, last, Buffer.from(state), clients),
      )
      return
    }
    case 'settle':
      reply({ kind: 'settled', token: request.token, ...settle() })
      return
    case 'close':
      clearTimeout(readModelTimer)
      readModel.close()
      checkpoints.postMessage('close')
      database.close()
      port.close()
  }
}

port.on('message', serve)
scheduleReadModel()
