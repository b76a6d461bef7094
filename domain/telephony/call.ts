/** What is known of one call, as facts in the order they happen. Times are milliseconds since 1970, by the PBX's clock. */
import type { CallId, ClinicId, PersonId } from '#domain/ids.ts'
import type { PhoneNumber } from '#domain/phone.ts'

export type Direction = 'incoming' | 'outgoing'

/** `menu`: in the IVR · `waiting`: queued, no phone rings yet · `ringing`: at least one phone rings · `talking` · `ended`. */
export type CallState = 'menu' | 'waiting' | 'ringing' | 'talking' | 'ended'

/**
 * How a call ended. `answered`: somebody talked · `abandoned`: an incoming caller gave up before an answer ·
 * `timeout`: the queue gave up · `busy`, `no-answer`, `failed`: an outgoing call's fate · `unknown`: the PBX or the
 * bridge was down and the end was only inferred. An incoming call with any outcome but `answered` is missed.
 */
export type CallOutcome = 'answered' | 'abandoned' | 'timeout' | 'busy' | 'no-answer' | 'failed' | 'unknown'

export type HangupSide = 'patient' | 'operator' | 'unknown'

/** A call on the line now; `line/<clinic>` → `calls`. Written whole by the bridge at each change of state. */
export interface LineCall {
  id: CallId
  clinic: ClinicId
  direction: Direction
  state: CallState
  /** The clinic's number that was dialled, or that the patient sees. */
  did: PhoneNumber
  /** The patient's number; `null` when it is withheld. */
  number: PhoneNumber | null
  startedAt: number
  /** Operators whose phones ring now. */
  ringing: readonly PersonId[]
  answeredAt: number | null
  endedAt: number | null
  /** Who talks, or talked last. */
  operator: PersonId | null
  outcome: CallOutcome | null
  hungUpBy: HangupSide | null
  /** True while the call is being recorded, or was. */
  recorded: boolean
}

/**
 * `none`: not recorded · `awaited`: the file has not reached the server yet · `kept`: can be played · `lost`: the bridge
 * has waited for the file in vain; should it turn up after all, it is `kept`.
 */
export const recordingStates = ['none', 'awaited', 'kept', 'lost'] as const
export type RecordingState = (typeof recordingStates)[number]

/** A finished call on the card; `card/…` → `calls`. Written once by filing, again when its recording arrives or is lost. */
export interface CallRecord {
  id: CallId
  direction: Direction
  did: PhoneNumber
  number: PhoneNumber | null
  startedAt: number
  answeredAt: number | null
  endedAt: number
  operator: PersonId | null
  outcome: CallOutcome
  hungUpBy: HangupSide | null
  recording: RecordingState
}

export function isMissed(call: Pick<LineCall, 'direction' | 'outcome'>): boolean {
  return call.direction === 'incoming' && call.outcome !== null && call.outcome !== 'answered'
}

/** Seconds from the first ring to the answer, or to the end when nobody answered. */
export function waitSeconds(call: Pick<LineCall, 'startedAt' | 'answeredAt' | 'endedAt'>): number | null {
  const until = call.answeredAt ?? call.endedAt
  return until === null ? null : Math.max(0, Math.round((until - call.startedAt) / 1000))
}

/** Seconds of talk; `null` when nobody answered or the call still goes on. */
export function talkSeconds(call: Pick<LineCall, 'answeredAt' | 'endedAt'>): number | null {
  if (call.answeredAt === null || call.endedAt === null) return null
  return Math.max(0, Math.round((call.endedAt - call.answeredAt) / 1000))
}

/** `undefined` while the call has not ended. */
export function recordOf(call: LineCall): CallRecord | undefined {
  if (call.endedAt === null || call.outcome === null) return undefined
  const { id, direction, did, number, startedAt, answeredAt, endedAt, operator, outcome, hungUpBy } = call
  const recording = call.recorded && answeredAt !== null ? 'awaited' : 'none'
  return {
    id,
    direction,
    did,
    number,
    startedAt,
    answeredAt,
    endedAt,
    operator,
    outcome,
    hungUpBy,
    recording,
  }
}
