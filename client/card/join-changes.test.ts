import { expect, test } from 'vitest'
import type { CardChange } from '#client/api/shapes.ts'
import { joinChanges } from './join-changes.ts'

const minute = 60_000
const change = (at: number, by: string, changes: CardChange['changes']): CardChange => ({
  sequence: at,
  at,
  by: { id: by, name: by },
  changes,
})
const typed = (inserted: string, deleted = 0) => ({ type: 'text', root: 'notes', inserted, deleted }) as const
const doctor = (before: string | undefined, after: string) =>
  ({ type: 'field', root: 'appointments', key: 'A/doctor', before, after }) as const

test('what one person types in one sitting is one line', () => {
  const joined = joinChanges([
    change(2 * minute, 'elena', [typed('б', 1)]),
    change(minute, 'elena', [typed('а')]),
  ])
  expect(joined).toEqual([change(2 * minute, 'elena', [typed('аб', 1)])])
})

test('a field changed twice goes from its first value to its last', () => {
  const joined = joinChanges([
    change(2 * minute, 'elena', [doctor('Ким', 'Ли')]),
    change(minute, 'elena', [doctor(undefined, 'Ким')]),
  ])
  expect(joined).toEqual([change(2 * minute, 'elena', [doctor(undefined, 'Ли')])])
})

test('another person, or a later hour, is another line', () => {
  expect(joinChanges([change(minute, 'oleg', [typed('а')]), change(0, 'elena', [typed('б')])])).toHaveLength(
    2,
  )
  expect(
    joinChanges([change(9 * minute, 'elena', [typed('а')]), change(0, 'elena', [typed('б')])]),
  ).toHaveLength(2)
})

test('a write that lost its race is not told', () => {
  expect(joinChanges([change(0, 'elena', [{ ...doctor('Ли', 'Ким'), lost: true }])])).toEqual([])
})
