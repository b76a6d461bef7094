/** One action of the person that the server has not admitted yet: what was meant, and the update it made. */
import * as Y from 'yjs'
import type { Json } from '#domain/documents/shape.ts'
import { readField, writeField, type EditIntent, type FieldIntent, type Intent } from './intent.ts'
import { charactersAt, indexAfter, stillThere, type CharacterRange } from './characters.ts'
import type { Succession } from './succession.ts'

/** An edit of a text, remembered by the characters it touched. */
export interface CharacterEdit {
  intent: EditIntent
  removed: readonly CharacterRange[]
  /** What of them was still there and went, in the text's order; `takenFrom` are the same characters. */
  taken: string
  takenFrom: readonly CharacterRange[]
  /** The characters it brought. */
  inserted: CharacterRange
}
/** A field that was written, and what it said when its author wrote it; absent when it said nothing. */
export interface FieldWrite {
  intent: FieldIntent
  before?: Json
}
/** One intent, carried out. */
export type Part = CharacterEdit | FieldWrite
export const isEdit = (part: Part): part is CharacterEdit => 'inserted' in part
const isWrite = (part: Part): part is FieldWrite => !isEdit(part)

export interface OutboxRow {
  /** row-id.ts. */
  id: string
  parts: readonly Part[]
  update: Uint8Array
  /** The Yjs client it was written under, and that client's clock after it. */
  client: number
  end: number
  /** Clock before it; equal to `end` when it only removes. */
  start: number
  removed: readonly CharacterRange[]
}

/** What was meant, in the words of the view that the row was last made on. */
export const intentsOf = (row: OutboxRow): Intent[] => row.parts.map(({ intent }) => intent)

/** Carries the intents out on `view` in one transaction. `undefined` when they change nothing. */
export function makeRow(view: Y.Doc, id: string, intents: readonly Intent[]): OutboxRow | undefined {
  return writeRow(view, id, () =>
    intents.map((intent) => {
      if (intent.kind !== 'edit') return field(view, intent, readField(view, intent))
      const { root, index, inserted } = intent
      return edit(view, root, charactersAt(view, intent), inserted, () => index)
    }),
  )
}

/** The same action on the view that takes the former one's place, its edits among the same characters. */
export function remakeRow(view: Y.Doc, row: OutboxRow, succession: Succession): OutboxRow | undefined {
  return writeRow(view, row.id, () =>
    row.parts.map((part) => {
      if (!isEdit(part)) return field(view, part.intent, part.before)
      const { root, inserted } = part.intent
      const made = edit(view, root, succession.findAll(part.removed), inserted, () => {
        const left = succession.leftOf(part.inserted)
        const { length } = view.getText(root)
        return left === undefined ? Math.min(part.intent.index, length) : indexAfter(view, root, left)
      })
      succession.note(part.inserted, made.inserted)
      return made
    }),
  )
}

export function field(view: Y.Doc, intent: FieldIntent, before: Json | undefined): FieldWrite {
  writeField(view, intent)
  return { intent, ...(before !== undefined && { before }) }
}

/** `place` is asked once what goes has gone. */
export function edit(
  view: Y.Doc,
  root: string,
  removed: readonly CharacterRange[],
  inserted: string,
  place: () => number,
): CharacterEdit {
  const text = view.getText(root)
  const before = removed.length > 0 ? text.toString() : ''
  let taken = ''
  const takenFrom: CharacterRange[] = []
  for (const { index, length } of stillThere(view, root, removed)) {
    takenFrom.unshift(...charactersAt(view, { root, index, removed: length }))
    text.delete(index, length)
    taken = before.slice(index, index + length) + taken
  }
  const clock = Y.getState(view.store, view.clientID)
  const index = inserted === '' ? 0 : Math.min(place(), text.length)
  text.insert(index, inserted)
  return {
    intent: { kind: 'edit', root, index, removed: taken.length, inserted },
    removed,
    taken,
    takenFrom,
    inserted: { client: view.clientID, clock, length: inserted.length },
  }
}

export function writeRow(
  view: Y.Doc,
  id: string,
  write: () => Part[],
  origin: 'outbox' | 'undo' = 'outbox',
): OutboxRow | undefined {
  const start = Y.getState(view.store, view.clientID)
  let parts: readonly Part[] = []
  let update: Uint8Array | undefined
  let removed: CharacterRange[] = []
  const keep = (written: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    update = written
    removed = [...transaction.deleteSet.clients].flatMap(([client, ranges]) =>
      ranges.map(({ clock, len }) => ({ client, clock, length: len })),
    )
  }
  view.on('update', keep)
  try {
    view.transact(() => (parts = write()), origin)
  } finally {
    view.off('update', keep)
  }
  if (!update) return undefined
  const end = Y.getState(view.store, view.clientID)
  return { id, parts, update, client: view.clientID, start, end, removed }
}

/**
 * Rows whose fields somebody else has changed since their author wrote them: the server's copy says neither what it said
 * then, nor what the author meant. A field that the author wrote several times was based on others the first time only.
 * Text is never overtaken, so a row that brings some is none of them.
 */
export function overtakenRows(
  rows: readonly OutboxRow[],
  confirmed: Y.Doc,
  mayWrite: (confirmed: Y.Doc, field: FieldIntent) => boolean,
): OutboxRow[] {
  const own = new Set<string>()
  return rows.filter(({ parts }) => {
    const fields = parts.filter(isWrite)
    const overtaken =
      fields.length === parts.length &&
      fields.some((part) => !own.has(fieldOf(part.intent)) && isOvertaken(part, confirmed)) &&
      fields.every(({ intent }) => mayWrite(confirmed, intent))
    if (!overtaken) for (const { intent } of fields) own.add(fieldOf(intent))
    return overtaken
  })
}
const fieldOf = ({ root, key }: FieldIntent): string => `${root}/${key}`

function isOvertaken({ intent, before }: FieldWrite, confirmed: Y.Doc): boolean {
  const now = JSON.stringify(readField(confirmed, intent))
  return now !== JSON.stringify(before) && now !== JSON.stringify(meantBy(intent))
}
export const meantBy = (intent: FieldIntent): Json | undefined =>
  intent.kind === 'set' ? intent.value : undefined

/** Whether `confirmed` holds all that the row did. An update is admitted whole, so its last struct tells. */
export function isContained(row: OutboxRow, confirmed: Y.Doc): boolean {
  if (row.end > row.start) return Y.getState(confirmed.store, row.client) >= row.end
  return row.removed.every((range) => isRemoved(confirmed, range))
}

function isRemoved(doc: Y.Doc, { client, clock, length }: CharacterRange): boolean {
  if (Y.getState(doc.store, client) < clock + length) return false
  const structs = doc.store.clients.get(client) ?? []
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
    const struct = structs[index]
    if (!struct || struct.id.clock >= clock + length) break
    if (!struct.deleted) return false
  }
  return true
}
