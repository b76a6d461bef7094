/** Recordings of calls: one WAV file each, in a folder per clinic, so that a clinic's rights are a folder's rights. */
import { randomUUID } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { staticMiddleware } from 'srvx/static'
import type { CallId, ClinicId } from '#domain/ids.ts'

/** Bytes: 12 hours of 16-bit mono at 8 kHz. */
const largestRecording = 700_000_000

export type KeepResult = { kept: true } | { kept: false; reason: 'too-large' }

export interface Recordings {
  /** Stores what the stream holds, whole or not at all; a second delivery replaces the first. */
  keep(clinic: ClinicId, call: CallId, body: AsyncIterable<Uint8Array>): Promise<KeepResult>
  has(clinic: ClinicId, call: CallId): boolean
  /** Answers a GET with the sound, honouring `Range` (RFC 9110); `undefined` when there is none. */
  play(clinic: ClinicId, call: CallId, request: Request): Promise<Response | undefined>
}

export function openRecordings(folder: string): Recordings {
  const nameOf = (clinic: ClinicId, call: CallId) => `${clinic}/${call}.wav`
  const serveFile = staticMiddleware({ dir: folder, compress: false })

  return {
    async keep(clinic, call, body) {
      await mkdir(join(folder, clinic), { recursive: true })
      const unfinished = join(folder, clinic, `.${call}.${randomUUID()}.part`)
      let size = 0
      const bounded = async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          size += chunk.byteLength
          if (size > largestRecording) return
          yield chunk
        }
      }
      try {
        await pipeline(body, bounded, createWriteStream(unfinished, { flush: true }))
        if (size > largestRecording) return { kept: false, reason: 'too-large' }
        await rename(unfinished, join(folder, nameOf(clinic, call)))
        return { kept: true }
      } finally {
        await rm(unfinished, { force: true })
      }
    },
    has: (clinic, call) => existsSync(join(folder, nameOf(clinic, call))),
    async play(clinic, call, request) {
      const inFolder = new Request(new URL(nameOf(clinic, call), 'http://recordings/'), {
        headers: request.headers,
      })
      const found = await serveFile(inFolder, () => new Response(null, { status: 404 }))
      if (found.status === 404) return undefined
      const headers = new Headers(found.headers)
      headers.set('content-type', 'audio/wav')
      headers.set('cache-control', 'private, no-cache')
      return new Response(found.body, { status: found.status, headers })
    },
  }
}
