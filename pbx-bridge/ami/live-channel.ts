/** One line of `CoreShowChannels`. */
import { parsePhone } from '#domain/phone.ts'
import type { LiveChannel } from '#domain/telephony/reconcile.ts'
import { identityIn } from './channel.ts'
import type { Fields } from './trust.ts'

/** `askedAt` in milliseconds; the list tells ages in whole seconds, so the channel may be up to a second older. */
export function liveChannel(item: Fields, systemName: string, askedAt: number): LiveChannel | undefined {
  const identity = identityIn(item, systemName)
  const age = /^(\d+):(\d\d):(\d\d)$/.exec(item.get('Duration') ?? '')
  if (!identity || !age) return undefined
  const [hours = 0, minutes = 0, seconds = 0] = age.slice(1).map(Number)
  return {
    ...identity,
    name: item.get('Channel') ?? '',
    number: parsePhone(item.get('CallerIDNum') ?? '') ?? null,
    createdAt: askedAt - (hours * 3600 + minutes * 60 + seconds) * 1000,
    ringing: item.get('ChannelStateDesc') === 'Ringing',
    bridged: (item.get('BridgeId') ?? '') !== '',
  }
}
