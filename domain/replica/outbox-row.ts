/** One action of the person that the server has not admitted yet: what was meant, and the update it made. */
import * as Y from 'yjs'
import type { Json } from '#domain/documents/shape.ts'
import { readField, writeField, type EditIntent, type FieldIntent, type Intent } from './intent.ts'
import { charactersAt, indexAfter, stillThere, type CharacterRange } from './characters.ts'
import type { Succession } from './succession.ts'

/** An edit of a text, remembered by the characters it touched. */
interface CharacterEdit {
  intent: EditIntent
  removed: readonly CharacterRange[]
  /** The characters it brought. */
  inserted: CharacterRange
}
/** A field that was written, and what it said when its author wrote it; absent when it said nothing. */
interface FieldWrite {
  intent: FieldIntent
  before?: Json
}
/** One intent, carried out. */
type Part = CharacterEdit | FieldWrite
const isEdit = (part: Part): part is CharacterEdit => 'inserted' in part
const isWrite = (part: Part): part is FieldWrite => !isEdit(part)

export interface OutboxRow {
  /** Sorts as the actions of one window came. */
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
      const made = edit(view, root, succession.findAll(part.removed), inserted, () =>
        indexAfter(view, root, succession.leftOf(part.inserted)),
      )
      succession.note(part.inserted, made.inserted)
      return made
    }),
  )
}

function field(view: Y.Doc, intent: FieldIntent, before: Json | undefined): Part {
  writeField(view, intent)
  return { intent, ...(before !== undefined && { before }) }
}

/** `place` is asked once what goes has gone. */
function edit(
  view: Y.Doc,
  root: string,
  removed: readonly CharacterRange[],
  inserted: string,
  place: () => number,
): CharacterEdit {
  const text = view.getText(root)
  let gone = 0
  for (const { index, length } of stillThere(view, root, removed)) {
    text.delete(index, length)
    gone += length
  }
  const clock = Y.getState(view.store, view.clientID)
  const index = inserted === '' ? 0 : Math.min(place(), text.length)
  text.insert(index, inserted)
  return {
    intent: { kind: 'edit', root, index, removed: gone, inserted },
    removed,
    inserted: { client: view.clientID, clock, length: inserted.length },
  }
}

function writeRow(view: Y.Doc, id: string, write: () => Part[]): OutboxRow | undefined {
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
    view.transact(() => (parts = write()), 'outbox')
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
  const meant = intent.kind === 'set' ? intent.value : undefined
  return now !== JSON.stringify(before) && now !== JSON.stringify(meant)
}

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
