/** How a caller is called before anybody has spoken to them, and how they are greeted. */
import type { Clinic, Words } from '#domain/clinics/clinic.ts'
import type { Person } from '#domain/people/person.ts'
import { formatPhone, type PhoneNumber } from '#domain/phone.ts'
import type { LineCall } from '#domain/telephony/call.ts'
import type { LineEntry } from '#client/documents/lines.ts'
import { givenName } from '#client/words/names.ts'
import { said, words } from '#client/words/words.ts'

export const callerNumber = ({ number }: Pick<LineCall, 'number'>): string =>
  number === null ? words().top.hiddenNumber : formatPhone(number)

/** Names of the patients known on the number; a card that was made for this very call has none yet. */
export const knownNames = ({ matches }: LineEntry): string[] =>
  (matches?.known ?? []).flatMap(({ name }) => name || [])

/** What this person says first, in the clinic's name. */
export const greetingOf = (clinic: Clinic, person: Person): string =>
  said(clinic.greeting).replace('{operator}', givenName(person.name))

/** Where the number that was dialled is advertised. */
export const sourceOf = (clinic: Clinic, did: PhoneNumber): Words | undefined =>
  clinic.dids.find(({ number }) => number === did)?.label
