/** `npm start`: the whole centre, with the exchange that is set, else with the training line. */
import { runCentre } from './centre.ts'
import { loadSettingsFile } from './settings-file.ts'
import { trainingExchange } from './training-exchange.ts'

loadSettingsFile()
try {
  await runCentre(trainingExchange)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
