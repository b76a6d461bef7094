/** A change of a text, as a textarea needs it to keep its caret. */
export interface TextDelta {
  /** In the text as it stands after the deltas before this one. */
  index: number
  removed: number
  inserted: string
}

/** Two halves of one character, such as an emoji: half of it is no text. */
const isInsidePair = (text: string, index: number): boolean =>
  index > 0 && /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(index - 1, index + 1))

/** The one stretch of whole characters in which two texts differ. */
export function differenceOf(before: string, after: string): TextDelta[] {
  if (before === after) return []
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  if (isInsidePair(before, start) || isInsidePair(after, start)) start--
  let end = 0
  const most = Math.min(before.length, after.length) - start
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  if (isInsidePair(before, before.length - end) || isInsidePair(after, after.length - end)) end--
  const removed = before.length - end - start
  return [{ index: start, removed, inserted: after.slice(start, after.length - end) }]
}

/** The same change as several, of which none brings more than `most` code units, and each brings whole characters. */
export function inPieces({ index, removed, inserted }: TextDelta, most: number): TextDelta[] {
  const pieces: TextDelta[] = []
  let from = 0
  do {
    const to = Math.min(from + most, inserted.length)
    const end = isInsidePair(inserted, to) ? to - 1 : to
    pieces.push({
      index: index + from,
      removed: from === 0 ? removed : 0,
      inserted: inserted.slice(from, end),
    })
    from = end
  } while (from < inserted.length)
  return pieces
}

/** Where a caret at `index` stands after the change. It stays left of text inserted at its own place. */
export function moveIndex(index: number, deltas: readonly TextDelta[]): number {
  return deltas.reduce((at, { index: from, removed, inserted }) => {
    if (at <= from) return at
    return at <= from + removed ? from : at - removed + inserted.length
  }, index)
}
