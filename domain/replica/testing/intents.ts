/** What people do in the tests of the replica. */
import type { Replica } from '../replica.ts'
import type { Intent } from '../intent.ts'

/** Types into the notes. */
export const type = (index: number, inserted: string, removed = 0): Intent => ({
  kind: 'edit',
  root: 'notes',
  index,
  removed,
  inserted,
})
export const set = (key: string, value: string): Intent => ({ kind: 'set', root: 'fields', key, value })
export const textOf = (replica: Replica): string => replica.view.getText('notes').toString()
