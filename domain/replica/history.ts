/**
 * What the person has done in one window, so that it can be taken back: by the characters it brought and took, wherever
 * they are now. Of others' doings it knows nothing.
 */
import type * as Y from 'yjs'
import { indexAfter, isHere, isVisible, leftOf, type CharacterId, type CharacterRange } from './characters.ts'
import { readField, type Intent } from './intent.ts'
import {
  edit,
  field,
  intentsOf,
  isEdit,
  meantBy,
  writeRow,
  type CharacterEdit,
  type FieldWrite,
  type OutboxRow,
  type Part,
} from './outbox-row.ts'
import type { Succession } from './succession.ts'

/** Which actions are meant: those on one text, on one field… */
export type Scope = (intent: Intent) => boolean
/** Actions that are taken back as one: a run of typing, say. */
export type Entry = readonly OutboxRow[]
/** Characters that were removed, and those that have come back for them; equally many. */
interface Copy {
  from: CharacterRange
  to: CharacterRange
}

/** Entries that can be taken back. */
const longest = 200

export class History {
  private done: Entry[] = []
  private undone: Entry[] = []
  private copies: Copy[] = []

  /** `joins`: it goes on what was done last, in the same place. */
  add(row: OutboxRow, joins: boolean): void {
    const last = joins ? this.done.at(-1) : undefined
    const goesOn = last?.every((before) => isSameRoot(before, row)) ?? false
    if (goesOn) this.done.pop()
    this.done = [...this.done, [...(goesOn ? (last ?? []) : []), row]].slice(-longest)
    this.undone = []
  }

  /** Takes out what was done last within the scope. */
  lastDone(scope: Scope): Entry | undefined {
    return takeLast(this.done, scope)
  }
  lastUndone(scope: Scope): Entry | undefined {
    return takeLast(this.undone, scope)
  }

  noteUndone(row: OutboxRow): void {
    this.undone.push([row])
  }
  noteRedone(row: OutboxRow): void {
    this.done.push([row])
  }

  /**
   * Takes an entry back, the last action first: the characters that it brought go, those that it took come back where
   * they stood, and a field says what it said before, unless somebody else has written it since. `undefined` when there
   * is nothing left to take back.
   */
  takeBack(view: Y.Doc, id: string, entry: Entry): OutboxRow | undefined {
    const back = (part: Part): Part[] =>
      isEdit(part) ? [this.takeEditBack(view, part)] : restore(view, part)
    return writeRow(
      view,
      id,
      () => entry.toReversed().flatMap(({ parts }) => parts.toReversed().flatMap(back)),
      'undo',
    )
  }

  /** The view has been made anew, and rows that waited with it; those that are gone cannot be taken back. */
  replace(before: readonly OutboxRow[], after: readonly OutboxRow[], succession: Succession): void {
    const waited = new Set(before.map(({ id }) => id))
    const successors = new Map(after.map((row) => [row.id, row]))
    const follow = (entries: readonly Entry[]): Entry[] =>
      entries
        .map((rows) => rows.flatMap((row) => (waited.has(row.id) ? (successors.get(row.id) ?? []) : [row])))
        .filter((rows) => rows.length > 0)
    this.done = follow(this.done)
    this.undone = follow(this.undone)
    this.copies = this.copies.flatMap(({ from, to }) =>
      singly(from, to).flatMap((single) => {
        const [original, copy] = [succession.findAll([single.from])[0], succession.findAll([single.to])[0]]
        return original && copy ? [{ from: original, to: copy }] : []
      }),
    )
  }

  private takeEditBack(view: Y.Doc, part: CharacterEdit): CharacterEdit {
    const { intent, inserted, taken, takenFrom } = part
    const made = edit(view, intent.root, this.withCopies(inserted), taken, () => this.formerPlace(view, part))
    let { clock } = made.inserted
    for (const from of takenFrom) {
      this.copies.push({ from, to: { ...made.inserted, clock, length: from.length } })
      clock += from.length
    }
    return made
  }

  /** The characters, and whatever has come back for them. */
  private withCopies(range: CharacterRange): CharacterRange[] {
    const copies = this.copies.flatMap(({ from, to }) => {
      if (from.client !== range.client) return []
      const start = Math.max(from.clock, range.clock)
      const length = Math.min(from.clock + from.length, range.clock + range.length) - start
      return length > 0 ? [{ ...to, clock: to.clock + start - from.clock, length }] : []
    })
    return [range, ...copies.flatMap((copy) => this.withCopies(copy))]
  }

  /** Where the characters stood that an edit took: after the nearest to their left that is there, or has come back. */
  private formerPlace(view: Y.Doc, { intent: { root, index }, takenFrom: [first] }: CharacterEdit): number {
    if (!first || !isHere(view, first)) return index
    for (let left = leftOf(view, first); left; left = leftOf(view, left)) {
      const seen = this.withCopies({ ...left, length: 1 }).find(
        (character) => isHere(view, character) && isVisible(view, character),
      )
      if (seen) return indexAfter(view, root, seen)
    }
    return 0
  }
}

const isSameRoot = (before: OutboxRow, after: OutboxRow): boolean => {
  const [first] = intentsOf(after)
  return [...intentsOf(before), ...intentsOf(after)].every(({ root }) => root === first?.root)
}

function takeLast(entries: Entry[], scope: Scope): Entry | undefined {
  const index = entries.findLastIndex((rows) => rows.every((row) => intentsOf(row).every(scope)))
  return index === -1 ? undefined : entries.splice(index, 1)[0]
}

function restore(view: Y.Doc, { intent, before }: FieldWrite): FieldWrite[] {
  const { root, key } = intent
  const now = readField(view, intent)
  if (JSON.stringify(now) !== JSON.stringify(meantBy(intent))) return []
  const back: FieldWrite['intent'] =
    before === undefined ? { kind: 'remove', root, key } : { kind: 'set', root, key, value: before }
  return [field(view, back, now)]
}

const at = ({ client, clock }: CharacterId, offset: number): CharacterRange => ({
  client,
  clock: clock + offset,
  length: 1,
})
const singly = (from: CharacterRange, to: CharacterRange): Copy[] =>
  Array.from({ length: from.length }, (_, offset) => ({ from: at(from, offset), to: at(to, offset) }))
