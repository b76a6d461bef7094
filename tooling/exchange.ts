/** Which telephone exchange the centre works with, as the parts are told it through their environment. */
import type { PbxSecrets } from '#asterisk/configuration/input.ts'
import type { Words } from '#domain/clinics/clinic.ts'
import { amiUsers } from '#domain/telephony/pbx-names.ts'
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

/** The exchange that the environment or the settings file names; `undefined` when it names none. */
export function ownExchange(environment: NodeJS.ProcessEnv): Exchange | undefined {
  if (!environment['KARTOTEKA_PBX_AMI']) return undefined
  const softphones = environment['KARTOTEKA_SIP_SERVER'] !== undefined
  return {
    kind: 'own',
    forServer: { KARTOTEKA_PBX: softphones ? 'asterisk' : 'none' },
    forBridge: {},
    start: () => Promise.resolve({ stop: () => Promise.resolve() }),
  }
}

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
