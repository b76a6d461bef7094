/** A session recorded from a real Asterisk (`../sessions`), read into events that can be played again. */
import { readFileSync } from 'node:fs'
import { known, parseClinicId, type ClinicId } from '#domain/ids.ts'

export type Field = readonly [key: string, value: string]

export interface RecordedEvent {
  /** Milliseconds since the session began. Events of one time came in one packet. */
  after: number
  name: string
  fields: readonly Field[]
}

/** The parts that are played by others each time; everything else is the same in every call. */
export interface Roles {
  callerChannel: string
  callerId: string
  number: string
  did: string
  clinic: ClinicId
  operator: { extension: string; person: string }
}

export interface RecordedSession {
  events: readonly RecordedEvent[]
  /** Lines of queue_log, split into their fields. */
  journal: readonly (readonly string[])[]
  roles: Roles
}

/** Of sessions in which one operator's telephone rings. Throws when the recording is not of that kind. */
export function readSession(name: string): RecordedSession {
  const folder = new URL('../sessions/', import.meta.url)
  const events = parseEvents(readFileSync(new URL(`${name}.ami`, folder), 'utf8')).filter(isAboutCalls)
  const journal = readFileSync(new URL(`${name}.queue_log`, folder), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('|'))
  return { events, journal, roles: rolesIn(events) }
}

const isAboutCalls = ({ name }: RecordedEvent): boolean => name !== 'PeerStatus' && name !== 'ContactStatus'

function parseEvents(text: string): RecordedEvent[] {
  let after = 0
  return text
    .replaceAll('\r\n', '\n')
    .split('\n\n')
    .flatMap((packet) => {
      const time = /^=== (\d+) ms$/m.exec(packet)
      if (time?.[1] !== undefined) after = Number(time[1])
      const fields = packet.split('\n').flatMap((line): Field[] => {
        const colon = line.indexOf(':')
        return colon <= 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trimStart()]]
      })
      const [first] = fields
      return first?.[0] === 'Event' ? [{ after, name: first[1], fields }] : []
    })
}

export function valueOf(event: RecordedEvent | undefined, key: string): string {
  const found = event?.fields.find(([name]) => name === key)
  if (!found) throw new RangeError(`no ${key} in a recorded ${event?.name ?? 'session'}`)
  return found[1]
}

function rolesIn(events: readonly RecordedEvent[]): Roles {
  const arrival = events.find(({ name }) => name === 'Newchannel')
  const entered = events.find(({ name }) => name === 'UserEvent')
  const called = events.find(({ name }) => name === 'AgentCalled')
  return {
    callerChannel: valueOf(arrival, 'Channel'),
    callerId: valueOf(arrival, 'Uniqueid'),
    number: valueOf(entered, 'Number'),
    did: valueOf(entered, 'Did'),
    clinic: known(parseClinicId, valueOf(entered, 'Clinic')),
    operator: {
      extension: valueOf(called, 'Interface').replace('PJSIP/', ''),
      person: valueOf(called, 'MemberName'),
    },
  }
}
