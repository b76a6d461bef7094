/**
 * Which packets may be believed. A caller can write CR LF into the number he shows, and so end an event early, add
 * headers to it, or append a whole event of his own. He cannot know the PBX's system name, which is a long secret, nor
 * the random ids of our actions, and whatever of the true event stood behind his number is left over as debris. So:
 *
 * - an event opens with Event, Privilege, Timestamp and SystemName in that order, and SystemName is the secret;
 * - a response carries the id of an action of ours;
 * - no key comes twice;
 * - what stands directly before something untrusted is not trusted either.
 *
 * Everything else is dropped, counted, and made good by a resync.
 */
import type { Field, RawPacket } from './packets.ts'
import { parseTimestamp } from './timestamp.ts'

export type Fields = ReadonlyMap<string, string>

export type Packet =
  | { kind: 'event'; name: string; at: number; systemName: string; fields: Fields }
  | { kind: 'response'; actionId: string; success: boolean; fields: Fields }
  | { kind: 'untrusted'; reason: UntrustedReason; name: string | undefined }

export type UntrustedReason =
  | 'unreadable'
  | 'repeated-key'
  | 'not-from-the-pbx'
  | 'unknown-action'
  | 'before-debris'

export interface Trust {
  systemName: string
  /** Whether this is the id of an action that waits for its answer. */
  isPending(actionId: string): boolean
}

const opening = ['Event', 'Privilege', 'Timestamp', 'SystemName']

export function judgePackets(raw: readonly RawPacket[], trust: Trust): Packet[] {
  const judged = raw.map((packet) => judge(packet.fields, trust))
  return judged.map((packet, index) => {
    const debris = raw[index]?.followedByDebris === true || judged[index + 1]?.kind === 'untrusted'
    return debris && packet.kind !== 'response' && packet.kind !== 'untrusted'
      ? { kind: 'untrusted', reason: 'before-debris', name: packet.name }
      : packet
  })
}

function judge(list: readonly Field[] | undefined, trust: Trust): Packet {
  if (!list) return { kind: 'untrusted', reason: 'unreadable', name: undefined }
  const fields = new Map(list)
  const name = speakable(fields.get('Event'))
  if (fields.size < list.length) return { kind: 'untrusted', reason: 'repeated-key', name }
  const first = list[0]?.[0]
  if (first === 'Response') return judgeResponse(fields, trust)
  if (first !== 'Event' || name === undefined) return { kind: 'untrusted', reason: 'unreadable', name }
  const at = parseTimestamp(fields.get('Timestamp'))
  const genuine =
    opening.every((key, place) => list[place]?.[0] === key) && fields.get('SystemName') === trust.systemName
  return genuine && at !== undefined
    ? { kind: 'event', name, at, systemName: trust.systemName, fields }
    : { kind: 'untrusted', reason: 'not-from-the-pbx', name }
}

/** A name of an event, as Asterisk makes them: a caller who forges one must not write into the log. */
function speakable(name: string | undefined): string | undefined {
  return name !== undefined && /^[A-Za-z]{1,40}$/.test(name) ? name : undefined
}

function judgeResponse(fields: Fields, trust: Trust): Packet {
  const actionId = fields.get('ActionID')
  if (actionId === undefined || !trust.isPending(actionId)) {
    return { kind: 'untrusted', reason: 'unknown-action', name: undefined }
  }
  const response = fields.get('Response')
  return { kind: 'response', actionId, success: response === 'Success' || response === 'Pong', fields }
}
