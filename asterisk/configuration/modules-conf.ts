/** `modules.conf`: what our calls need and nothing more; less runs, less can be reached. */
import { section } from './section.ts'

export const modules = [
  // Settings and files
  'pbx_config',
  'res_sorcery_config',
  'res_sorcery_memory',
  'res_sorcery_astdb',
  'res_timing_timerfd',
  'res_crypto',
  // SIP and the voice
  'res_pjproject',
  'res_pjsip',
  'res_pjsip_pubsub',
  'res_pjsip_session',
  'res_pjsip_sdp_rtp',
  'res_pjsip_authenticator_digest',
  'res_pjsip_outbound_authenticator_digest',
  'res_pjsip_outbound_registration',
  'res_pjsip_endpoint_identifier_ip',
  'res_pjsip_endpoint_identifier_user',
  'res_pjsip_registrar',
  'res_pjsip_caller_id',
  'res_pjsip_nat',
  'res_pjsip_rfc3326',
  'res_pjsip_header_funcs',
  'res_http_websocket',
  'res_pjsip_transport_websocket',
  'res_srtp',
  'res_rtp_asterisk',
  'chan_pjsip',
  'bridge_simple',
  'bridge_builtin_features',
  'codec_alaw',
  'codec_ulaw',
  'format_pcm',
  'format_wav',
  // The dialplan
  'app_dial',
  'app_exec',
  'app_mixmonitor',
  'app_queue',
  'app_stack',
  'app_userevent',
  'func_callerid',
  'func_channel',
  'func_logic',
  'func_strings',
] as const

export function modulesConf(): string {
  return section('modules', [['autoload', 'no'], ...modules.map((name) => ['load', `${name}.so`] as const)])
}
