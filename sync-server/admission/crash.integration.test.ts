/**
 * `kill -9` of the server at random instants, while people type. What was said to be saved is on disk; what was not
 * arrives from the clients; nothing is there twice. `KARTOTEKA_SEED` plays the same instants again, as far as the
 * machine does.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import Database from 'libsql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { ReadModel } from '#sync-server/read-model/read-model.ts'
import { openStore } from '#sync-server/store/open.ts'
import { filedTalk } from './testing/calls.ts'
import { participate, synced, until, type ActorName, type Participant } from './testing/open-centre.ts'
import { Random } from './testing/random.ts'

const seed = Number(process.env['KARTOTEKA_SEED'] ?? Date.now() % 1_000_000_007)
const kills = 20
const script = fileURLToPath(new URL('./testing/server-process.ts', import.meta.url))
const cards = ['card/alpha/01JC0000000000000000000001', 'card/alpha/01JC0000000000000000000002'] as const
const call = '1789000000.42'
const locked = `${call}/1`

let folder: string
let path: string
let server: { process: ChildProcess; port: number }
const writers: Writer[] = []

async function start(port: number) {
  const child = fork(script, [path, `${port}`], { stdio: 'inherit', execArgv: [] })
  const [answered] = (await once(child, 'message')) as [number]
  return { process: child, port: answered }
}
async function kill() {
  if (server.process.signalCode !== null) return
  const ended = once(server.process, 'exit')
  server.process.kill('SIGKILL')
  await ended
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
  path = join(folder, 'kartoteka.db')
  const store = await openStore({ url: pathToFileURL(path).href })
  store.close()
  server = await start(0)
})
afterEach(async () => {
  for (const { participant } of writers) participant.leave()
  await kill()
  rmSync(folder, { recursive: true, force: true })
})

/** Types single characters that nobody else types, and fills in a field each time. */
class Writer {
  /** In the order typed; rows leave the outbox in that order. */
  readonly typed: string[] = []
  readonly removed = new Set<string>()
  readonly document: string
  readonly participant: Participant
  private readonly base: number
  private readonly actor: ActorName

  constructor(number: number, actor: ActorName, document: string) {
    this.base = 0x4000 + number * 0x800
    this.actor = actor
    this.document = document
    this.participant = participate(server.port, actor, document)
  }

  get replica() {
    return this.participant.replica
  }

  write(random: Random): void {
    const character = String.fromCharCode(this.base + this.typed.length)
    const text = this.replica.view.getText('notes').toString()
    // Now and then what was typed long ago goes.
    const old = random.chance(4) ? this.typed[this.typed.length - 40] : undefined
    const place = old === undefined ? -1 : text.indexOf(old)
    if (old !== undefined && place >= 0) {
      this.removed.add(old)
      this.replica.act([{ kind: 'edit', root: 'notes', index: place, removed: 1, inserted: '' }])
    }
    const index = random.nat(this.replica.view.getText('notes').length + 1)
    this.replica.act([
      { kind: 'edit', root: 'notes', index, removed: 0, inserted: character },
      { kind: 'set', root: 'profile', key: 'source', value: character },
    ])
    this.typed.push(character)
    if (this.document === cards[0] && random.chance(15)) this.tryWhatIsLocked()
  }

  private tryWhatIsLocked(): void {
    const value = { result: 'consulted', comment: '', by: this.actor }
    this.replica.act([{ kind: 'set', root: 'dispositions', key: locked, value }])
  }

  /** Characters whose row has left the outbox: none of those that might still wait. */
  get saved(): string[] {
    return this.typed.slice(0, Math.max(0, this.typed.length - this.replica.pending))
  }
}

interface Row {
  id: number
  document: string
  sequence: number
  previous: number
  update: ArrayBuffer
}
function rowsOf(document: string): Row[] {
  const database = new Database(path, { timeout: 5000 })
  const rows = database
    .prepare(
      'SELECT id, document, sequence, previous, "update" FROM ledger WHERE document = ? ORDER BY sequence',
    )
    .all(document) as Row[]
  database.close()
  return rows
}

/** The card's notes as the ledger on disk has them; every row in its place. */
function notesOnDisk(document: string): string {
  const doc = new Y.Doc()
  let previous = 0
  rowsOf(document).forEach((row, index) => {
    expect(row.sequence).toBe(index + 1)
    expect(row.previous).toBe(previous)
    expect(row.id).toBeGreaterThan(previous)
    previous = row.id
    Y.applyUpdate(doc, new Uint8Array(row.update))
    expect(doc.store.pendingStructs).toBeNull()
  })
  expect(doc.getMap<{ by: string }>('dispositions').get(locked)?.by ?? 'supervisor').toBe('supervisor')
  return doc.getText('notes').toString()
}
const times = (text: string, character: string) => text.split(character).length - 1

function expectSavedOnDisk() {
  for (const document of cards) {
    const text = notesOnDisk(document)
    for (const writer of writers.filter((one) => one.document === document)) {
      for (const character of writer.saved) {
        if (!writer.removed.has(character)) expect(times(text, character)).toBe(1)
      }
    }
  }
}

it(
  `loses nothing and doubles nothing in ${kills} kills, KARTOTEKA_SEED=${seed}`,
  { timeout: 300_000 },
  async () => {
    const random = new Random(seed)
    const people: [ActorName, (typeof cards)[number]][] = [
      ['anna', cards[0]],
      ['boris', cards[0]],
      ['supervisor', cards[0]],
      ['anna', cards[1]],
      ['boris', cards[1]],
    ]
    people.forEach(([actor, document], number) => writers.push(new Writer(number, actor, document)))
    await Promise.all(writers.map(({ participant }) => synced(participant)))
    const supervisor = writers.find(({ participant }) => participant === writers[2]?.participant)
    if (!supervisor) throw new Error('nobody supervises')
    const filing = participate(server.port, 'filing', cards[0])
    await synced(filing)
    filing.replica.act([{ kind: 'set', root: 'calls', key: call, value: { ...filedTalk(call) } }])
    await until(filing.replica, () => filing.replica.pending === 0)
    filing.leave()
    const booked = { result: 'booked', comment: '', by: 'supervisor' }
    supervisor.replica.act([{ kind: 'set', root: 'dispositions', key: locked, value: booked }])
    for (const { replica } of writers.slice(0, 3)) {
      await until(replica, () => replica.confirmed.getMap('dispositions').has(locked))
    }

    for (let round = 0; round < kills; round++) {
      const typing = new AbortController()
      const typists = writers.map(async (writer) => {
        while (!typing.signal.aborted) {
          writer.write(random)
          await after(random.nat(100))
        }
      })
      // The server is there again when somebody has something saved.
      await Promise.race([
        ...writers.map((writer) => {
          const before = writer.saved.length
          return until(writer.replica, () => writer.saved.length > before)
        }),
        ...typists,
      ])
      await after(random.nat(120))
      await kill()
      typing.abort()
      await Promise.all(typists)
      expectSavedOnDisk()
      server = await start(server.port)
    }

    for (const { replica } of writers) await until(replica, () => replica.pending === 0)
    expectSavedOnDisk()
    for (const document of cards) {
      const text = notesOnDisk(document)
      const here = writers.filter((writer) => writer.document === document)
      for (const { typed, removed } of here) {
        for (const character of typed) expect(times(text, character)).toBe(removed.has(character) ? 0 : 1)
      }
      for (const { replica } of here) {
        await until(replica, () => replica.view.getText('notes').toString() === text)
        expect(
          replica.refused.every(({ code }) => code === 'disposition-locked' || code === 'overtaken'),
        ).toBe(true)
      }
    }

    const readModel = new ReadModel(path)
    while (readModel.takeIn() === 'more') continue
    readModel.close()
    const database = new Database(path)
    expect(database.prepare('SELECT count(*) AS rows FROM patients').get()).toMatchObject({
      rows: cards.length,
    })
    database.close()
  },
)
