/** Whose numbers and telephones there are: asked from the sync server, and kept for starts without it. */
import * as v from 'valibot'
import { parseClinicId, parsePersonId } from '#domain/ids.ts'
import { isPhone, type PhoneNumber } from '#domain/phone.ts'

const id = <Id extends string>(parse: (text: string) => Id | undefined) =>
  v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const parsed = parse(dataset.value)
      if (parsed !== undefined) return parsed
      addIssue({ message: `not an id: ${dataset.value}` })
      return NEVER
    }),
  )
const phone = v.custom<PhoneNumber>(isPhone, 'not in E.164')

const Telephony = v.object({
  clinics: v.array(v.object({ id: id(parseClinicId), dids: v.array(v.object({ number: phone })) })),
  people: v.array(v.object({ id: id(parsePersonId), extension: v.nullable(v.string()) })),
})
/** The part of the answer of `GET /api/service/telephony` that the bridge needs. */
export type Telephony = v.InferOutput<typeof Telephony>

export type TelephonyResult = { ok: true; telephony: Telephony } | { ok: false; reason: string }

export function parseTelephony(json: unknown): TelephonyResult {
  const parsed = v.safeParse(Telephony, json)
  return parsed.success
    ? { ok: true, telephony: parsed.output }
    : { ok: false, reason: v.summarize(parsed.issues) }
}

export async function fetchTelephony(
  server: string,
  serviceSecret: string,
  signal: AbortSignal,
): Promise<TelephonyResult> {
  try {
    const response = await fetch(new URL('/api/service/telephony', server), {
      headers: { authorization: `Bearer ${serviceSecret}` },
      signal,
    })
    if (response.ok) return parseTelephony(await response.json())
    await response.body?.cancel()
    return { ok: false, reason: `the server answered ${response.status}` }
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) }
  }
}
