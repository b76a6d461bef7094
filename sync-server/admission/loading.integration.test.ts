/**
 * What opening a card reads after years of work on it. Two things of each edit stay, because the colleague who comes
 * back after days needs them to merge: whose each window's Yjs client was (some forty bytes a window), and that there was
 * something where it was erased or overwritten (a few bytes, one mark for a whole run of erased letters).
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Ledger } from './ledger.ts'
import { openCentre, synced, until, type Centre } from './testing/open-centre.ts'

const old = 'card/alpha/01JC0000000000000000000001'
const young = 'card/alpha/01JC0000000000000000000002'
/** Windows in which the old card was worked on, and the edits of each. */
const windows = 50
const editsOfOne = 200
const edits = windows * editsOfOne

/** As long as a person's id is. */
const somebody = '01JC00000000000000000000AA'

const profile = { familyName: 'Соколова', givenName: 'Анна', source: 'сайт', priority: 'usual' }
const notes = 'Просит перезвонить после 19:00, приём у кардиолога. '.repeat(20)

let centre: Centre
beforeEach(async () => {
  centre = await openCentre()
})
afterEach(() => centre.close())

interface Edit {
  client: number
  update: Uint8Array
}

/** Each transaction that `work` makes on an empty document is an edit. */
function editsIn(work: (doc: Y.Doc) => void): Edit[] {
  const doc = new Y.Doc()
  const made: Edit[] = []
  doc.on('update', (update: Uint8Array) => made.push({ client: doc.clientID, update }))
  work(doc)
  return made
}

const fields = Object.entries(profile)

/** Six edits of fields and four of the notes. */
function tenEdits(doc: Y.Doc): void {
  for (const [field, value] of fields) doc.getMap('profile').set(field, value)
  for (let part = 0; part < 4; part++) {
    doc.getText('notes').insert((part * notes.length) / 4, quarter(part))
  }
  for (const [field, value] of fields.slice(0, 2)) doc.getMap('profile').set(field, value)
}
const quarter = (part: number) => notes.slice((part * notes.length) / 4, ((part + 1) * notes.length) / 4)

/** The same content in the end; until then each window types letter by letter, erases that, and sets fields. */
function workOfYears(doc: Y.Doc): void {
  tenEdits(doc)
  const letters = editsOfOne * 0.45
  for (let window = 0; window < windows; window++) {
    doc.clientID = 1_000_000_007 + window * 60_000_011
    const text = doc.getText('notes')
    const place = Math.floor((window * notes.length) / windows)
    const setField = (nth: number) => {
      const [field = '', value] = fields[nth % fields.length] ?? []
      doc.getMap('profile').set(field, nth < 16 ? `${value} ${window}` : value)
    }
    for (let letter = 0; letter < letters; letter++) text.insert(place + letter, 'ж')
    for (let letter = letters - 1; letter >= 0; letter--) text.delete(place + letter, 1)
    // Those who worked on it first made the ten edits too.
    const rest = editsOfOne - 2 * letters - (window === 0 ? 10 : 0)
    for (let nth = 20 - rest; nth < 20; nth++) setField(nth)
  }
}

async function write(document: string, work: (doc: Y.Doc) => void): Promise<number> {
  const made = editsIn(work)
  const appended = await Promise.all(
    made.map(({ client, update }, index) =>
      centre.ledger.append({
        document,
        sequence: index + 1,
        previous: index,
        actor: somebody,
        client,
        at: index,
        update,
        changes: '[]',
      }),
    ),
  )
  expect(appended.filter(({ kind }) => kind !== 'appended')).toEqual([])
  return made.length
}

/** What opening a document reads. */
function readBy({ snapshot, rows }: ReturnType<Ledger['load']>) {
  const ofRows = rows.reduce((sum, { update }) => sum + update.byteLength, 0)
  return {
    rows: rows.length,
    bytes: ofRows + (snapshot?.state.byteLength ?? 0) + (snapshot?.clients.length ?? 0),
  }
}

async function openOnce(document: string): Promise<void> {
  const boris = centre.join('boris', document)
  await synced(boris)
  await until(boris.replica, () => boris.replica.view.getText('notes').toString() === notes)
  expect(boris.replica.view.getMap('profile').toJSON()).toEqual(profile)
  boris.leave()
  await centre.ledger.settle()
}

it(
  'reads no row after 10,000 edits, and less than eight times the bytes of a card with the same content made by ten',
  { timeout: 30_000 },
  async () => {
    expect(await write(old, workOfYears)).toBe(edits)
    const first = readBy(centre.ledger.load(old))
    expect(first.rows).toBe(edits)
    await openOnce(old)
    const afterMany = readBy(centre.ledger.load(old))

    await centre.restart()
    await openOnce(old)
    await write(young, tenEdits)
    await openOnce(young)
    const afterTen = readBy(centre.ledger.load(young))

    expect(afterMany.rows).toBe(0)
    expect(afterTen.rows).toBe(10)
    expect(afterMany.bytes).toBeLessThan(first.bytes / 10)
    expect(afterMany.bytes).toBeLessThan(afterTen.bytes * 8)
  },
)
