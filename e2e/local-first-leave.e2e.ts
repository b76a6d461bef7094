/** What takes patients' data off a device: signing out, the end of a session, and nobody there for long. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { atWork } from './rig/at-work.ts'
import { patientOf } from './rig/patients.ts'
import { cardTitle, notes, saving } from './rig/screen.ts'

const hour = 3600_000
const work = atWork({ KARTOTEKA_IDLE_MINUTES: '60' })

const kept = (page: Page): Promise<(string | undefined)[]> =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
const signInButton = (page: Page) => page.getByRole('button', { name: ru.signIn.submit })

test('a session that an administrator has ended takes everything along, in all windows, and says so', async () => {
  const patient = patientOf('alpha', 0)
  const elena = await work.seat('elena', patient.href)
  await expect(cardTitle(elena)).toHaveText(patient.name)
  const other = await elena.context().newPage()
  await other.goto(patient.href)
  await expect(cardTitle(other)).toHaveText(patient.name)
  expect(await kept(elena)).toEqual(['kartoteka:elena'])
  const database = new DatabaseSync(join(work.centre.dataFolder, 'kartoteka.db'))
  database.exec(`PRAGMA busy_timeout = 5000; DELETE FROM sessions WHERE person = 'elena'`)
  database.close()

  await elena.reload()
  await expect(signInButton(elena)).toBeVisible()
  await expect(elena.getByText(ru.signIn.ended)).toBeVisible()
  await expect(signInButton(other)).toBeVisible()
  expect(await kept(elena)).toEqual([])
  await elena.context().setOffline(true)
  await elena.goto(patient.href)
  await expect(elena.getByText(patient.name)).toHaveCount(0)
})

test('whoever has left their place for longer than the administrator allows leaves nothing of a patient behind', async () => {
  const patient = patientOf('alpha', 1)
  const maria = await work.seat('maria')
  const start = Date.now()
  await maria.goto(patient.href)
  await expect(cardTitle(maria)).toHaveText(patient.name)
  await maria.clock.setSystemTime(start + hour / 2)
  await notes(maria).click()
  await maria.keyboard.type('Ещё здесь')
  await expect(saving(maria)).toHaveText(ru.status.saved)
  await maria.clock.setSystemTime(start + hour * 1.25)
  await expect(cardTitle(maria)).toHaveText(patient.name)
  await maria.clock.setSystemTime(start + hour * 1.75)
  await expect(signInButton(maria)).toBeVisible()
  await expect(maria.getByText(ru.signIn.idle)).toBeVisible()
  expect(await kept(maria)).toEqual([])
})

test('a browser that is opened after that time shows nothing of what it kept', async () => {
  const patient = patientOf('alpha', 2)
  const james = await work.seat('james', patient.href)
  await expect(cardTitle(james)).toHaveText(patient.name)
  const context = james.context()
  await james.evaluate(() => navigator.serviceWorker.ready)
  await james.close()
  await context.setOffline(true)
  const later = await context.newPage()
  await later.clock.install({ time: Date.now() + 2 * hour })
  await later.goto(patient.href)
  await expect(signInButton(later)).toBeVisible()
  expect(await kept(later)).toEqual([])
  await context.setOffline(false)
  await later.goto(patient.href)
  await expect(signInButton(later)).toBeVisible()
})
