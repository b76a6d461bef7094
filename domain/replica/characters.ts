/**
 * Characters of a shared text by their identities, which stay when the text around them changes and their indexes do
 * not.
 */
import * as Y from 'yjs'
import type { EditIntent } from './intent.ts'

/** One character of a Yjs text. */
export interface CharacterId {
  client: number
  clock: number
}
export interface CharacterRange extends CharacterId {
  length: number
}

/** Visible runs of a text in order, with the index of each. */
function* runs(text: Y.Text): Generator<{ item: Y.Item; index: number }> {
  let index = 0
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue
    yield { item, index }
    index += item.length
  }
}

/** The characters that an edit removes; to be taken before it is carried out. */
export function charactersAt(
  doc: Y.Doc,
  { root, index, removed }: Pick<EditIntent, 'root' | 'index' | 'removed'>,
): CharacterRange[] {
  const ranges: CharacterRange[] = []
  for (const { item, index: from } of runs(doc.getText(root))) {
    if (from >= index + removed) break
    const start = Math.max(from, index)
    const length = Math.min(from + item.length, index + removed) - start
    if (length > 0) ranges.push({ client: item.id.client, clock: item.id.clock + start - from, length })
  }
  return ranges
}

/** The character before it in the text, whether it can still be seen or not; `null` at the start. */
export function leftOf(doc: Y.Doc, { client, clock }: CharacterId): CharacterId | null {
  const item = Y.getItem(doc.store, Y.createID(client, clock))
  if (clock > item.id.clock) return { client, clock: clock - 1 }
  return item.left?.lastId ?? null
}

/** Whether the document has it, seen or not. */
export const isHere = (doc: Y.Doc, { client, clock }: CharacterId): boolean =>
  clock < Y.getState(doc.store, client)

export const isVisible = (doc: Y.Doc, { client, clock }: CharacterId): boolean =>
  !Y.getItem(doc.store, Y.createID(client, clock)).deleted

/** The index just after a character that can be seen. */
export function indexAfter(doc: Y.Doc, root: string, character: CharacterId | null): number {
  if (character === null) return 0
  const place = new Y.RelativePosition(null, root, Y.createID(character.client, character.clock), -1)
  return Y.createAbsolutePositionFromRelativePosition(place, doc)?.index ?? 0
}

/** Which of the characters are still there, as stretches of the text, last first: they can be deleted in turn. */
export function stillThere(
  doc: Y.Doc,
  root: string,
  wanted: readonly CharacterRange[],
): { index: number; length: number }[] {
  const found: { index: number; length: number }[] = []
  if (wanted.length === 0) return found
  for (const { item, index } of runs(doc.getText(root))) {
    for (const range of wanted) {
      if (range.client !== item.id.client) continue
      const from = Math.max(range.clock, item.id.clock)
      const to = Math.min(range.clock + range.length, item.id.clock + item.length)
      if (from < to) found.push({ index: index + from - item.id.clock, length: to - from })
    }
  }
  return found.sort((a, b) => b.index - a.index)
}
