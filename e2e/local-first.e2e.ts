/** The workspace without a line: it opens, shows what is on the device, keeps what is typed, and sends it later. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { atWork } from './rig/at-work.ts'
import { chromium as chromiumPath, chromiumArguments, signIn } from './rig/browser.ts'
import { refusedCount, refusedList } from './rig/refusal.ts'
import { refusals } from '#domain/policy/verdict.ts'
import { patientOf, type KnownPatient } from './rig/patients.ts'
import { cardTitle, field, notes, saving } from './rig/screen.ts'

const work = atWork()
const onTheDevice = /Нет связи с \d\d:\d\d/

/** The built client is on the device, whole. */
const installed = (page: Page): Promise<unknown> => page.evaluate(() => navigator.serviceWorker.ready)

/** How many actions of a person's lie on the device that the server has not admitted. */
const rowsKept = (page: Page, person = 'elena'): Promise<number> =>
  page.evaluate(async (name) => {
    const opening = indexedDB.open(`kartoteka:${name}`)
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
  }, person)

/** Elena at a card that is on the device, and the line gone. */
async function offlineAt(patient: KnownPatient): Promise<Page> {
  const elena = await work.seat('elena', patient.href)
  await installed(elena)
  await expect(cardTitle(elena)).toHaveText(patient.name)
  await elena.context().setOffline(true)
  await expect(saving(elena)).toContainText(onTheDevice)
  return elena
}

test('what is typed without a line outlives the window, and reaches the colleague when the line is back', async () => {
  const patient = patientOf('alpha', 3)
  const elena = await offlineAt(patient)
  const context = elena.context()
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
  await refusedCount(elena).click()
  await expect(refusedList(elena)).toContainText(refusals.overtaken.ru)
  await refusedList(elena).getByRole('button', { name: ru.refused.keepAsNote }).click()
  await expect(refusedCount(elena)).toHaveCount(0)
  await expect(notes(maria)).toHaveValue(`Набрано без связи\n${ru.fields.source}: Рекомендация`)
  await expect(saving(elena)).toHaveText(ru.status.saved)
})

test('signing out leaves nothing of a patient on the device', async () => {
  const patient = patientOf('alpha', 6)
  const james = await work.seat('james', patient.href)
  await expect(cardTitle(james)).toHaveText(patient.name)
  await james.getByRole('button', { name: ru.rail.settings }).click()
  await james.getByRole('button', { name: ru.signIn.signOut }).click()
  await expect(james.getByRole('button', { name: ru.signIn.submit })).toBeVisible()
  expect(await james.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([])
  await james.context().setOffline(true)
  await james.goto(patient.href)
  await expect(james.getByText(patient.name)).toHaveCount(0)
})

test('two windows of one person are one replica, also without a line; what one leaves behind the other sends', async () => {
  const patient = patientOf('alpha', 7)
  const first = await work.seat('elena', patient.href)
  await installed(first)
  const second = await first.context().newPage()
  await second.goto(patient.href)
  await expect(cardTitle(second)).toHaveText(patient.name)
  await first.context().setOffline(true)
  await expect(saving(first)).toContainText(onTheDevice)

  await notes(first).fill('Первое окно.')
  await expect(notes(second)).toHaveValue('Первое окно.')
  await notes(second).press('End')
  await second.keyboard.type(' Второе.')
  await expect(notes(first)).toHaveValue('Первое окно. Второе.')
  await field(second, ru.fields.source).fill('Яндекс Карты')
  await field(second, ru.fields.source).press('Enter')
  await expect(field(first, ru.fields.source)).toHaveValue('Яндекс Карты')
  const third = await first.context().newPage()
  await third.goto('/')
  const count = ru.status.pending(await rowsKept(first))
  for (const page of [first, second, third]) await expect(saving(page)).toContainText(count)
  await third.close()

  await first.close()
  await second.context().setOffline(false)
  await expect(saving(second)).toHaveText(ru.status.saved)
  const maria = await work.seat('maria', patient.href)
  await expect(notes(maria)).toHaveValue('Первое окно. Второе.')
  await expect(field(maria, ru.fields.source)).toHaveValue('Яндекс Карты')
  await expect.poll(() => rowsKept(second)).toBe(0)
})

test('what was typed before the window crashed is there, and goes out three days later', async () => {
  const patient = patientOf('alpha', 8)
  const elena = await offlineAt(patient)
  const context = elena.context()
  await notes(elena).fill('Набрано перед сбоем')
  await expect.poll(() => rowsKept(elena)).toBe(1)
  const crash = elena.waitForEvent('crash')
  const devtools = await context.newCDPSession(elena)
  void devtools.send('Page.crash').catch(() => undefined)
  await crash
  await elena.close()

  const again = await context.newPage()
  const threeDays = 3 * 24 * 3600_000
  await again.clock.install({ time: Date.now() + threeDays })
  await again.goto(patient.href)
  await expect(notes(again)).toHaveValue('Набрано перед сбоем')
  await expect(saving(again)).toContainText(ru.status.pending(1))
  await context.setOffline(false)
  await expect(saving(again)).toHaveText(ru.status.saved)
  const maria = await work.seat('maria', patient.href)
  await expect(notes(maria)).toHaveValue('Набрано перед сбоем')
})

test('a clock that is wrong by hours makes nobody’s word the last one', async () => {
  const patient = patientOf('alpha', 9)
  const elena = await work.seat('elena')
  await elena.clock.install({ time: Date.now() + 7 * 3600_000 })
  await elena.goto(patient.href)
  await expect(cardTitle(elena)).toHaveText(patient.name)
  const maria = await work.seat('maria', patient.href)
  await field(elena, ru.fields.source).fill('Рекомендация')
  await field(elena, ru.fields.source).press('Enter')
  await expect(field(maria, ru.fields.source)).toHaveValue('Рекомендация')
  await field(maria, ru.fields.source).fill('Наружная реклама')
  await field(maria, ru.fields.source).press('Enter')
  for (const page of [elena, maria]) {
    await expect(field(page, ru.fields.source)).toHaveValue('Наружная реклама')
    await expect(saving(page)).toHaveText(ru.status.saved)
  }
})

test('the restart of a machine without a network: the same person goes on, and the line brings all of it together', async () => {
  const patient = patientOf('alpha', 10)
  const profile = await mkdtemp(join(tmpdir(), 'kartoteka-profile-'))
  const start = (): Promise<BrowserContext> =>
    chromium.launchPersistentContext(profile, {
      executablePath: chromiumPath,
      args: chromiumArguments,
      baseURL: work.centre.url,
      locale: 'ru-RU',
      permissions: ['microphone'],
    })
  const before = await start()
  try {
    const page = await before.newPage()
    await page.goto('/')
    await signIn(page, 'james')
    await page.getByRole('navigation').first().waitFor()
    await page.goto(patient.href)
    await installed(page)
    await expect(cardTitle(page)).toHaveText(patient.name)
    await before.setOffline(true)
    await expect(saving(page)).toContainText(onTheDevice)
    await notes(page).fill('Перед перезагрузкой')
    await expect(saving(page)).toContainText(ru.status.pending(1))
    await expect.poll(() => rowsKept(page, 'james')).toBe(1)
  } finally {
    await before.close()
  }
  const after = await start()
  try {
    await after.setOffline(true)
    const page = await after.newPage()
    await page.goto(patient.href)
    await expect(cardTitle(page)).toHaveText(patient.name)
    await expect(notes(page)).toHaveValue('Перед перезагрузкой')
    await after.setOffline(false)
    await expect(saving(page)).toHaveText(ru.status.saved)
    const maria = await work.seat('maria', patient.href)
    await expect(notes(maria)).toHaveValue('Перед перезагрузкой')
  } finally {
    await after.close()
    await rm(profile, { recursive: true, force: true })
  }
})
