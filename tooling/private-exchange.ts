/** A real Asterisk of the centre's own, on this machine: found or unpacked, configured, started and kept running. */
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { PbxAddresses, PbxPorts } from '#asterisk/configuration/input.ts'
import { installAsterisk, type AsteriskInstall } from '#asterisk/install.ts'
import { freePorts } from '#asterisk/ports.ts'
import { startAsterisk, type PbxSubject } from '#asterisk/run.ts'
import { fetchTelephony } from '#asterisk/telephony.ts'
import type { Secrets } from '#sync-server/secrets.ts'
import type { Settings } from '#sync-server/settings.ts'
import { bridgeEnvironment, pbxSecretsOf, type Exchange } from './exchange.ts'
import type { Part } from './part.ts'
import { inLanguage, say } from './say.ts'

/** Where the patients' calls come from when nothing else is set: another loopback address, for a telephone on this machine. */
const localCarrier = '127.0.0.2:5060'

interface Place {
  install: AsteriskInstall
  directory: string
  ports: PbxPorts
  addresses: PbxAddresses
  trunk: PbxSubject['trunk']
  secrets: PbxSubject['secrets']
}

export async function privateExchange(settings: Settings, secrets: Secrets): Promise<Exchange> {
  const found = await installAsterisk({ say })
  if (!found.ok) throw new Error(`${inLanguage(found.problem.sentence)}\n${found.problem.detail}`)
  const address = settings.host
  const addresses = { ami: '127.0.0.1', sip: address, http: address, amiAllowed: ['127.0.0.0/8'] }
  const place: Place = {
    install: found.install,
    directory: join(settings.dataFolder, 'asterisk'),
    ports: await freePorts(addresses),
    addresses,
    trunk: carrierOf(process.env['KARTOTEKA_CARRIER'] ?? localCarrier),
    secrets: pbxSecretsOf(secrets),
  }
  const seenAs = seenFromBrowsers(settings)
  const { carrierHost } = place.trunk
  const called = `sip:+74951200001@${address}:${place.ports.sip}`
  return {
    kind: 'private',
    howToCall: {
      ru: `Позвонить в клинику: SIP-телефоном с адреса ${carrierHost} на ${called} (docs/asterisk.md).`,
      en: `To call a clinic: with a SIP telephone at ${carrierHost}, dial ${called} (docs/asterisk.md).`,
    },
    forServer: {
      KARTOTEKA_PBX: 'asterisk',
      KARTOTEKA_SIP_SERVER: `ws://${seenAs}:${place.ports.http}/ws`,
      KARTOTEKA_SIP_DOMAIN: seenAs,
    },
    forBridge: bridgeEnvironment(secrets, {
      amiPort: place.ports.ami,
      recordings: join(place.directory, 'recordings'),
      queueLog: join(place.directory, 'log', 'queue_log'),
    }),
    start: async (server) => {
      const { clinics, people } = await fetchTelephony(server.url, server.serviceSecret)
      return keepAsterisk(place, { clinics, people, trunk: place.trunk, secrets: place.secrets })
    },
  }
}

/** Started again on the same ports whenever it ends by itself. */
async function keepAsterisk(place: Place, subject: PbxSubject): Promise<Part> {
  const { install, directory, ports, addresses } = place
  const start = () => startAsterisk({ install, directory, ports, addresses, subject })
  say({ ru: 'Запускаю Asterisk…', en: 'Starting Asterisk…' })
  let running = await start()
  const stopping = new AbortController()

  const stopped = once(stopping.signal, 'abort')

  const watch = async (): Promise<void> => {
    for (;;) {
      await Promise.race([running.gone, stopped])
      if (stopping.signal.aborted) return
      say({ ru: 'Asterisk завершился, запускаю снова.', en: 'Asterisk has ended; starting it again.' })
      try {
        running = await start()
      } catch (error) {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
        await Promise.race([delay(startAgainAfter), stopped])
      }
    }
  }
  const watching = watch()
  // Ctrl-C in a terminal reaches Asterisk too; its end is no accident then.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort())

  return {
    async stop() {
      stopping.abort()
      await watching
      await running.stop()
    },
  }
}

/** Milliseconds after a start that failed. */
const startAgainAfter = 1_000

function carrierOf(text: string): PbxSubject['trunk'] {
  const [carrierHost = '', port = '5060'] = text.split(':')
  return { carrierHost, carrierPort: Number(port) }
}

/** The name under which operators' browsers reach this machine. */
function seenFromBrowsers({ host, publicUrl }: Settings): string {
  if (publicUrl !== undefined) return new URL(publicUrl).hostname
  return host === '0.0.0.0' ? '127.0.0.1' : host
}
