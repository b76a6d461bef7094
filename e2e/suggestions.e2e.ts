/** Fields with suggestions: the clinic's own words by mouse or by keys, and any other text. */
import { expect, test, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { alpha } from '#sync-server/demonstration/clinics.ts'
import { atWork } from './rig/at-work.ts'
import { patientOf } from './rig/patients.ts'
import { field, saving } from './rig/screen.ts'

const work = atWork()
const [first = '', second = '', third = ''] = alpha.sources

const source = (page: Page) => field(page, ru.fields.source)
const offered = (page: Page) => page.getByRole('listbox', { name: ru.card.suggestions }).getByRole('option')

test('a click shows everything the clinic has, whatever stands in the field, and another click takes one', async () => {
  const page = await work.seat('elena', patientOf('alpha', 4).href)
  await expect(source(page)).toHaveRole('combobox')
  await source(page).click()
  await expect(offered(page)).toHaveText([...alpha.sources])
  await offered(page).getByText(second, { exact: true }).click()
  await expect(source(page)).toHaveValue(second)
  await expect(offered(page)).toHaveCount(0)
  await expect(saving(page)).toHaveText(ru.status.saved)
  await source(page).click()
  await expect(offered(page)).toHaveText([...alpha.sources])
  await offered(page).getByText(first, { exact: true }).click()
  await page.reload()
  await expect(source(page)).toHaveValue(first)
})

test('typed at once after coming by key, a text narrows the list, and an arrow with Enter takes from it', async () => {
  const page = await work.seat('elena', patientOf('alpha', 5).href)
  await field(page, ru.fields.relation).focus()
  await field(page, ru.fields.tags).focus()
  await page.keyboard.press('Shift+Tab')
  await expect(source(page)).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(third.slice(0, 5))
  await expect(offered(page)).toHaveText([third])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(source(page)).toHaveValue(third)
  await expect(saving(page)).toHaveText(ru.status.saved)
})

test('a text that is not on the list is kept when the field is left; Escape closes the list, and another gives the field back as it was', async () => {
  const page = await work.seat('elena', patientOf('alpha', 6).href)
  await source(page).fill('Сосед по даче')
  await field(page, ru.fields.tags).focus()
  await expect(source(page)).toHaveValue('Сосед по даче')
  await expect(offered(page)).toHaveCount(0)
  await source(page).focus()
  await page.keyboard.type(' и брат')
  await expect(source(page)).toHaveValue('Сосед по даче и брат')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('listbox', { name: ru.card.suggestions })).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(source(page)).toHaveValue('Сосед по даче')
  await page.reload()
  await expect(source(page)).toHaveValue('Сосед по даче')
})
