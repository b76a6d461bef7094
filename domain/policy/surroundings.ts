/** What a change is judged against beside itself, as it stands when its turn comes. */
import type { CallId } from '#domain/ids.ts'

export interface Surroundings {
  /** Whether the document holds anything under this key. */
  holds(root: string, key: string): boolean
  /** Whether the call is on the line of the document's clinic now. */
  onLine(call: CallId): boolean
}
