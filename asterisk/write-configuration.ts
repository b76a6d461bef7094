/**
 * Writes the parts of the configuration that an Asterisk of the centre's own takes in:
 * `node asterisk/write-configuration.ts FOLDER`. Clinics and people are asked of the sync server, all else is in the
 * environment (docs/asterisk.md).
 */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import * as v from 'valibot'
import { configurationOf } from './configuration/configuration.ts'
import type { PbxInput } from './configuration/input.ts'
import { hostAndPort } from '#domain/telephony/host-and-port.ts'
import { fetchTelephony } from './telephony.ts'

/** How Asterisk starts, what it loads and logs, stays as the machine's own Asterisk has it. */
const written = ['extensions.conf', 'http.conf', 'manager.conf', 'pjsip.conf', 'queues.conf', 'rtp.conf']

/** They only matter to `asterisk.conf`, which is not written. */
const machinesOwn = {
  configuration: '/etc/asterisk',
  modules: '/usr/lib/asterisk/modules',
  data: '/var/lib/asterisk',
  state: '/var/spool/asterisk',
  log: '/var/log/asterisk',
  run: '/var/run/asterisk',
}

const text = v.pipe(v.string(), v.nonEmpty())

const Environment = v.object({
  KARTOTEKA_SERVER: v.pipe(v.string(), v.url()),
  KARTOTEKA_SERVICE_SECRET: text,
  KARTOTEKA_PBX_SYSTEM_NAME: text,
  KARTOTEKA_PBX_LISTENER_SECRET: text,
  KARTOTEKA_PBX_SENDER_SECRET: text,
  KARTOTEKA_PBX_RECORDINGS: text,
  KARTOTEKA_PBX_AMI: v.optional(hostAndPort, '127.0.0.1:5038'),
  KARTOTEKA_PBX_AMI_ALLOWED: v.optional(text, '127.0.0.0/8'),
  KARTOTEKA_PBX_SIP: v.optional(hostAndPort, '0.0.0.0:5060'),
  KARTOTEKA_PBX_HTTP: v.optional(hostAndPort, '127.0.0.1:8088'),
  KARTOTEKA_CARRIER: hostAndPort,
  KARTOTEKA_CARRIER_USER: v.optional(text),
  KARTOTEKA_CARRIER_SECRET: v.optional(v.string(), ''),
})

try {
  await write(process.argv[2])
} catch (error) {
  const reason = v.isValiError(error) ? v.summarize(error.issues) : error
  process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n`)
  process.exitCode = 1
}

async function write(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new Error('usage: node asterisk/write-configuration.ts FOLDER')
  const settings = v.parse(Environment, process.env)
  const configuration = configurationOf(await inputFrom(settings))
  if (!configuration.ok)
    throw new Error(
      configuration.problems.map(({ sentence, about }) => `${sentence.en} (${about})`).join('\n'),
    )
  await mkdir(folder, { recursive: true })
  for (const name of written) {
    await writeFile(path.join(folder, name), configuration.files.get(name) ?? '', { mode: 0o640 })
    process.stdout.write(`${path.join(folder, name)}\n`)
  }
}

async function inputFrom(settings: v.InferOutput<typeof Environment>): Promise<PbxInput> {
  const { clinics, people } = await fetchTelephony(
    settings.KARTOTEKA_SERVER,
    settings.KARTOTEKA_SERVICE_SECRET,
  )
  const { KARTOTEKA_PBX_AMI: ami, KARTOTEKA_PBX_SIP: sip, KARTOTEKA_PBX_HTTP: http } = settings
  const { KARTOTEKA_CARRIER: carrier, KARTOTEKA_CARRIER_USER: user } = settings
  return {
    clinics,
    people,
    trunk: {
      carrierHost: carrier.host,
      carrierPort: carrier.port,
      ...(user !== undefined && { account: { user, secret: settings.KARTOTEKA_CARRIER_SECRET } }),
    },
    secrets: {
      systemName: settings.KARTOTEKA_PBX_SYSTEM_NAME,
      amiListener: settings.KARTOTEKA_PBX_LISTENER_SECRET,
      amiSender: settings.KARTOTEKA_PBX_SENDER_SECRET,
    },
    directories: { ...machinesOwn, recordings: settings.KARTOTEKA_PBX_RECORDINGS },
    ports: { ami: ami.port, sip: sip.port, http: http.port, rtpFrom: 10_000, rtpTo: 20_000 },
    addresses: {
      ami: ami.host,
      sip: sip.host,
      http: http.host,
      amiAllowed: settings.KARTOTEKA_PBX_AMI_ALLOWED.split(','),
    },
  }
}
