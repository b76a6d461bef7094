/** Starts the bridge from the environment, and ends it in good order. */
import pino from 'pino'
import { tellError } from '#domain/tell-error.ts'
import { startBridge } from './bridge.ts'
import { readSettings } from './settings.ts'

// Patients' data: whatever is written from here on is readable by its owner only.
process.umask(0o077)

const read = readSettings(process.env)
if (!read.ok) {
  process.stderr.write(`pbx-bridge: the settings are not right:\n${read.reason}\n`)
  process.exit(2)
}

const log = pino({ name: 'pbx-bridge', level: read.settings.logLevel, serializers: { err: tellError } })
// Left to itself Node prints all that the error carries.
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'the bridge cannot go on')
  process.exit(1)
})
const bridge = startBridge(read.settings, log)
log.info({ training: read.settings.training }, 'started')

let stopping = false
async function stop(why: string): Promise<void> {
  if (stopping) return
  stopping = true
  log.info({ why }, 'stopping')
  await bridge.stop()
  log.info('stopped')
  process.exit(0)
}
// `disconnect`: whoever started this process has gone, and there is nobody left to stop it.
for (const sign of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(sign, () => void stop(sign))
