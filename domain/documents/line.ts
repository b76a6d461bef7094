/** The calls of one clinic that ring, wait or talk now: `line/<clinic>`. */
import type * as Y from 'yjs'
import type { Words } from '#domain/clinics/clinic.ts'
import type { CallId, PatientId } from '#domain/ids.ts'
import type { LineCall } from '#domain/telephony/call.ts'

/** `line` → `matches`, by call: the clinic's patients known on the caller's number, written by filing. */
export interface Match {
  patient: PatientId
  name: string
  /** ISO date or empty. */
  birthDate: string
}
export interface Matches {
  known: readonly Match[]
  /** Region of the number, `Казань`, `Kazan`; empty when it has none (mobiles, hidden numbers). */
  region: Words
}
/** Matches as lines hold them: those written before regions had two languages have one text. */
type StoredMatches = Omit<Matches, 'region'> & { region: Words | string }

/** `line` → `pbx`, key `state`. */
export interface PbxState {
  state: 'connected' | 'reconnecting'
  /** True when calls are played back by the training line and nobody real is on the phone. */
  training: boolean
}

export interface CallOnLine {
  call: LineCall
  /** `undefined` until the number has been looked up. */
  matches: Matches | undefined
  /** Whose card the call will be filed on: `line` → `patients`, chosen by filing when only one fits, else by an operator. */
  patient: PatientId | undefined
}

function readMatches(stored: StoredMatches | undefined): Matches | undefined {
  if (!stored) return undefined
  const { known, region } = stored
  return { known, region: typeof region === 'string' ? { ru: region, en: region } : region }
}

/** Longest waiting first. */
export function readLine(doc: Y.Doc): CallOnLine[] {
  const matches = doc.getMap<StoredMatches>('matches')
  const patients = doc.getMap<PatientId>('patients')
  return [...doc.getMap<LineCall>('calls').values()]
    .map((call) => ({ call, matches: readMatches(matches.get(call.id)), patient: patients.get(call.id) }))
    .sort((a, b) => a.call.startedAt - b.call.startedAt)
}

export function readPbxState(doc: Y.Doc): PbxState | undefined {
  return doc.getMap<PbxState>('pbx').get('state')
}

export const lineCall = (doc: Y.Doc, id: CallId): LineCall | undefined =>
  doc.getMap<LineCall>('calls').get(id)
