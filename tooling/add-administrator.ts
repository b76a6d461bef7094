/**
 * `npm run add-administrator -- --email … --name …`: somebody who can sign in, where nobody can yet. The password is the
 * first line of standard input; when that is empty, one is made and shown this once.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Words } from '#domain/clinics/clinic.ts'
import {
  addAdministrator,
  parseEmail,
  parseName,
  parseNewPassword,
  type Parsed,
} from '#sync-server/people/new-administrator.ts'
import { readSettings } from '#sync-server/settings.ts'
import { openStore } from '#sync-server/store/open.ts'
import { readPassword } from './read-password.ts'
import { inLanguage, say } from './say.ts'
import { loadSettingsFile } from './settings-file.ts'

// Patients' data: whatever is written from here on is readable by its owner only.
process.umask(0o077)
loadSettingsFile()

const read = readSettings(process.env)
if (!read.ok) refuse({ ru: read.reason, en: read.reason })
const { dataFolder, database } = read.settings
const options = readOptions()
const email = orRefuse(parseEmail(options.email))
const name = orRefuse(parseName(options.name))
const typed = await readPassword()
if (typed === undefined)
  refuse({ ru: 'Пароли не совпали. Попробуйте ещё раз.', en: 'The passwords differ. Try again.' })
const password = typed === '' ? makePassword() : orRefuse(parseNewPassword(typed))

mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
const store = await openStore(database)
const isAdded = await addAdministrator(store, { email, name, password }, new Date())
store.close()
if (!isAdded)
  refuse({ ru: `${email} уже может войти.`, en: `${email} belongs to somebody who can sign in already.` })
say({ ru: `Теперь может войти: ${email}`, en: `May sign in now: ${email}` })
if (typed === '')
  say({
    ru: `Пароль, больше он показан не будет: ${password}`,
    en: `Password, which is not shown again: ${password}`,
  })

function readOptions(): { email?: string | undefined; name?: string | undefined } {
  try {
    return parseArgs({ options: { email: { type: 'string' }, name: { type: 'string' } } }).values
  } catch {
    return refuse({
      ru: 'Команда пишется так: npm run add-administrator -- --email anna@kartoteka.example --name "Анна Петрова". Пароль в ней не пишут, его спросят.',
      en: 'The command is written like this: npm run add-administrator -- --email anna@kartoteka.example --name "Anna Smith". It takes no password, it asks for one.',
    })
  }
}

/** 120 random bits as 20 characters that are in every keyboard. */
function makePassword(): string {
  return randomBytes(15).toString('base64url')
}

function orRefuse<Value>(parsed: Parsed<Value>): Value {
  return parsed.ok ? parsed.value : refuse(parsed.reason)
}

function refuse(reason: Words): never {
  process.stderr.write(`${inLanguage(reason)}\n`)
  process.exit(2)
}
