/**
 * The scenes of which every training call is put together: recorded sessions, cut at the moments where a person decides
 * what comes next. An operator's telephone is recorded once and played by as many as ring.
 */
import { queueLogMarks as mark } from '#domain/telephony/pbx-names.ts'
import {
  readSession,
  valueOf,
  type RecordedEvent,
  type RecordedSession,
  type Roles,
} from './recorded-session.ts'

export interface Scene {
  events: readonly RecordedEvent[]
  journal: readonly (readonly string[])[]
  roles: Roles
  /** The operator's leg that rings because of the queue: its id and its channel. */
  ringing: RecordedLeg
  /** The leg to the operator who took the call, where there is one. */
  talking: RecordedLeg | undefined
}

export interface RecordedLeg {
  id: string
  channel: string
}

export interface Scenes {
  /** The patient calls, the telephones ring. */
  arrives: Scene
  givesUp: Scene
  timesOut: Scene
  /** An operator takes the call: it leaves the queue and is put through. */
  pickedUp: Scene
  patientHangsUp: Scene
  operatorHangsUp: Scene
}

export function readScenes(): Scenes {
  const abandoned = readSession('abandoned-while-ringing')
  const timedOut = readSession('queue-timeout')
  const patient = readSession('picked-up-patient-hangs-up')
  const operator = readSession('picked-up-operator-hangs-up')
  return {
    arrives: cut(abandoned, 0, first(abandoned, 'HangupRequest'), [mark.entered, 'ENTERQUEUE']),
    givesUp: cut(abandoned, first(abandoned, 'HangupRequest'), end, ['ABANDON', mark.ended]),
    timesOut: cut(timedOut, first(timedOut, 'AgentRingNoAnswer'), end, ['EXITWITHTIMEOUT', mark.ended]),
    pickedUp: cut(patient, first(patient, 'DialEnd'), first(patient, 'HangupRequest'), [
      'ABANDON',
      mark.pickedUp,
    ]),
    patientHangsUp: cut(patient, first(patient, 'HangupRequest'), end, [mark.ended]),
    operatorHangsUp: cut(operator, first(operator, 'HangupRequest'), end, [mark.ended]),
  }
}

const end = Number.POSITIVE_INFINITY

function first({ events }: RecordedSession, name: string): number {
  const at = events.findIndex((event) => event.name === name)
  if (at < 0) throw new RangeError(`no ${name} in a recorded session`)
  return at
}

function cut(session: RecordedSession, from: number, to: number, marks: readonly string[]): Scene {
  const legs = operatorLegs(session)
  const talkers = new Set(
    session.events.filter(({ name }) => name === 'BridgeEnter').map((event) => valueOf(event, 'Uniqueid')),
  )
  const ringing = legs.find(({ id }) => !talkers.has(id))
  if (!ringing) throw new RangeError('no telephone rings in vain in a recorded session')
  const talking = legs.find(({ id }) => talkers.has(id))
  const others = legs.filter((leg) => leg !== ringing && leg !== talking).map(({ id }) => id)
  return {
    events: session.events.slice(from, to).filter((event) => !isAbout(event, others)),
    journal: session.journal.filter((line) => marks.includes(line[4] ?? '')),
    roles: session.roles,
    ringing,
    talking,
  }
}

/** True for events about one of these channels. */
export function isAbout({ fields }: RecordedEvent, ids: readonly string[]): boolean {
  return fields.some(([key, value]) => (key === 'Uniqueid' || key === 'DestUniqueid') && ids.includes(value))
}

function operatorLegs({ events, roles }: RecordedSession): RecordedLeg[] {
  return events
    .filter(({ name }) => name === 'Newchannel')
    .map((event) => ({ id: valueOf(event, 'Uniqueid'), channel: valueOf(event, 'Channel') }))
    .filter(({ id }) => id !== roles.callerId)
}
