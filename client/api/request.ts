/** The one way to the server's HTTP API: an answer is a value that has been checked, or the reason there is none. */
import * as v from 'valibot'
import type { Words } from '#domain/clinics/clinic.ts'
import { said, words } from '#client/words/words.ts'

export interface Failure {
  code: string
  /** The server's own sentence, where it gave one. */
  message: Words | undefined
}
export type Answer<Value> = { ok: true; value: Value } | { ok: false; failure: Failure }

const sentences = v.object({ ru: v.string(), en: v.string() })
const refusal = v.object({ code: v.string(), message: sentences })

const failed = (code: string, message?: Words): Answer<never> => ({ ok: false, failure: { code, message } })

export async function request<Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
  options: RequestInit = {},
): Promise<Answer<v.InferOutput<Schema>>> {
  const response = await fetch(path, { credentials: 'same-origin', ...options }).catch((error: unknown) =>
    error instanceof DOMException && error.name === 'TimeoutError' ? 'expired' : 'offline',
  )
  if (typeof response === 'string') return failed(response)
  const body: unknown = await response.json().catch(() => undefined)
  if (!response.ok) return readFailure(response.status, body)
  const parsed = v.safeParse(schema, body)
  return parsed.success ? { ok: true, value: parsed.output } : failed('unreadable')
}

/** JSON in, JSON out. `within` milliseconds, or not at all. */
export const post = <Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
  body: unknown,
  { within }: { within?: number } = {},
) =>
  request(path, schema, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(within !== undefined && { signal: AbortSignal.timeout(within) }),
  })

function readFailure(status: number, body: unknown): Answer<never> {
  const parsed = v.safeParse(refusal, body)
  if (parsed.success) return failed(parsed.output.code, parsed.output.message)
  // A proxy's own page: the server behind it is not there.
  return failed(status >= 502 ? 'offline' : 'other')
}

/** The sentence to show. */
export function sentenceOf(failure: Failure): string {
  if (failure.message) return said(failure.message)
  const own: Record<string, string> = words().failures
  return own[failure.code] ?? words().failures.other
}
