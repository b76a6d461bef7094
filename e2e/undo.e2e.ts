/** Typing together: the caret stays, an input method is not disturbed, and taking back takes one's own only. */
import { expect, test, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { atWork } from './rig/at-work.ts'
import { patientOf } from './rig/patients.ts'
import { cardTitle, field, notes, saving } from './rig/screen.ts'

const work = atWork()

async function both(nth: number): Promise<[elena: Page, maria: Page]> {
  const { href, name } = patientOf('alpha', nth)
  const pages = await Promise.all([work.seat('elena', href), work.seat('maria', href)])
  for (const page of pages) await expect(cardTitle(page)).toHaveText(name)
  return pages
}
const caretOf = (page: Page): Promise<number> =>
  notes(page).evaluate((area) => (area as HTMLTextAreaElement).selectionStart)

test('Ctrl Z takes back one’s own words and leaves the colleague’s, and Ctrl Shift Z does them again', async () => {
  const [elena, maria] = await both(0)
  const before = await notes(elena).inputValue()
  const bothRead = async (added: string) => {
    for (const page of [elena, maria]) await expect(notes(page)).toHaveValue(before + added)
  }
  await notes(elena).press('Control+End')
  await elena.keyboard.insertText('доброе утро')
  await bothRead('доброе утро')
  await notes(maria).press('Control+End')
  await maria.keyboard.insertText(', тихое')
  await bothRead('доброе утро, тихое')

  await elena.keyboard.press('Control+KeyZ')
  await bothRead(', тихое')
  await elena.keyboard.press('Control+Shift+KeyZ')
  await bothRead('доброе утро, тихое')
  await elena.keyboard.press('Control+KeyZ')
  await elena.keyboard.press('Control+KeyZ')
  await bothRead(', тихое')
})

test('Ctrl Z gives a field back as it was, and not when a colleague has written it since', async () => {
  const [elena, maria] = await both(1)
  const source = (page: Page) => field(page, ru.fields.source)
  const before = await source(elena).inputValue()
  await source(elena).fill('Рекомендация')
  await source(elena).press('Enter')
  await expect(source(maria)).toHaveValue('Рекомендация')
  await source(elena).press('Control+KeyZ')
  for (const page of [elena, maria]) await expect(source(page)).toHaveValue(before)
  await source(elena).press('Control+Shift+KeyZ')
  await expect(source(maria)).toHaveValue('Рекомендация')
  await source(maria).fill('Наружная реклама')
  await source(maria).press('Enter')
  await expect(source(elena)).toHaveValue('Наружная реклама')
  await source(elena).press('Control+KeyZ')
  await expect(saving(elena)).toHaveText(ru.status.saved)
  await expect(source(elena)).toHaveValue('Наружная реклама')
})

test('an input method composes its word while a colleague types before it; the caret stays behind the word', async () => {
  const [elena, maria] = await both(2)
  await notes(elena).click()
  await elena.keyboard.type('имя: ')
  await expect(notes(maria)).toHaveValue('имя: ')
  const devtools = await elena.context().newCDPSession(elena)
  await devtools.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 })
  await notes(maria).press('Home')
  await maria.keyboard.type('Тихо. ')
  await expect(saving(maria)).toHaveText(ru.status.saved)
  await devtools.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 })
  await expect(notes(elena)).toHaveValue('имя: にほん')
  await devtools.send('Input.insertText', { text: '日本' })
  for (const page of [elena, maria]) await expect(notes(page)).toHaveValue('Тихо. имя: 日本')
  expect(await caretOf(elena)).toBe('Тихо. имя: 日本'.length)
  await elena.keyboard.type('!')
  await expect(notes(maria)).toHaveValue('Тихо. имя: 日本!')
})
