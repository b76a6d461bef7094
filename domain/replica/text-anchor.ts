/**
 * Where in a shared text an edit was made, told by the identities of the characters beside and under it, so that it
 * can be made at the same place of a text that has changed since.
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

export interface Anchor {
  /** The character to the left; `null` at the start of the text. */
  left: CharacterId | null
  removed: readonly CharacterRange[]
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

/** To be taken before the edit is carried out. */
export function anchorOf(doc: Y.Doc, { root, index, removed }: EditIntent): Anchor {
  let left: CharacterId | null = null
  const ranges: CharacterRange[] = []
  for (const { item, index: from } of runs(doc.getText(root))) {
    const to = from + item.length
    if (from < index) left = { client: item.id.client, clock: item.id.clock + Math.min(to, index) - from - 1 }
    if (from >= index + removed) break
    if (to <= index) continue
    const start = Math.max(from, index)
    const length = Math.min(to, index + removed) - start
    if (length > 0) ranges.push({ client: item.id.client, clock: item.id.clock + start - from, length })
  }
  return { left, removed: ranges }
}

/** The index just after a character, whether it is still there or not. */
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
