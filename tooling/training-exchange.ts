/** The training line in place of an exchange: calls played back on loopback, for a first look and for training. */
import { join } from 'node:path'
import { freeTcpPort } from '#asterisk/ports.ts'
import { amiUsers } from '#domain/telephony/pbx-names.ts'
import type { Secrets } from '#sync-server/secrets.ts'
import type { Settings } from '#sync-server/settings.ts'
import type { Exchange } from './exchange.ts'
import { keepRunning } from './part.ts'
import { say } from './say.ts'

export async function trainingExchange({ dataFolder }: Settings, secrets: Secrets): Promise<Exchange> {
  const folder = join(dataFolder, 'training')
  const forBridge = {
    KARTOTEKA_PBX_AMI: `127.0.0.1:${await freeTcpPort('127.0.0.1')}`,
    KARTOTEKA_PBX_LISTENER: amiUsers.listener,
    KARTOTEKA_PBX_LISTENER_SECRET: secrets.pbxListener,
    KARTOTEKA_PBX_SENDER: amiUsers.sender,
    KARTOTEKA_PBX_SENDER_SECRET: secrets.pbxSender,
    KARTOTEKA_PBX_SYSTEM_NAME: secrets.pbxSystemName,
    KARTOTEKA_PBX_RECORDINGS: join(folder, 'recordings'),
    KARTOTEKA_PBX_QUEUE_LOG: join(folder, 'queue_log'),
    KARTOTEKA_PBX_TRAINING: '1',
  }
  return {
    kind: 'training',
    forServer: { KARTOTEKA_PBX: 'training' },
    forBridge,
    start: (server) =>
      Promise.resolve(
        keepRunning({
          name: { ru: 'Учебная линия', en: 'Training line' },
          script: 'asterisk/training-line/main.ts',
          environment: {
            ...forBridge,
            KARTOTEKA_DATA: dataFolder,
            KARTOTEKA_SERVER: server.url,
            KARTOTEKA_SERVICE_SECRET: server.serviceSecret,
          },
          logFile: join(dataFolder, 'log', 'training-line.log'),
          say,
        }),
      ),
  }
}
