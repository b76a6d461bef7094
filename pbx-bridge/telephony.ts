/** Whose numbers and telephones there are: asked from the sync server, and kept for starts without it. */
import * as v from 'valibot'
import { clinicId, personId, phoneNumber } from '#domain/schemas.ts'

const Telephony = v.object({
  clinics: v.array(v.object({ id: clinicId, dids: v.array(v.object({ number: phoneNumber })) })),
  people: v.array(v.object({ id: personId, extension: v.nullable(v.string()) })),
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
