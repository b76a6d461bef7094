/**
 * Ids of actions: each is later than all that its author's window knew of, whatever the clock says (Lamport 1978), and no
 * two windows make the same one.
 */
const digits = 8

export const rowId = (place: number, window: string): string =>
  `${String(place).padStart(digits, '0')}:${window}`
export const placeOf = (id: string): number => Number(id.slice(0, digits))
export const windowOf = (id: string): string => id.slice(digits + 1)

/** What came first, first. */
export const inOrder = <Row extends { id: string }>(rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
