/** `npm run pbx`: the whole centre with a real, private Asterisk. */
import { runCentre } from './centre.ts'
import { privateExchange } from './private-exchange.ts'
import { loadSettingsFile } from './settings-file.ts'

loadSettingsFile()
try {
  await runCentre(({ settings, secrets }) => privateExchange(settings, secrets))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
