/** The people at work: `floor` → `people`, by person. */
import type { CallId } from '#domain/ids.ts'

export const presences = ['online', 'away', 'offline'] as const
export type Presence = (typeof presences)[number]

export interface FloorEntry {
  state: Presence
  /** Milliseconds since 1970. */
  since: number
  call: CallId | null
}
