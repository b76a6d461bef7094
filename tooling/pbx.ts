/** `npm run pbx`: the whole centre with the exchange that is set, else with a real, private Asterisk. */
import { runCentre } from './centre.ts'
import { privateExchange } from './private-exchange.ts'
import { loadSettingsFile } from './settings-file.ts'

loadSettingsFile()
try {
  await runCentre(privateExchange)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
