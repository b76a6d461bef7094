/** Typing makes many small updates; the history tells them as a person would: one sitting, one line. */
import type { CardChange } from '#client/api/shapes.ts'

/** Milliseconds between changes that still belong together. */
const sitting = 5 * 60_000

type Change = CardChange['changes'][number]

/** Newest first in, newest first out. Writes that lost a race changed nothing and are left out. */
export function joinChanges(list: readonly CardChange[]): CardChange[] {
  const joined: CardChange[] = []
  for (const entry of list) {
    const changes = entry.changes.filter(isTold)
    if (changes.length === 0) continue
    const newer = joined.at(-1)
    const together = newer && newer.by.id === entry.by.id && newer.at - entry.at < sitting
    if (together) newer.changes = changes.reduce(addOlder, newer.changes)
    else joined.push({ ...entry, changes })
  }
  return joined
}

/** Calls stand in the history as calls. */
const isTold = (change: Change) => change.type === 'text' || (!change.lost && change.root !== 'calls')

function addOlder(newer: readonly Change[], older: Change): Change[] {
  const at = newer.findIndex((change) => isSameField(change, older))
  const same = newer[at]
  if (!same) return [...newer, older]
  return newer.with(at, over(same, older))
}

const isSameField = (a: Change, b: Change) =>
  a.root === b.root && (a.type === 'field' ? b.type === 'field' && a.key === b.key : b.type === 'text')

/** Two changes of one field as one: from what it was first to what it was last. */
function over(newer: Change, older: Change): Change {
  if (newer.type === 'field' && older.type === 'field') return { ...newer, before: older.before }
  if (newer.type === 'text' && older.type === 'text') {
    return { ...newer, inserted: older.inserted + newer.inserted, deleted: older.deleted + newer.deleted }
  }
  return newer
}
