/** The search: whatever of a patient is known finds the card, by keyboard alone, and only where one may look. */
import { expect, test, type Locator, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { formatPhone } from '#domain/phone.ts'
import { atWork } from './rig/at-work.ts'
import { knownAtBoth, patientOf } from './rig/patients.ts'
import { cardTitle, patientsFound, searchField } from './rig/screen.ts'

const work = atWork()

async function search(page: Page, typed: string): Promise<Locator> {
  await page.keyboard.press('/')
  await expect(searchField(page)).toBeFocused()
  await searchField(page).fill('')
  await page.keyboard.type(typed)
  return patientsFound(page)
}

test('a part of a number, a name in either alphabet and a birth date all find the patient', async () => {
  const patient = patientOf('alpha', 0)
  const elena = await work.seat('elena')
  const lastDigits = patient.number.slice(-7)
  for (const typed of [
    lastDigits,
    `${lastDigits.slice(0, 3)}-${lastDigits.slice(3, 5)}-${lastDigits.slice(5)}`,
  ])
    await expect(await search(elena, typed), typed).toHaveText([new RegExp(patient.name)])
  await expect(patientsFound(elena)).toContainText(formatPhone(patient.number))
  for (const typed of [
    'Громова Вера',
    'громова',
    'Gromova Vera',
    'vera gromova',
    '02.03.1982',
    '1982-03-02',
  ]) {
    const found = await search(elena, typed)
    await expect(found, typed).toHaveCount(2)
    await expect(found.filter({ hasText: 'Клиника Альфа' }), typed).toContainText(knownAtBoth.alpha.name)
    await expect(found.filter({ hasText: 'Клиника Бета' }), typed).toContainText(knownAtBoth.beta.name)
  }
})

test('from the keyboard alone: opened, looked through, chosen, and left', async () => {
  const elena = await work.seat('elena')
  const found = await search(elena, 'Громова Вера')
  await expect(found).toHaveCount(2)
  await expect(found.first()).toHaveAttribute('data-highlighted')
  const place = (await found.allInnerTexts()).findIndex((text) => text.includes('Клиника Бета'))
  for (let step = 0; step < place; step++) await elena.keyboard.press('ArrowDown')
  await expect(found.nth(place)).toHaveAttribute('data-highlighted')
  await elena.keyboard.press('Enter')
  await expect(elena).toHaveURL(knownAtBoth.beta.href)
  await expect(cardTitle(elena)).toHaveText(knownAtBoth.beta.name)
  await expect(searchField(elena)).not.toBeFocused()
  await expect(searchField(elena)).toHaveValue('')

  await elena.keyboard.press('Control+k')
  await elena.keyboard.type('Громова')
  await expect(found).toHaveCount(2)
  await elena.keyboard.press('Escape')
  await expect(found).toHaveCount(0)
  await elena.keyboard.press('Escape')
  await expect(searchField(elena)).not.toBeFocused()
})

test('Enter before the answer opens whom the whole text means, not whom its beginning found', async () => {
  const { name, number, href } = patientOf('alpha', 1)
  const elena = await work.seat('elena')
  const digits = number.slice(1)
  await expect(await search(elena, digits.slice(0, 3))).not.toHaveCount(0)
  await expect(patientsFound(elena).first()).not.toContainText(name)
  await elena.keyboard.type(digits.slice(3))
  await elena.keyboard.press('Enter')
  await expect(elena).toHaveURL(href)
  await expect(cardTitle(elena)).toHaveText(name)
})

test('nobody found is said in words, and Enter then leads nowhere', async () => {
  const elena = await work.seat('elena')
  const found = await search(elena, 'Небывалов')
  await expect(elena.getByRole('status').filter({ hasText: ru.search.nothing })).toBeVisible()
  await expect(found).toHaveCount(0)
  await elena.keyboard.press('Enter')
  await expect(searchField(elena)).toBeFocused()
  await expect(elena).toHaveURL('/')
})

test('somebody of Beta finds nobody of Alpha, whatever is typed', async () => {
  const { name, number } = patientOf('alpha', 2)
  const timur = await work.seat('timur')
  for (const typed of [number.slice(1), name]) {
    const found = await search(timur, typed)
    await expect(timur.getByRole('status').filter({ hasText: ru.search.nothing })).toBeVisible()
    await expect(found).toHaveCount(0)
  }
  await expect(await search(timur, 'Громова Вера')).toHaveText([/Клиника Бета/])
})
