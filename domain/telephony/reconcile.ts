/** After a break in the connection: what the PBX's list of live channels tells beyond the events that were seen. */
import type { CallId } from '#domain/ids.ts'
import type { PhoneNumber } from '#domain/phone.ts'
import { factsOf, legFact, type Facts } from './facts.ts'
import type { ChannelId, Observation } from './observation.ts'
import type { TrackedCalls } from './track.ts'

export interface LiveChannel {
  call: CallId
  channel: ChannelId
  /** As the PBX calls it in commands, e.g. `PJSIP/101-0000002a`. */
  name: string
  extension: string | null
  number: PhoneNumber | null
  /** Milliseconds since 1970. */
  createdAt: number
  ringing: boolean
  bridged: boolean
}

export interface LiveList {
  /** When the list was asked for, milliseconds by the PBX's clock: a call that began later may be missing from it. */
  askedAt: number
  /** When the PBX was last known to be in sight: what has gone since ended at this time at the earliest. */
  lastSeenAt: number
  channels: readonly LiveChannel[]
}

export function reconcile(calls: TrackedCalls, list: LiveList): Observation[] {
  const live = new Set(list.channels.map((channel) => channel.channel))
  const liveCalls = new Set(list.channels.map((channel) => channel.call))
  const observations = list.channels.flatMap((channel) => liveObservations(channel, list.askedAt))
  for (const { id, facts, call } of calls.values()) {
    if (call?.state === 'ended' || latest(facts) > list.askedAt) continue
    const at = Math.max(latest(facts), list.lastSeenAt)
    if (!liveCalls.has(id)) observations.push({ source: 'events', type: 'gone', call: id, at })
    else observations.push(...goneLegs(facts, live, at))
  }
  return observations
}

function latest(facts: Facts): number {
  return Math.max(...Object.values(facts).map((observation) => observation.at))
}

function liveObservations(leg: LiveChannel, now: number): Observation[] {
  const { call, channel, name, extension, number } = leg
  const seen = { source: 'events', call, channel, extension } as const
  return [
    { ...seen, type: 'channel-created', name, number, at: leg.createdAt },
    ...(leg.ringing ? [{ ...seen, type: 'ringing', at: now } as const] : []),
    ...(leg.bridged ? [{ ...seen, type: 'bridged', at: now } as const] : []),
  ]
}

/** Legs of a call that goes on: the phones that stopped ringing, the operator who left. */
function goneLegs(facts: Facts, live: ReadonlySet<ChannelId>, at: number): Observation[] {
  return factsOf(facts, 'channel-created')
    .filter(({ channel }) => !live.has(channel) && !legFact(facts, 'hung-up', channel))
    .map(({ call, channel, extension }) => ({
      source: 'events',
      type: 'hung-up',
      call,
      channel,
      extension,
      at,
    }))
}
