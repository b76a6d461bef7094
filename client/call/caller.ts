/** How a caller is called before anybody has spoken to them. */
import { formatPhone } from '#domain/phone.ts'
import type { LineCall } from '#domain/telephony/call.ts'
import type { LineEntry } from '#client/documents/lines.ts'
import { words } from '#client/words/words.ts'

export const callerNumber = ({ number }: Pick<LineCall, 'number'>): string =>
  number === null ? words().top.hiddenNumber : formatPhone(number)

/** Names of the patients known on the number; a card that was made for this very call has none yet. */
export const knownNames = ({ matches }: LineEntry): string[] =>
  (matches?.known ?? []).flatMap(({ name }) => name || [])
