/** The training line in place of an exchange: calls played back on loopback, for a first look and for training. */
import { join } from 'node:path'
import { freeTcpPort } from '#asterisk/ports.ts'
import type { Secrets } from '#sync-server/secrets.ts'
import type { Settings } from '#sync-server/settings.ts'
import { bridgeEnvironment, type Exchange } from './exchange.ts'
import { keepRunning } from './part.ts'
import { say } from './say.ts'

export async function trainingExchange({ dataFolder }: Settings, secrets: Secrets): Promise<Exchange> {
  const folder = join(dataFolder, 'training')
  const forBridge = {
    ...bridgeEnvironment(secrets, {
      amiPort: await freeTcpPort('127.0.0.1'),
      recordings: join(folder, 'recordings'),
      queueLog: join(folder, 'queue_log'),
    }),
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
