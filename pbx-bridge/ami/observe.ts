/** From AMI's events to observations: the only place that knows the names of AMI's events and fields. */
import { parseClinicId, parsePersonId } from '#domain/ids.ts'
import { isPhone, parsePhone, type PhoneNumber } from '#domain/phone.ts'
import type { HangupSide } from '#domain/telephony/call.ts'
import { dialStatuses, type Observation } from '#domain/telephony/observation.ts'
import { callIdOf, ownEvents } from '#domain/telephony/pbx-names.ts'
import { identityIn, type Identity } from './channel.ts'
import type { AmiEvent } from './connection.ts'
import type { Fields } from './trust.ts'

type Seen = { source: 'events'; at: number }

/** `undefined` for events that say nothing about a call's life. */
export function observe(event: AmiEvent): Observation | undefined {
  const { fields, systemName } = event
  const seen = { source: 'events', at: event.at } as const
  if (event.name === 'DialBegin' || event.name === 'DialEnd') return observeDial(event, seen)
  const leg = identityIn(fields, systemName)
  return leg && observeLeg(event.name, fields, leg, seen)
}

function observeLeg(name: string, fields: Fields, leg: Identity, seen: Seen): Observation | undefined {
  const { call } = leg
  switch (name) {
    case 'Newchannel':
      return {
        ...seen,
        ...leg,
        type: 'channel-created',
        name: fields.get('Channel') ?? '',
        number: numberIn(fields, 'CallerIDNum'),
      }
    case 'UserEvent':
      return observeOwn(fields, leg, seen)
    case 'QueueCallerJoin':
      return { ...seen, call, type: 'queued' }
    case 'AgentConnect': {
      const person = parsePersonId(fields.get('MemberName') ?? '')
      return person && { ...seen, call, type: 'connected', person }
    }
    case 'AgentComplete': {
      const by = agentCompleteSides[fields.get('Reason') ?? '']
      return by && { ...seen, call, type: 'completed', by }
    }
    case 'BridgeEnter':
      return { ...seen, ...leg, type: 'bridged' }
    case 'MixMonitorStart':
      return { ...seen, call, type: 'recorded' }
    case 'HangupRequest':
      return { ...seen, ...leg, type: 'hangup-requested' }
    case 'Hangup':
      return { ...seen, ...leg, type: 'hung-up' }
    default:
      return undefined
  }
}

const agentCompleteSides: Readonly<Record<string, HangupSide>> = { caller: 'patient', agent: 'operator' }

function observeDial({ name, fields, systemName }: AmiEvent, seen: Seen): Observation | undefined {
  const leg = identityIn(fields, systemName, 'Dest')
  if (!leg) return undefined
  // A leg may have a linked id of its own until it is answered; the caller's is the call's.
  const call = callIdOf(fields.get('Linkedid'), systemName) ?? leg.call
  if (name === 'DialBegin') return { ...seen, ...leg, call, type: 'ringing' }
  const text = fields.get('DialStatus')?.toLowerCase()
  const status = dialStatuses.find((known) => known === text)
  return status && { ...seen, ...leg, call, type: 'ring-ended', status }
}

/** Events that our own dialplan raises (`asterisk/configuration`). */
function observeOwn(fields: Fields, { call }: Identity, seen: Seen): Observation | undefined {
  if (fields.get('UserEvent') === ownEvents.pickedUp) {
    const person = parsePersonId(fields.get('Person') ?? '')
    return person && { ...seen, call, type: 'picked-up', person }
  }
  if (fields.get('UserEvent') !== ownEvents.entered) return undefined
  const clinic = parseClinicId(fields.get('Clinic') ?? '')
  const did = fields.get('Did')
  if (clinic === undefined || !isPhone(did)) return undefined
  const origin = { ...seen, call, clinic, did, number: numberIn(fields, 'Number') }
  if (fields.get('Direction') === 'incoming') return { ...origin, type: 'entered' }
  return { ...origin, type: 'dialled', extension: fields.get('Extension') ?? null }
}

function numberIn(fields: Fields, key: string): PhoneNumber | null {
  return parsePhone(fields.get(key) ?? '') ?? null
}
