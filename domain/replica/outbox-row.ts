/** One action of the person that the server has not admitted yet: what was meant, and the update it made. */
import * as Y from 'yjs'
import { carryOut, type EditIntent, type Intent } from './intent.ts'
import {
  anchorOf,
  indexAfter,
  stillThere,
  type Anchor,
  type CharacterId,
  type CharacterRange,
} from './text-anchor.ts'

/** An edit of a text, remembered by the characters it touched. */
interface AnchoredEdit {
  intent: EditIntent
  anchor: Anchor
  /** The characters it brought. */
  inserted: CharacterRange
}

export interface OutboxRow {
  id: number
  intents: readonly Intent[]
  edits: readonly AnchoredEdit[]
  update: Uint8Array
  /** The Yjs client it was written under, and that client's clock after it. */
  client: number
  end: number
  /** Clock before it; equal to `end` when it only removes. */
  start: number
  removed: readonly CharacterRange[]
}

/** Carries the intents out on `view` in one transaction. `undefined` when they change nothing. */
export function makeRow(view: Y.Doc, id: number, intents: readonly Intent[]): OutboxRow | undefined {
  const edits: AnchoredEdit[] = []
  const start = Y.getState(view.store, view.clientID)
  let written: Uint8Array | undefined
  let removed: CharacterRange[] = []
  const keep = (update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    written = update
    removed = [...transaction.deleteSet.clients].flatMap(([client, ranges]) =>
      ranges.map(({ clock, len }) => ({ client, clock, length: len })),
    )
  }
  view.on('update', keep)
  try {
    view.transact(() => {
      for (const intent of intents) {
        if (intent.kind !== 'edit') {
          carryOut(view, intent)
          continue
        }
        const anchor = anchorOf(view, intent)
        const clock = Y.getState(view.store, view.clientID)
        carryOut(view, intent)
        edits.push({
          intent,
          anchor,
          inserted: { client: view.clientID, clock, length: intent.inserted.length },
        })
      }
    }, 'outbox')
  } finally {
    view.off('update', keep)
  }
  if (!written) return undefined
  const end = Y.getState(view.store, view.clientID)
  return { id, intents, edits, update: written, client: view.clientID, start, end, removed }
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

/**
 * Finds the characters of rows that were made again: each pass maps what the former view called them to what the new
 * one does. A character that was never admitted and is not made again stands for its left neighbour.
 */
export class Characters {
  private readonly moved: { from: CharacterRange; to: CharacterId | null; left: CharacterId | null }[] = []
  private readonly confirmed: Y.Doc

  constructor(confirmed: Y.Doc) {
    this.confirmed = confirmed
  }

  note(edit: AnchoredEdit, to: CharacterId | null): void {
    this.moved.push({ from: edit.inserted, to, left: edit.anchor.left })
  }

  find(character: CharacterId | null): CharacterId | null {
    let sought = character
    while (sought !== null && sought.clock >= Y.getState(this.confirmed.store, sought.client)) {
      const { client, clock } = sought
      const move = this.moved.find(
        ({ from }) => from.client === client && clock >= from.clock && clock < from.clock + from.length,
      )
      if (!move) return null
      if (move.to) return { client: move.to.client, clock: move.to.clock + clock - move.from.clock }
      sought = move.left
    }
    return sought
  }

  findAll(ranges: readonly CharacterRange[]): CharacterRange[] {
    return ranges.flatMap((range) => this.pieces(range))
  }

  private pieces(range: CharacterRange): CharacterRange[] {
    if (range.clock + range.length <= Y.getState(this.confirmed.store, range.client)) return [range]
    return Array.from({ length: range.length }, (_, offset) => ({
      client: range.client,
      clock: range.clock + offset,
    })).flatMap((character) => {
      const known = character.clock < Y.getState(this.confirmed.store, character.client)
      const made = this.moved.some(
        ({ from, to }) =>
          to !== null &&
          from.client === character.client &&
          character.clock >= from.clock &&
          character.clock < from.clock + from.length,
      )
      const found = known || made ? this.find(character) : null
      return found ? [{ ...found, length: 1 }] : []
    })
  }
}

/** The same action on a new view, its edits at the places they were made at. */
export function remakeRow(view: Y.Doc, row: OutboxRow, characters: Characters): OutboxRow | undefined {
  let edit = 0
  const intents: Intent[] = []
  const former: AnchoredEdit[] = []
  for (const intent of row.intents) {
    const anchored = intent.kind === 'edit' ? row.edits[edit++] : undefined
    if (intent.kind !== 'edit' || !anchored) {
      intents.push(intent)
      continue
    }
    const { root, inserted } = intent
    const gone = stillThere(view, root, characters.findAll(anchored.anchor.removed))
    for (const { index, length } of gone) {
      intents.push({ kind: 'edit', root, index, removed: length, inserted: '' })
    }
    const index = indexAfter(view, root, characters.find(anchored.anchor.left))
    const before = gone
      .filter((stretch) => stretch.index < index)
      .reduce((sum, stretch) => sum + stretch.length, 0)
    intents.push({ kind: 'edit', root, index: index - before, removed: 0, inserted })
    former.push(anchored)
  }
  const made = makeRow(view, row.id, intents)
  const insertions = made?.edits.filter(({ intent }) => intent.removed === 0) ?? []
  former.forEach((anchored, at) => characters.note(anchored, insertions[at]?.inserted ?? null))
  return made
}
