/**
 * Runs the training line in the place of a PBX: it takes the bridge's own settings, and listens where the bridge
 * connects to.
 */
import * as v from 'valibot'
import { hostAndPort } from '#domain/telephony/host-and-port.ts'
import { fetchTelephony, type Telephony } from '../telephony.ts'
import { believable, inviteCallers } from './callers.ts'
import { startTrainingLine } from './training-line.ts'

const text = v.pipe(v.string(), v.nonEmpty())
const Environment = v.object({
  KARTOTEKA_SERVER: v.pipe(v.string(), v.url()),
  KARTOTEKA_SERVICE_SECRET: text,
  KARTOTEKA_PBX_AMI: hostAndPort,
  KARTOTEKA_PBX_LISTENER_SECRET: text,
  KARTOTEKA_PBX_SENDER_SECRET: text,
  KARTOTEKA_PBX_SYSTEM_NAME: text,
  KARTOTEKA_PBX_RECORDINGS: text,
  KARTOTEKA_PBX_QUEUE_LOG: text,
})

/** Milliseconds between two looks at who works where. */
const lookEvery = 15_000
/** Milliseconds between two attempts while the sync server does not answer yet. */
const askEvery = 500

const read = v.safeParse(Environment, process.env)
if (!read.success) {
  process.stderr.write(`training line: the settings are not right:\n${v.summarize(read.issues)}\n`)
  process.exit(2)
}
const settings = read.output

let telephony: Telephony = { clinics: [], people: [], demoNumbers: [] }
let looking: NodeJS.Timeout | undefined

async function look(): Promise<void> {
  try {
    telephony = await fetchTelephony(settings.KARTOTEKA_SERVER, settings.KARTOTEKA_SERVICE_SECRET)
    looking = setTimeout(() => void look(), lookEvery)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (telephony.clinics.length > 0) process.stderr.write(`training line: ${reason}\n`)
    looking = setTimeout(() => void look(), askEvery)
  }
}

await look()
const line = await startTrainingLine({
  ...settings.KARTOTEKA_PBX_AMI,
  secrets: {
    systemName: settings.KARTOTEKA_PBX_SYSTEM_NAME,
    amiListener: settings.KARTOTEKA_PBX_LISTENER_SECRET,
    amiSender: settings.KARTOTEKA_PBX_SENDER_SECRET,
  },
  recordingDirectory: settings.KARTOTEKA_PBX_RECORDINGS,
  queueLogPath: settings.KARTOTEKA_PBX_QUEUE_LOG,
  people: () => telephony.people,
  onListener: () => callers.heard(),
})
const callers = inviteCallers(line, () => telephony, believable)

async function stop(): Promise<void> {
  clearTimeout(looking)
  callers.stop()
  await line.stop()
  process.exit(0)
}
// `disconnect`: whoever started this process has gone, and there is nobody left to stop it.
for (const sign of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(sign, () => void stop())
