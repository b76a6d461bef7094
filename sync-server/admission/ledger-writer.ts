/**
 * The thread that writes the ledger, so that a commit's trip to the disk never holds the sockets up. One batch is one
 * transaction: whatever has gathered while the last one was on its way. Between batches it brings the read model up.
 */
import { parentPort, Worker, workerData } from 'node:worker_threads'
import Database from 'libsql'
import { ReadModel } from '#sync-server/read-model/read-model.ts'
import type { LedgerRow, WriterReply, WriterRequest } from './ledger-row.ts'

const { path } = workerData as { path: string }
const port = parentPort
if (!port) throw new Error('the ledger writer runs as a worker thread')

const database = new Database(path, { timeout: 5000 })
database.exec('PRAGMA journal_mode = WAL')
database.exec('PRAGMA synchronous = FULL')
database.exec('PRAGMA busy_timeout = 5000')
// The log is folded into the database by a thread of its own: done here, it would hold a commit up every few hundred.
database.exec('PRAGMA wal_autocheckpoint = 0')
const checkpoints = new Worker(new URL('./checkpoints.ts', import.meta.url), { workerData: { path } })

const append = database.prepare(
  `INSERT INTO ledger (document, sequence, previous, actor, client, at, "update", changes)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
)
const begin = database.prepare('BEGIN IMMEDIATE')
const commit = database.prepare('COMMIT')
const keepSnapshot = database.prepare(
  `INSERT INTO snapshots (document, sequence, last, state, clients) VALUES (?, ?, ?, ?, ?)
   ON CONFLICT (document) DO UPDATE SET sequence = excluded.sequence, last = excluded.last,
     state = excluded.state, clients = excluded.clients WHERE excluded.sequence > snapshots.sequence`,
)

function appendRow(row: LedgerRow): number {
  const { document, sequence, previous, actor, client, at, update, changes } = row
  const result = append.run(document, sequence, previous, actor, client, at, Buffer.from(update), changes)
  return result.changes === 1 ? Number(result.lastInsertRowid) : 0
}

function appendAll(rows: readonly LedgerRow[]): number[] {
  begin.run()
  try {
    const ids = rows.map(appendRow)
    commit.run()
    return ids
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  }
}

const readModel = new ReadModel(path)
/** Milliseconds after which the read model is brought up, so that it follows at once but not once a row. */
const readModelDelay = 50
let readModelTimer: NodeJS.Timeout | undefined

function bringReadModelUp() {
  readModelTimer = undefined
  try {
    if (readModel.takeIn() === 'more') scheduleReadModel()
  } catch (error) {
    reply({ kind: 'read-model-failed', reason: sentenceOf(error) })
  }
}

function scheduleReadModel() {
  readModelTimer ??= setTimeout(bringReadModelUp, readModelDelay)
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
const reply = (message: WriterReply) => port.postMessage(message)

port.on('message', (request: WriterRequest) => {
  try {
    switch (request.kind) {
      case 'append':
        reply({ kind: 'appended', ids: appendAll(request.rows) })
        scheduleReadModel()
        return
      case 'snapshot': {
        const { document, sequence, last, state, clients } = request.snapshot
        keepSnapshot.run(document, sequence, last, Buffer.from(state), clients)
        return
      }
      case 'settle':
        while (readModel.takeIn() === 'more') continue
        reply({ kind: 'settled', token: request.token })
        return
      case 'close':
        clearTimeout(readModelTimer)
        readModel.close()
        checkpoints.postMessage('close')
        database.close()
        port.close()
    }
  } catch (error) {
    reply({ kind: 'failed', reason: sentenceOf(error) })
  }
})
scheduleReadModel()
