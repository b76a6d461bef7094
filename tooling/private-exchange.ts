/** A real Asterisk of the centre's own, on this machine: found or unpacked, configured, started and kept running. */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { PbxAddresses, PbxPorts } from '#asterisk/configuration/input.ts'
import { installAsterisk, type AsteriskInstall } from '#asterisk/install.ts'
import { freeTcpPort, freeUdpPort } from '#asterisk/ports.ts'
import { startAsterisk, type PbxSubject } from '#asterisk/run.ts'
import { amiUsers } from '#domain/telephony/pbx-names.ts'
import type { Telephony } from '#sync-server/api/service.ts'
import type { Secrets } from '#sync-server/secrets.ts'
import type { Settings } from '#sync-server/settings.ts'
import type { Exchange } from './exchange.ts'
import type { Part } from './part.ts'
import { inLanguage, say } from './say.ts'

/** Where the patients' calls come from when nothing else is set: another loopback address, for a telephone on this machine. */
const localCarrier = '127.0.0.2:5060'
/** UDP ports for voice. */
const voicePorts = 400

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
  const place: Place = {
    install: found.install,
    directory: join(settings.dataFolder, 'asterisk'),
    ports: await choosePorts(address),
    addresses: { ami: '127.0.0.1', sip: address, http: address, amiAllowed: ['127.0.0.0/8'] },
    trunk: carrierOf(process.env['KARTOTEKA_CARRIER'] ?? localCarrier),
    secrets: {
      systemName: secrets.pbxSystemName,
      amiListener: secrets.pbxListener,
      amiSender: secrets.pbxSender,
    },
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
    forBridge: {
      KARTOTEKA_PBX_AMI: `127.0.0.1:${place.ports.ami}`,
      KARTOTEKA_PBX_LISTENER: amiUsers.listener,
      KARTOTEKA_PBX_LISTENER_SECRET: secrets.pbxListener,
      KARTOTEKA_PBX_SENDER: amiUsers.sender,
      KARTOTEKA_PBX_SENDER_SECRET: secrets.pbxSender,
      KARTOTEKA_PBX_SYSTEM_NAME: secrets.pbxSystemName,
      KARTOTEKA_PBX_RECORDINGS: join(place.directory, 'recordings'),
      KARTOTEKA_PBX_QUEUE_LOG: join(place.directory, 'log', 'queue_log'),
    },
    start: async (server) => {
      const { clinics, people } = await askTelephony(server)
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

  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await delay(watchEvery, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted || isAlive(running.pid)) continue
      say({ ru: 'Asterisk завершился, запускаю снова.', en: 'Asterisk has ended; starting it again.' })
      try {
        running = await start()
      } catch (error) {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
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

/** Milliseconds between looks at whether Asterisk runs. */
const watchEvery = 1_000

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function askTelephony(server: { url: string; serviceSecret: string }): Promise<Telephony> {
  const answer = await fetch(new URL('/api/service/telephony', server.url), {
    headers: { authorization: `Bearer ${server.serviceSecret}` },
  })
  if (!answer.ok) throw new Error(`the server answered ${answer.status} when asked who has a telephone`)
  return (await answer.json()) as Telephony
}

async function choosePorts(address: string): Promise<PbxPorts> {
  const [ami, http, sip, voice] = await Promise.all([
    freeTcpPort('127.0.0.1'),
    freeTcpPort(address),
    freeUdpPort(address),
    freeUdpPort('0.0.0.0'),
  ])
  const rtpFrom = Math.min(voice - (voice % 2), 65_534 - voicePorts)
  return { ami, http, sip, rtpFrom, rtpTo: rtpFrom + voicePorts }
}

function carrierOf(text: string): PbxSubject['trunk'] {
  const [carrierHost = '', port = '5060'] = text.split(':')
  return { carrierHost, carrierPort: Number(port) }
}

/** The name under which operators' browsers reach this machine. */
function seenFromBrowsers({ host, publicUrl }: Settings): string {
  if (publicUrl !== undefined) return new URL(publicUrl).hostname
  return host === '0.0.0.0' ? '127.0.0.1' : host
}
