/** Whose numbers are called and whose telephones ring: what a PBX is made from, asked of the sync server. */
import * as v from 'valibot'
import { clinicId, personId, phoneNumber } from '#domain/schemas.ts'

const Telephony = v.object({
  clinics: v.array(
    v.object({
      id: clinicId,
      dids: v.array(v.object({ number: phoneNumber })),
      queueTimeout: v.number(),
    }),
  ),
  people: v.array(
    v.object({
      id: personId,
      name: v.string(),
      extension: v.string(),
      secret: v.string(),
      clinics: v.array(clinicId),
    }),
  ),
  /** Numbers of patients who have cards, for a training line. */
  demoNumbers: v.optional(v.array(phoneNumber), []),
})
export type Telephony = v.InferOutput<typeof Telephony>

/** Milliseconds. */
const patience = 5_000

/** Rejects with the reason when the server does not answer, or answers something else. */
export async function fetchTelephony(server: string, serviceSecret: string): Promise<Telephony> {
  const answer = await fetch(new URL('/api/service/telephony', server), {
    headers: { authorization: `Bearer ${serviceSecret}` },
    signal: AbortSignal.timeout(patience),
  })
  if (!answer.ok) throw new Error(`the sync server answered ${answer.status}`)
  const read = v.safeParse(Telephony, await answer.json())
  if (!read.success) throw new Error(`the sync server's answer is not right:\n${v.summarize(read.issues)}`)
  return read.output
}
