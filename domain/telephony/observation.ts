/**
 * What a PBX says about calls, in our words. Two sources tell of the same call: the live events (AMI), which may be
 * missed, and the queue_log, a journal on disk which loses nothing but tells less and in whole seconds.
 */
import type { CallId, ClinicId, PersonId } from '#domain/ids.ts'
import type { PhoneNumber } from '#domain/phone.ts'
import type { CallOutcome, HangupSide } from './call.ts'

export type Source = 'events' | 'journal'

/** Asterisk's Uniqueid of one leg of a call. The first leg's is the call's id. */
export type ChannelId = string

/** How the ringing of one phone ended; Asterisk's DialStatus, lower case. */
export const dialStatuses = [
  'answer',
  'busy',
  'noanswer',
  'cancel',
  'congestion',
  'chanunavail',
  'abort',
] as const
export type DialStatus = (typeof dialStatuses)[number]

interface Seen {
  source: Source
  call: CallId
  /** Milliseconds since 1970, by the PBX's clock. */
  at: number
}

/** A leg, and whose phone it is: an operator's internal number, or `null` for a line to the outside. */
interface Leg {
  channel: ChannelId
  extension: string | null
}

export type Observation = Seen &
  /** `name` as the PBX calls it in commands, e.g. `PJSIP/101-0000002a`. */
  (
    | ({ type: 'channel-created'; name: string; number: PhoneNumber | null } & Leg)
    /** The dialplan took an incoming call in, after it had cleaned the caller's number. */
    | { type: 'entered'; clinic: ClinicId; did: PhoneNumber; number: PhoneNumber | null }
    /** An operator calls a patient; `did` is the clinic's number that the patient sees. */
    | {
        type: 'dialled'
        clinic: ClinicId
        did: PhoneNumber
        number: PhoneNumber | null
        extension: string | null
      }
    | { type: 'queued' }
    /** The queue gave the caller up: its time was over, or nobody was there. */
    | { type: 'gave-up' }
    | ({ type: 'ringing' } & Leg)
    | ({ type: 'ring-ended'; status: DialStatus } & Leg)
    /** The queue has put the caller through to this operator. */
    | { type: 'connected'; person: PersonId }
    /** This operator has asked for the waiting caller; the telephone rings from then on. */
    | { type: 'picked-up'; person: PersonId }
    | ({ type: 'bridged' } & Leg)
    | { type: 'recorded' }
    | ({ type: 'hangup-requested' } & Leg)
    | ({ type: 'hung-up' } & Leg)
    | { type: 'completed'; by: HangupSide }
    /** The journal's word for a caller who left the queue by hanging up. */
    | { type: 'abandoned' }
    /** The dialplan's own word, when everything is over. `talk` in seconds, when it knows. */
    | { type: 'ended'; outcome: CallOutcome; by: HangupSide | null; talk: number | null }
    /** The call is not among the PBX's live channels any more, and nobody saw it end. */
    | { type: 'gone' }
  )

export type ObservationType = Observation['type']
export type Observed<Type extends ObservationType> = Extract<Observation, { type: Type }>
