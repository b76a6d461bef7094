/** Which telephone exchange the centre works with, as the parts are told it through their environment. */
import type { PbxSecrets } from '#asterisk/configuration/input.ts'
import type { Words } from '#domain/clinics/clinic.ts'
import { amiUsers } from '#domain/telephony/pbx-names.ts'
import { readSettings as readBridgeSettings } from '#pbx-bridge/settings.ts'
import type { Secrets } from '#sync-server/secrets.ts'
import type { Part } from './part.ts'

export interface Exchange {
  kind: 'own' | 'private' | 'training'
  /** For the sync server: how operators' browsers reach the telephone. */
  forServer: Readonly<Record<string, string>>
  /** For the bridge: where AMI is and the secrets for it. */
  forBridge: Readonly<Record<string, string>>
  /** How somebody who tries it out can be a patient who calls; not needed where patients really do. */
  howToCall?: Words
  /** Starts what has to be started once the sync server answers; nothing for an exchange of the centre's own. */
  start: (server: { url: string; serviceSecret: string }) => Promise<Part>
}

/** Each of these says that the centre has an exchange of its own. */
export const ownExchangeSettings = [
  'KARTOTEKA_PBX_AMI',
  'KARTOTEKA_PBX_LISTENER',
  'KARTOTEKA_PBX_LISTENER_SECRET',
  'KARTOTEKA_PBX_SENDER',
  'KARTOTEKA_PBX_SENDER_SECRET',
  'KARTOTEKA_PBX_SYSTEM_NAME',
  'KARTOTEKA_PBX_RECORDINGS',
  'KARTOTEKA_PBX_QUEUE_LOG',
  'KARTOTEKA_SIP_SERVER',
  'KARTOTEKA_SIP_DOMAIN',
] as const

/** `exchange`: `undefined` when none is named. `reason` names every setting that is missing or wrong, and no secret. */
export type OwnExchange = { ok: true; exchange: Exchange | undefined } | { ok: false; reason: Words }

/** The exchange that the environment or the settings file names. */
export function ownExchange(environment: NodeJS.ProcessEnv): OwnExchange {
  const isSet = (name: string): boolean => (environment[name] ?? '') !== ''
  if (!ownExchangeSettings.some(isSet)) return { ok: true, exchange: undefined }
  const forBridge = readBridgeSettings({ ...environment, ...toldByCentre })
  const softphones = isSet('KARTOTEKA_SIP_SERVER')
  const faults = [
    ...(forBridge.ok ? [] : [forBridge.reason]),
    ...(softphones === isSet('KARTOTEKA_SIP_DOMAIN') ? [] : [sipNeedsBoth]),
  ]
  if (faults.length > 0) return { ok: false, reason: notRight(faults.join('\n')) }
  const exchange: Exchange = {
    kind: 'own',
    forServer: { KARTOTEKA_PBX: softphones ? 'asterisk' : 'none' },
    forBridge: {},
    start: () => Promise.resolve({ stop: () => Promise.resolve() }),
  }
  return { ok: true, exchange }
}

/** What the bridge will be told besides, whatever the environment says of it. */
const toldByCentre = { KARTOTEKA_SERVER: 'http://127.0.0.1', KARTOTEKA_SERVICE_SECRET: 'made at the start' }

const sipNeedsBoth = 'KARTOTEKA_SIP_SERVER, KARTOTEKA_SIP_DOMAIN: one is of no use without the other'

const notRight = (faults: string): Words => ({
  ru: `Настройки названы для вашей АТС, но не все или с ошибками (docs/run.md):\n${faults}`,
  en: `These are settings for a PBX of your own, but some are missing or wrong (docs/run.md):\n${faults}`,
})

/** The centre's secrets as the PBX's configuration knows them. */
export const pbxSecretsOf = (secrets: Secrets): PbxSecrets => ({
  systemName: secrets.pbxSystemName,
  amiListener: secrets.pbxListener,
  amiSender: secrets.pbxSender,
})

/** Tells the bridge, or the training line in a PBX's place, of an exchange on this machine. */
export function bridgeEnvironment(
  secrets: Secrets,
  place: { amiPort: number; recordings: string; queueLog: string },
): Record<string, string> {
  return {
    KARTOTEKA_PBX_AMI: `127.0.0.1:${place.amiPort}`,
    KARTOTEKA_PBX_LISTENER: amiUsers.listener,
    KARTOTEKA_PBX_LISTENER_SECRET: secrets.pbxListener,
    KARTOTEKA_PBX_SENDER: amiUsers.sender,
    KARTOTEKA_PBX_SENDER_SECRET: secrets.pbxSender,
    KARTOTEKA_PBX_SYSTEM_NAME: secrets.pbxSystemName,
    KARTOTEKA_PBX_RECORDINGS: place.recordings,
    KARTOTEKA_PBX_QUEUE_LOG: place.queueLog,
  }
}
