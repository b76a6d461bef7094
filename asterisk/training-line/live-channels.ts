/** The channels that live now, as `CoreShowChannels` lists them: followed from the events that the line itself sends. */
import type { Field } from './recorded-session.ts'

interface LiveChannel {
  snapshot: readonly Field[]
  bridge: string
  /** Milliseconds since 1970. */
  since: number
}

/** What Asterisk tells of a channel in each of its events. */
const snapshotKeys = [
  'Channel',
  'ChannelState',
  'ChannelStateDesc',
  'CallerIDNum',
  'CallerIDName',
  'ConnectedLineNum',
  'ConnectedLineName',
  'Language',
  'AccountCode',
  'Context',
  'Exten',
  'Priority',
  'Uniqueid',
  'Linkedid',
] as const

export interface LiveChannels {
  follow(fields: readonly Field[], now: number): void
  list(now: number): Field[][]
}

export function followChannels(): LiveChannels {
  const channels = new Map<string, LiveChannel>()
  return {
    follow(fields, now) {
      const event = new Map(fields)
      const id = event.get('Uniqueid')
      if (id === undefined) return
      const known = channels.get(id)
      const name = event.get('Event')
      if (name === 'Hangup') return void channels.delete(id)
      if (!known && name !== 'Newchannel') return
      channels.set(id, {
        snapshot: snapshotKeys.map((key) => [key, event.get(key) ?? ''] as const),
        bridge: bridgeAfter(name, event) ?? known?.bridge ?? '',
        since: known?.since ?? now,
      })
    },
    list: (now) =>
      [...channels.values()].map(({ snapshot, bridge, since }) => [
        ...snapshot,
        ['Application', bridge === '' ? 'Queue' : 'Dial'],
        ['ApplicationData', ''],
        ['Duration', duration(now - since)],
        ['BridgeId', bridge],
      ]),
  }
}

function bridgeAfter(name: string | undefined, event: ReadonlyMap<string, string>): string | undefined {
  if (name === 'BridgeEnter') return event.get('BridgeUniqueid')
  return name === 'BridgeLeave' ? '' : undefined
}

/** `hh:mm:ss` */
function duration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':')
}
