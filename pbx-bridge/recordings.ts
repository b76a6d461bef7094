/**
 * Brings recordings to the sync server: after the end of a recorded call, once the PBX has closed the file, and again
 * until the server has it. Of one that does not turn up the server is told; it is looked for some days more. So is one
 * whose clinic or call the server does not know: it may have been set back to an older state, or not have filed it yet.
 */
import { openAsBlob } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { CallId } from '#domain/ids.ts'
import { recordingName } from '#domain/telephony/pbx-names.ts'
import { waitBefore, type Backoff } from './backoff.ts'
import { recordingsServer, type RecordingAnswer } from './recordings-server.ts'
import type { RecordingsSpool, WaitingRecording } from './recordings-spool.ts'
import { headerBytes, isComplete, isWav, mended } from './wav.ts'

export interface RecordingsOptions {
  /** Where the PBX leaves `<call>.wav`. */
  directory: string
  /** Base address of the sync server. */
  server: string
  serviceSecret: string
  spool: RecordingsSpool
  log: Logger
  /** A file whose header was never finished is taken as it is after so many milliseconds without growing. */
  stillFor: number
  /** Milliseconds after which the server is told of a recording that has not turned up. */
  lostAfter: number
  /** Milliseconds after which one that the server was told of, or knows nothing of, is looked for no more. */
  givenUpAfter: number
  retry: Backoff
}

/** Milliseconds after which a file without any sound is taken to be finished. */
const emptyFor = 2_000

export interface Recordings {
  /** There is one more in the spool. */
  wake(): void
  stop(): Promise<void>
}

export function recordingPath(directory: string, call: CallId): string {
  return join(directory, recordingName(call))
}

export function bringRecordings(options: RecordingsOptions): Recordings {
  const { spool, log } = options
  const stopping = new AbortController()
  const server = recordingsServer(options, stopping.signal)
  let timer: NodeJS.Timeout | undefined
  let underway: Promise<void> | undefined

  async function bringDue(): Promise<void> {
    for (const recording of spool.due(Date.now())) {
      if (stopping.signal.aborted) return
      const answer = await bring(recording)
      if (answer.kind === 'kept') spool.remove(recording.call)
      else goWithout(recording, answer)
    }
  }

  /** Delivers it; what does not turn up in time is told instead, once. */
  async function bring({ call, clinic, since, lost }: WaitingRecording): Promise<RecordingAnswer> {
    const sound = await finishedSound(recordingPath(options.directory, call), options.stillFor)
    const delivered: RecordingAnswer =
      sound instanceof Blob ? await server.deliver(clinic, call, sound) : { kind: 'failed', reason: sound }
    if (delivered.kind !== 'failed' || lost || Date.now() - since <= options.lostAfter) return delivered
    const told = await server.tellLost(clinic, call)
    if (told.kind === 'lost') {
      log.error({ call, reason: delivered.reason }, 'a recording did not arrive')
      spool.noteLost(call)
    }
    return told.kind === 'failed' ? delivered : told
  }

  /** Whatever the server has said nothing about is waited for as long as it takes. */
  function goWithout(recording: WaitingRecording, answer: Exclude<RecordingAnswer, { kind: 'kept' }>): void {
    const { call, attempts, since, lost } = recording
    if (stopping.signal.aborted) return
    const reason = answer.kind === 'lost' ? 'the server has been told' : answer.reason
    const serverKnows = lost || answer.kind === 'unknown'
    if (serverKnows && Date.now() - since > options.givenUpAfter) {
      log.error({ call, reason }, 'a recording is given up')
      spool.remove(call)
      return
    }
    log.debug({ call, reason, attempts }, 'a recording is not on the server yet')
    spool.postpone(call, Math.round(Date.now() + waitBefore(attempts, options.retry)))
  }

  function wake(): void {
    if (underway || stopping.signal.aborted) return
    clearTimeout(timer)
    underway = bringDue()
      .catch((error: Error) => log.error({ err: error }, 'recordings cannot be brought'))
      .finally(() => {
        underway = undefined
        const next = spool.nextDue()
        if (next !== undefined && !stopping.signal.aborted) {
          timer = setTimeout(wake, Math.max(options.retry.first / 2, next - Date.now()))
        }
      })
  }

  wake()
  return {
    wake,
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await underway
    },
  }
}

/** The whole sound, or why it is not there yet. */
async function finishedSound(path: string, stillFor: number): Promise<Blob | string> {
  let file
  try {
    file = await open(path, 'r')
  } catch {
    return 'there is no file'
  }
  try {
    const { size, mtimeMs } = await file.stat()
    const { buffer: header } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0)
    const still = Date.now() - mtimeMs
    // Before its first block is written, a file looks like a finished one without any sound.
    if (isComplete(header, size) && (size > headerBytes || still > emptyFor)) return await openAsBlob(path)
    if (still < stillFor) return 'the file is still written'
    if (!isWav(header)) return 'the file is no recording'
    const whole = await openAsBlob(path)
    return new Blob([mended(header, size), whole.slice(headerBytes)])
  } finally {
    await file.close()
  }
}
