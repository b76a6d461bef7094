import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openStore } from '#sync-server/store/open.ts'
import type { LedgerRow } from './ledger-row.ts'
import { Ledger } from './ledger.ts'

vi.setConfig({ testTimeout: 20_000 })

let folder: string
let path: string
let troubles: string[]
let ledger: Ledger
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
  path = join(folder, 'kartoteka.db')
  const store = await openStore({ url: pathToFileURL(path).href })
  store.close()
  troubles = []
  ledger = new Ledger(path, (reason) => troubles.push(reason))
})
afterEach(async () => {
  await ledger.close()
  rmSync(folder, { recursive: true, force: true })
})

const row = (document: string, sequence: number, previous = 0): LedgerRow => ({
  document,
  sequence,
  previous,
  actor: 'anna',
  client: 1,
  at: 1,
  update: new Uint8Array([sequence]),
  changes: '[]',
})

function inDatabase<Result>(work: (database: Database.Database) => Result): Result {
  const database = new Database(path, { timeout: 5000 })
  try {
    return work(database)
  } finally {
    database.close()
  }
}
const stored = () =>
  inDatabase((database) =>
    database.prepare('SELECT id, document, sequence FROM ledger ORDER BY id').all(),
  ) as {
    id: number
    document: string
    sequence: number
  }[]

describe('the ledger', () => {
  it('says that a row is written when anybody can read it, with the id that it has', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((document) => ledger.append(row(document, 1))))
    for (const answer of answers) expect(answer.kind).toBe('appended')
    const ids = answers.map((answer) => (answer.kind === 'appended' ? answer.id : 0))
    expect(stored().map(({ id, document }) => ({ id, document }))).toEqual(
      ['a', 'b', 'c'].map((document, at) => ({ id: ids[at], document })),
    )
  })

  it('lets one of two servers append, and tells the other', async () => {
    const other = new Ledger(path, (reason) => troubles.push(reason))
    const answers = await Promise.all([ledger.append(row('a', 1)), other.append(row('a', 1))])
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['appended', 'overtaken'])
    expect(stored()).toHaveLength(1)
    await other.close()
  })

  it('says so when it cannot write, keeps nothing of that batch, and goes on after', async () => {
    inDatabase((database) =>
      database.exec(
        `CREATE TRIGGER full BEFORE INSERT ON ledger WHEN new.document = 'bad'
         BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`,
      ),
    )
    const first = ledger.append(row('a', 1))
    const batch = Promise.all([ledger.append(row('b', 1)), ledger.append(row('bad', 1))])
    expect(await first).toMatchObject({ kind: 'appended' })
    for (const answer of await batch)
      expect(answer).toMatchObject({ kind: 'failed', reason: 'the disk is full' })
    expect(await ledger.append(row('b', 1))).toMatchObject({ kind: 'appended' })
    expect(stored().map(({ document }) => document)).toEqual(['a', 'b'])
    expect(troubles).toHaveLength(1)
  })

  it('answers every row for itself, also while snapshots fail', async () => {
    inDatabase((database) =>
      database.exec(
        `CREATE TRIGGER full BEFORE INSERT ON snapshots BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`,
      ),
    )
    const snapshot = { sequence: 1, last: 1, state: new Uint8Array([0, 0]), clients: '{}' }
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (document) => {
        ledger.keepSnapshot({ ...snapshot, document })
        const answer = await ledger.append(row(document, 1))
        ledger.keepSnapshot({ ...snapshot, document })
        return { document, answer }
      }),
    )
    const rows = stored()
    for (const { document, answer } of answers) {
      expect(answer).toEqual({ kind: 'appended', id: rows.find((one) => one.document === document)?.id })
    }
    await ledger.settle()
    expect(troubles).toHaveLength(8)
  })

  it('does not call the read model settled while it is behind', async () => {
    inDatabase((database) => database.exec('DROP TABLE patients'))
    await ledger.append({
      ...row('card/alpha/01JC0000000000000000000001', 1),
      changes: '[]',
    })
    await expect(ledger.settle()).rejects.toThrow('patients')
    inDatabase((database) => database.exec('DELETE FROM ledger'))
  })

  it('keeps the newest snapshot, whatever arrives after it', async () => {
    const snapshot = (sequence: number) => ({
      document: 'a',
      sequence,
      last: sequence,
      state: new Uint8Array([sequence]),
      clients: '{}',
    })
    ledger.keepSnapshot(snapshot(5))
    ledger.keepSnapshot(snapshot(3))
    await ledger.settle()
    expect(ledger.load('a').snapshot).toMatchObject({ sequence: 5, last: 5 })
  })

  it('without its writer says so for good, refuses every row, and can be closed', async () => {
    const empty = join(folder, 'empty.db')
    const heard: string[] = []
    const lost = new Promise<Ledger>((resolve) => {
      const broken: Ledger = new Ledger(empty, (reason) => {
        heard.push(reason)
        resolve(broken)
      })
    })
    const broken = await lost
    expect(heard[0]).toContain('SQLITE_ERROR')
    expect(await broken.lost).toContain('SQLITE_ERROR')
    expect(await broken.append(row('a', 1))).toMatchObject({ kind: 'failed' })
    await expect(broken.settle()).rejects.toThrow()
    await broken.close()
  })

  it('answers what was asked while it closes', async () => {
    const other = new Ledger(path, (reason) => troubles.push(reason))
    const asked = [other.append(row('a', 1))]
    const closed = other.close()
    for (const document of ['b', 'c']) asked.push(other.append(row(document, 1)))
    await closed
    for (const answer of await Promise.all(asked)) expect(['appended', 'failed']).toContain(answer.kind)
  })
})
