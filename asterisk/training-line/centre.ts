/** Whose numbers are called and whose telephones ring: asked from the sync server, as the real PBX's configuration is. */
import * as v from 'valibot'
import { parseClinicId, parsePersonId } from '#domain/ids.ts'
import { isPhone, type PhoneNumber } from '#domain/phone.ts'
import type { Centre } from './callers.ts'
import type { TrainingPerson } from './training-line.ts'

const id = <Id extends string>(parse: (text: string) => Id | undefined) =>
  v.pipe(
    v.string(),
    v.transform(parse),
    v.custom<Id>((parsed) => parsed !== undefined, 'not an id'),
  )
const phone = v.custom<PhoneNumber>(isPhone, 'not a number in E.164')

const Telephony = v.object({
  clinics: v.array(
    v.object({ id: id(parseClinicId), dids: v.array(v.object({ number: phone })), queueTimeout: v.number() }),
  ),
  people: v.array(
    v.object({ id: id(parsePersonId), extension: v.string(), clinics: v.array(id(parseClinicId)) }),
  ),
  demoNumbers: v.optional(v.array(phone), []),
})

export interface TrainingCentre extends Centre {
  people: readonly TrainingPerson[]
}

/** Rejects with the reason when the server does not answer, or answers something else. */
export async function fetchCentre(server: string, serviceSecret: string): Promise<TrainingCentre> {
  const response = await fetch(new URL('/api/service/telephony', server), {
    headers: { authorization: `Bearer ${serviceSecret}` },
    signal: AbortSignal.timeout(5_000),
  })
  if (!response.ok) throw new Error(`the sync server answered ${response.status}`)
  const { clinics, people, demoNumbers } = v.parse(Telephony, await response.json())
  return { clinics, people, knownNumbers: demoNumbers }
}
