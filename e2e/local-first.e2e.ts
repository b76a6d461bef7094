/** The workspace without a line: it opens, shows what is on the device, keeps what is typed, and sends it later. */
import { expect, test, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { atWork } from './rig/at-work.ts'
import { patientOf } from './rig/patients.ts'
import { cardTitle, field, notes, saving } from './rig/screen.ts'

const work = atWork()
const onTheDevice = /Нет связи с \d\d:\d\d/

/** The built client is on the device, whole. */
const installed = (page: Page): Promise<unknown> => page.evaluate(() => navigator.serviceWorker.ready)

/** How many actions lie on the device that the server has not admitted. */
const rowsKept = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const opening = indexedDB.open('kartoteka:elena')
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      opening.addEventListener('success', () => resolve(opening.result))
      opening.addEventListener('error', () => reject(new Error('no database')))
    })
    const counting = database.transaction('rows').objectStore('rows').count()
    const count = await new Promise<number>((resolve) =>
      counting.addEventListener('success', () => resolve(counting.result)),
    )
    database.close()
    return count
  })

test('what is typed without a line outlives the window, and reaches the colleague when the line is back', async () => {
  const patient = patientOf('alpha', 3)
  const elena = await work.seat('elena', patient.href)
  await installed(elena)
  await expect(cardTitle(elena)).toHaveText(patient.name)
  const context = elena.context()
  await context.setOffline(true)
  await expect(saving(elena)).toContainText(onTheDevice)
  await notes(elena).fill('Просит перезвонить после шести')
  await field(elena, ru.fields.source).fill('Яндекс Карты')
  await field(elena, ru.fields.source).press('Enter')
  await expect.poll(() => rowsKept(elena)).toBe(2)

  await test.step('a window that closes and one that opens', async () => {
    await elena.close()
    const again = await context.newPage()
    await again.goto(patient.href)
    await expect(cardTitle(again)).toHaveText(patient.name)
    await expect(notes(again)).toHaveValue('Просит перезвонить после шести')
    await expect(field(again, ru.fields.source)).toHaveValue('Яндекс Карты')
    await expect(again.getByText(ru.status.pending(2))).toBeVisible()

    await context.setOffline(false)
    await expect(saving(again)).toHaveText(ru.status.saved)
    const maria = await work.seat('maria', patient.href)
    await expect(notes(maria)).toHaveValue('Просит перезвонить после шести')
    await expect(field(maria, ru.fields.source)).toHaveValue('Яндекс Карты')
    await expect.poll(() => rowsKept(again)).toBe(0)
  })
})

test('a card that was never here says so, and opens by itself when the line is back', async () => {
  const elena = await work.seat('elena')
  await installed(elena)
  await elena.context().setOffline(true)
  const patient = patientOf('alpha', 4)
  await elena.goto(patient.href)
  await expect(elena.getByText(ru.card.absent)).toBeVisible()
  await elena.context().setOffline(false)
  await expect(cardTitle(elena)).toHaveText(patient.name)
})

test('a field that a colleague changed meanwhile stays theirs, and its author is told', async () => {
  const patient = patientOf('alpha', 5)
  const elena = await work.seat('elena', patient.href)
  await expect(cardTitle(elena)).toHaveText(patient.name)
  await elena.context().setOffline(true)
  await expect(saving(elena)).toContainText(onTheDevice)
  await field(elena, ru.fields.source).fill('Рекомендация')
  await field(elena, ru.fields.source).press('Enter')
  await notes(elena).fill('Набрано без связи')
  const maria = await work.seat('maria', patient.href)
  await field(maria, ru.fields.source).fill('Наружная реклама')
  await field(maria, ru.fields.source).press('Enter')
  await expect(saving(maria)).toHaveText(ru.status.saved)

  await elena.context().setOffline(false)
  await expect(saving(elena)).toHaveText(ru.status.saved)
  await expect(field(elena, ru.fields.source)).toHaveValue('Наружная реклама')
  await expect(notes(maria)).toHaveValue('Набрано без связи')
  await elena.getByRole('button', { name: ru.status.refused(1) }).click()
  await expect(elena.getByRole('dialog', { name: ru.refused.title })).toContainText('Рекомендация')
})

test('signing out leaves nothing of a patient on the device', async () => {
  const patient = patientOf('alpha', 6)
  const elena = await work.seat('elena', patient.href)
  await expect(cardTitle(elena)).toHaveText(patient.name)
  await elena.getByRole('button', { name: ru.rail.settings }).click()
  await elena.getByRole('button', { name: ru.signIn.signOut }).click()
  await expect(elena.getByRole('button', { name: ru.signIn.submit })).toBeVisible()
  expect(await elena.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([])
  await elena.context().setOffline(true)
  await elena.goto(patient.href)
  await expect(elena.getByText(patient.name)).toHaveCount(0)
})
