/** `npm run rebuild-read-model`: makes the read model anew from the ledger, with the server stopped. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Words } from '#domain/clinics/clinic.ts'
import { ReadModel } from '#sync-server/read-model/read-model.ts'
import { readSettings } from '#sync-server/settings.ts'
import { holdFolderAlone } from '#sync-server/store/hold.ts'
import { openStore } from '#sync-server/store/open.ts'
import { inLanguage, say } from './say.ts'
import { loadSettingsFile } from './settings-file.ts'

// Patients' data: whatever is written from here on is readable by its owner only.
process.umask(0o077)
loadSettingsFile()

const read = readSettings(process.env)
if (!read.ok) refuse({ ru: read.reason, en: read.reason })
const { dataFolder, database } = read.settings
const path = fileURLToPath(database.url)
if (!existsSync(path))
  refuse({ ru: `В папке ${dataFolder} нет базы.`, en: `There is no database in ${dataFolder}.` })
const letGo = holdFolderAlone(dataFolder)
if (!letGo)
  refuse({
    ru: `С папкой ${dataFolder} работает сервер. Остановите его: пока таблицы пусты, известные пациенты были бы для него незнакомыми.`,
    en: `A server works in ${dataFolder}. Stop it: while the tables are empty, it would take known patients for strangers.`,
  })

const store = await openStore(database)
store.close()
const readModel = new ReadModel(path)
readModel.reset()
while (readModel.takeIn() === 'more') continue
readModel.close()
letGo()
say({
  ru: 'Таблицы для поиска и списков построены заново из журнала.',
  en: 'The read model has been made anew from the ledger.',
})

function refuse(reason: Words): never {
  process.stderr.write(`${inLanguage(reason)}\n`)
  process.exit(1)
}
