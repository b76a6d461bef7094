/** `npm run rebuild-read-model`: makes the read model anew from the ledger, with the server stopped. */
import { fileURLToPath } from 'node:url'
import { readSettings } from '#sync-server/settings.ts'
import { openStore } from '#sync-server/store/open.ts'
import { ReadModel } from './read-model.ts'

const read = readSettings(process.env)
if (!read.ok) {
  process.stderr.write(`${read.reason}\n`)
  process.exit(1)
}
const store = await openStore(read.settings.database)
store.close()

const readModel = new ReadModel(fileURLToPath(read.settings.database.url))
readModel.reset()
while (readModel.takeIn() === 'more') continue
readModel.close()
process.stdout.write('The read model has been made anew from the ledger.\n')
