/** What the sync server says of a recording: `PUT /api/service/recordings/…` (docs/connect.md). */
import * as v from 'valibot'
import type { CallId, ClinicId } from '#domain/ids.ts'

export type RecordingAnswer =
  /** The server has the sound, now or from an earlier time. */
  | { kind: 'kept' }
  /** The server does not have it, and the card says so. */
  | { kind: 'lost' }
  /** The server has no such clinic or, asked to note a loss, the call on no card. It may have later. */
  | { kind: 'unknown'; reason: string }
  /** Nothing is known: no answer, or one that the sync server does not give. */
  | { kind: 'failed'; reason: string }

export interface RecordingsServer {
  deliver(clinic: ClinicId, call: CallId, sound: Blob): Promise<RecordingAnswer>
  /** The sound is not going to come. */
  tellLost(clinic: ClinicId, call: CallId): Promise<RecordingAnswer>
}

const Kept = v.pipe(v.string(), v.parseJson(), v.object({ kept: v.boolean() }))
/** A 404 without it is of something else at this address, such as a proxy whose server is away. */
const NotFound = v.pipe(v.string(), v.parseJson(), v.object({ code: v.literal('not-found') }))

/** `server`: base address of the sync server. */
export function recordingsServer(
  { server, serviceSecret }: { server: string; serviceSecret: string },
  signal: AbortSignal,
): RecordingsServer {
  async function put(path: string, body?: Blob): Promise<RecordingAnswer> {
    const headers: Record<string, string> = { authorization: `Bearer ${serviceSecret}` }
    if (body) headers['content-type'] = 'audio/wav'
    try {
      const address = new URL(`/api/service/recordings/${path}`, server)
      const response = await fetch(address, { method: 'PUT', headers, signal, ...(body && { body }) })
      return answerIn(response.status, await response.text())
    } catch (error) {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
    }
  }
  return {
    deliver: (clinic, call, sound) => put(`${clinic}/${call}`, sound),
    tellLost: (clinic, call) => put(`${clinic}/${call}/lost`),
  }
}

function answerIn(status: number, text: string): RecordingAnswer {
  const answer = v.safeParse(Kept, text)
  if (status === 200 && answer.success) return { kind: answer.output.kept ? 'kept' : 'lost' }
  if (status === 404 && v.is(NotFound, text))
    return { kind: 'unknown', reason: 'the server knows no such clinic, or the call is on no card' }
  return { kind: 'failed', reason: `the server answered ${status}` }
}
