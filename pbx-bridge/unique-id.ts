/**
 * Asterisk puts its system name before every id it makes (`<systemname>-1789000000.42`). Here the system name is a
 * secret, so it is taken off where ids come in, and nothing behind the edge ever sees it.
 */
import { parseCallId, type CallId } from '#domain/ids.ts'

/** `undefined` for text that is no id of this PBX. */
export function withoutSystemName(text: string | undefined, systemName: string): CallId | undefined {
  const prefix = `${systemName}-`
  return text?.startsWith(prefix) ? parseCallId(text.slice(prefix.length)) : undefined
}
