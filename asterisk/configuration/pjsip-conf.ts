/** `pjsip.conf`: the carrier's trunk, and an endpoint with a secret of its own for every person. */
import { carrierEndpoint, contexts } from '#domain/telephony/pbx-names.ts'
import type { PbxInput, PbxPerson, Trunk } from './input.ts'
import { displayName, file, section, type Entry } from './section.ts'

export function pjsipConf({ trunk, people, addresses, ports }: PbxInput): string {
  return file(
    section('global', [
      ['type', 'global'],
      ['user_agent', 'Kartoteka'],
      // `;user=phone` and the like behind a number are no part of it.
      ['ignore_uri_user_options', 'yes'],
      ['endpoint_identifier_order', 'ip,auth_username,username'],
    ]),
    section('udp', [
      ['type', 'transport'],
      ['protocol', 'udp'],
      ['bind', `${addresses.sip}:${ports.sip}`],
    ]),
    section('browsers', [
      ['type', 'transport'],
      ['protocol', 'ws'],
      ['bind', `${addresses.http}:${ports.http}`],
    ]),
    carrier(trunk),
    ...people.map(telephone),
  )
}

function carrier({ carrierHost, carrierPort, account }: Trunk): string {
  const uri = `sip:${carrierHost}:${carrierPort}`
  const endpoint: Entry[] = [
    ['type', 'endpoint'],
    ['transport', 'udp'],
    ['context', contexts.fromCarrier],
    ['identify_by', 'ip'],
    ['aors', carrierEndpoint],
    ['disallow', 'all'],
    ['allow', 'alaw,ulaw'],
    ['direct_media', 'no'],
    ['rtp_symmetric', 'yes'],
    ['rtp_timeout', 60],
    // The carrier's word is not taken for who calls: From is filtered in the dialplan, the rest is ignored.
    ['trust_id_inbound', 'no'],
    ['trust_id_outbound', 'yes'],
    ['send_pai', 'yes'],
    // Otherwise a re-INVITE follows the answer, which simple carriers do not survive.
    ['send_connected_line', 'no'],
    ['allow_subscribe', 'no'],
    ...(account ? [['outbound_auth', carrierEndpoint] as const, ['from_user', account.user] as const] : []),
  ]
  return file(
    section(carrierEndpoint, endpoint),
    section(carrierEndpoint, [
      ['type', 'aor'],
      ['contact', uri],
    ]),
    section(carrierEndpoint, [
      ['type', 'identify'],
      ['endpoint', carrierEndpoint],
      ['match', carrierHost],
    ]),
    ...(account ? registration(uri, account) : []),
  )
}

function registration(uri: string, { user, secret }: { user: string; secret: string }): readonly string[] {
  return [
    section(carrierEndpoint, [
      ['type', 'auth'],
      ['auth_type', 'userpass'],
      ['username', user],
      ['password', secret],
    ]),
    section(carrierEndpoint, [
      ['type', 'registration'],
      ['transport', 'udp'],
      ['outbound_auth', carrierEndpoint],
      ['server_uri', uri],
      ['client_uri', uri.replace('sip:', `sip:${user}@`)],
      ['contact_user', user],
      ['max_retries', 1_000_000],
    ]),
  ]
}

const byPhone: Readonly<Record<'browser' | 'desk', readonly Entry[]>> = {
  browser: [
    ['transport', 'browsers'],
    ['webrtc', 'yes'],
    ['dtls_auto_generate_cert', 'yes'],
  ],
  desk: [
    ['transport', 'udp'],
    ['rtp_symmetric', 'yes'],
    ['send_connected_line', 'no'],
  ],
}

function telephone({ name, extension, secret, phone = 'browser' }: PbxPerson): string {
  return file(
    section(extension, [
      ['type', 'endpoint'],
      ...byPhone[phone],
      ['context', contexts.fromPeople],
      ['identify_by', 'auth_username,username'],
      ['auth', extension],
      ['aors', extension],
      ['callerid', `"${displayName(name)}" <${extension}>`],
      ['disallow', 'all'],
      ['allow', 'alaw,ulaw'],
      ['direct_media', 'no'],
      // A tab closed in mid-call says nothing: silence ends the call.
      ['rtp_timeout', 30],
      ['allow_transfer', 'no'],
      ['allow_subscribe', 'no'],
    ]),
    section(extension, [
      ['type', 'auth'],
      ['auth_type', 'userpass'],
      ['username', extension],
      ['password', secret],
    ]),
    section(extension, [
      ['type', 'aor'],
      ['max_contacts', 1],
      ['remove_existing', 'yes'],
    ]),
  )
}
