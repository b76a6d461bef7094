/** The sync server as a process: settings from the environment, a log on standard output, a stop that loses nothing. */
import { whoSignsIn } from './demonstration/enter.ts'
import { openLog, takeOverConsole } from './log.ts'
import { startServer } from './server.ts'
import { readSettings } from './settings.ts'

// Patients' data: whatever is written from here on is readable by its owner only.
process.umask(0o077)

const read = readSettings(process.env)
if (!read.ok) {
  process.stderr.write(`The settings cannot be used: ${read.reason}\n`)
  process.exit(2)
}
const { settings } = read
const log = openLog(settings.logLevel)
takeOverConsole(log)
// Left to itself Node prints all that the error carries.
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'the server cannot go on')
  process.exit(1)
})

const server = await startServer(settings, log)
log.info({ url: server.url }, 'ready')
const signingIn = whoSignsIn(server.directory)
if (signingIn === 'nobody')
  log.warn('nobody can sign in yet: npm run add-administrator makes the first who can')
process.send?.({ ready: server.url, whoSignsIn: signingIn })

let stopping = false
async function stop(signal: string): Promise<void> {
  if (stopping) return
  stopping = true
  log.info({ signal }, 'stopping')
  await server.close()
  process.exit(0)
}
// Whoever keeps this process running starts it again; a server that refuses everything helps nobody.
void server.broken.then((reason) => {
  log.fatal({ reason }, 'the ledger cannot be written any more')
  process.exit(1)
})
process.on('SIGTERM', (signal) => void stop(signal))
process.on('SIGINT', (signal) => void stop(signal))
// Whoever started this process has gone: there is nobody left to stop it.
process.on('disconnect', () => void stop('disconnect'))
