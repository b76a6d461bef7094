/** `manager.conf`: one user that listens and may do nothing, one that sends and hears nothing. */
import { amiUsers } from '#domain/telephony/pbx-names.ts'
import type { PbxInput } from './input.ts'
import { file, section, type Entry } from './section.ts'

/** Most of a call's events; what they say is told by others, or by our own. */
export const unheard = [
  'VarSet',
  'Newexten',
  'NewCallerid',
  'NewConnectedLine',
  'RTCPSent',
  'RTCPReceived',
  'TestEvent',
  'DeviceStateChange',
  'PresenceStateChange',
  'QueueMemberStatus',
  'ExtensionStatus',
  'HangupHandlerPush',
  'HangupHandlerRun',
  'HangupHandlerPop',
  'MusicOnHoldStart',
  'MusicOnHoldStop',
] as const

export function managerConf({ addresses, ports, secrets }: PbxInput): string {
  const allowed: readonly Entry[] = [
    ['deny', '0.0.0.0/0.0.0.0'],
    ['deny', '::/0'],
    ...addresses.amiAllowed.map((network) => ['permit', network] as const),
  ]
  return file(
    section('general', [
      ['enabled', 'yes'],
      ['webenabled', 'no'],
      ['bindaddr', addresses.ami],
      ['port', ports.ami],
      ['timestampevents', 'yes'],
      ['displayconnects', 'no'],
      ['authtimeout', 10],
      ['authlimit', 20],
    ]),
    section(amiUsers.listener, [
      ['secret', secrets.amiListener],
      ...allowed,
      ['read', 'system,call,agent,user'],
      ['write', ''],
      ['writetimeout', 5000],
      ...unheard.map((name) => [`eventfilter(action(exclude),name(${name}))`, ''] as const),
    ]),
    section(amiUsers.sender, [
      ['secret', secrets.amiSender],
      ...allowed,
      ['read', ''],
      ['write', 'call,agent,originate,reporting'],
      ['writetimeout', 5000],
    ]),
  )
}
