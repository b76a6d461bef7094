/** What a channel's name tells: `PJSIP/101-0000002a` is a leg to the phone of extension 101. */
import type { CallId } from '#domain/ids.ts'
import { callIdOf } from '#domain/telephony/pbx-names.ts'
import type { Fields } from './trust.ts'

/** `null` for the trunk's channels, and for any other that is no operator's phone. */
function extensionOf(channelName: string): string | null {
  return /^PJSIP\/(\d{2,6})(-[0-9a-f]+)?$/.exec(channelName)?.[1] ?? null
}

export interface Identity {
  call: CallId
  channel: string
  extension: string | null
}

/** Of the channel that the packet describes, or with `Dest` of the second. `undefined` when it describes none. */
export function identityIn(
  fields: Fields,
  systemName: string,
  prefix: '' | 'Dest' = '',
): Identity | undefined {
  const call = callIdOf(fields.get(`${prefix}Linkedid`), systemName)
  const channel = callIdOf(fields.get(`${prefix}Uniqueid`), systemName)
  const name = fields.get(`${prefix}Channel`)
  if (call === undefined || channel === undefined || name === undefined) return undefined
  return { call, channel, extension: extensionOf(name) }
}
