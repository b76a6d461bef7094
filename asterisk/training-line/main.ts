/**
 * Runs the training line in the place of a PBX: it takes the bridge's own settings, and listens where the bridge
 * connects to.
 */
import * as v from 'valibot'
import { believable, inviteCallers } from './callers.ts'
import { fetchCentre, type TrainingCentre } from './centre.ts'
import { startTrainingLine } from './training-line.ts'

const text = v.pipe(v.string(), v.nonEmpty())
const Environment = v.object({
  KARTOTEKA_SERVER: v.pipe(v.string(), v.url()),
  KARTOTEKA_SERVICE_SECRET: text,
  KARTOTEKA_PBX_AMI: v.pipe(v.string(), v.regex(/^.+:\d{1,5}$/, 'host:port')),
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
const colon = settings.KARTOTEKA_PBX_AMI.lastIndexOf(':')

let centre: TrainingCentre = { clinics: [], people: [], knownNumbers: [] }
let looking: NodeJS.Timeout | undefined

async function look(): Promise<void> {
  try {
    centre = await fetchCentre(settings.KARTOTEKA_SERVER, settings.KARTOTEKA_SERVICE_SECRET)
    looking = setTimeout(() => void look(), lookEvery)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (centre.clinics.length > 0) process.stderr.write(`training line: ${reason}\n`)
    looking = setTimeout(() => void look(), askEvery)
  }
}

await look()
const line = await startTrainingLine({
  host: settings.KARTOTEKA_PBX_AMI.slice(0, colon),
  port: Number(settings.KARTOTEKA_PBX_AMI.slice(colon + 1)),
  secrets: {
    systemName: settings.KARTOTEKA_PBX_SYSTEM_NAME,
    amiListener: settings.KARTOTEKA_PBX_LISTENER_SECRET,
    amiSender: settings.KARTOTEKA_PBX_SENDER_SECRET,
  },
  recordingDirectory: settings.KARTOTEKA_PBX_RECORDINGS,
  queueLogPath: settings.KARTOTEKA_PBX_QUEUE_LOG,
  people: () => centre.people,
  onListener: () => callers.heard(),
})
const callers = inviteCallers(line, () => centre, believable)

async function stop(): Promise<void> {
  clearTimeout(looking)
  callers.stop()
  await line.stop()
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop())
