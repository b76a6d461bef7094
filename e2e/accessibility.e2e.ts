/** axe finds nothing wrong with any screen, light or dark, Russian or English. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { en } from '#client/words/en.ts'
import { ru } from '#client/words/ru.ts'
import { atWork } from './rig/at-work.ts'
import { family, patientOf, withoutPlus, withoutPriority } from './rig/patients.ts'
import { bothSetPriority, refusedCount, refusedList } from './rig/refusal.ts'
import {
  callPanel,
  cardTitle,
  endSession,
  missedRows,
  notes,
  patientsFound,
  results,
  ringingNotice,
  searchField,
  sessionQuestion,
  showMissed,
  speak,
} from './rig/screen.ts'

const work = atWork()

/** As the page stands now. */
async function look(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  )
  expect.soft(found, screen).toEqual([])
}

/** In both themes; the words are those that the page shows now. */
async function expectAccessible(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    await page.evaluate(coloursToSettle)
    await look(page, `${screen}, ${colorScheme}`)
  }
}

/** Runs in the page: resolves when no colour is on its way from one theme to the other. */
async function coloursToSettle(): Promise<void> {
  await new Promise(requestAnimationFrame)
  const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
  await Promise.allSettled(transitions.map(({ finished }) => finished))
}

/** In both themes in Russian, and in English once: colours do not hang on words. */
async function expectAccessibleInWords(page: Page, screen: string): Promise<void> {
  await expectAccessible(page, screen)
  await speak(page, ru, ru.settings.english)
  await look(page, `${screen} in English`)
  await speak(page, en, en.settings.russian)
}

test('signing in', async ({ browser }) => {
  for (const [locale, words] of [
    ['ru-RU', ru],
    ['en-GB', en],
  ] as const) {
    const context = await browser.newContext({ baseURL: work.centre.url, locale })
    const page = await context.newPage()
    await page.goto('/')
    await expect(page.getByRole('button', { name: words.signIn.submit })).toBeVisible()
    await expectAccessible(page, `sign-in, ${locale}`)
    await context.close()
  }
})

test('the workspace with no call, and its settings', async () => {
  const elena = await work.seat('elena')
  await expectAccessibleInWords(elena, 'idle')
  await elena.getByRole('button', { name: ru.rail.settings }).click()
  await expect(elena.getByRole('dialog', { name: ru.settings.title })).toBeVisible()
  await expectAccessible(elena, 'settings')
})

test('a card that a colleague is on', async () => {
  const { href } = patientOf('alpha', 0)
  const [elena, maria] = await Promise.all([work.seat('elena', href), work.seat('maria', href)])
  await notes(maria).focus()
  await expect(elena.getByText(ru.card.typing('Мария'))).toBeVisible()
  await expectAccessibleInWords(elena, 'card')
})

test('a call that rings with a choice of patients, then the talk with its result half given', async () => {
  const [mother] = family
  if (!mother) throw new Error('no family')
  const elena = await work.seat('elena')
  const call = await work.call('alpha', { from: withoutPlus(mother.number) })
  await expect(ringingNotice(elena)).toBeVisible()
  await expect(elena.getByRole('heading', { name: ru.choose.title })).toBeVisible()
  await expectAccessibleInWords(elena, 'choice')
  await elena.keyboard.press('F2')
  await call.answered
  await elena.keyboard.press('1')
  await expect(callPanel(elena).getByRole('button', { name: ru.panel.hangUp })).toBeVisible()
  await expect(results(elena)).toBeVisible()
  await elena.keyboard.press('1')
  await expect(elena.getByRole('textbox', { name: ru.results.when })).toBeVisible()
  await expectAccessible(elena, 'talk')
})

test('missed calls, and the search with patients found', async () => {
  const { number, name } = patientOf('alpha', 1)
  const elena = await work.seat('elena')
  const call = await work.call('alpha', { from: withoutPlus(number) })
  await expect(ringingNotice(elena)).toContainText(name)
  await call.hangUp()
  await showMissed(elena)
  await expect(missedRows(elena).filter({ hasText: name })).toBeVisible()
  await expectAccessibleInWords(elena, 'missed calls')
  await searchField(elena).fill('Громова')
  await expect(patientsFound(elena).first()).toBeVisible()
  await expectAccessible(elena, 'search')
  await searchField(elena).fill('Небывалов')
  await expect(elena.getByText(ru.search.nothing)).toBeVisible()
  await expectAccessible(elena, 'search that found nobody')
})

test('the list of changes that the server refused', async () => {
  const { href } = withoutPriority
  const [elena, maria] = await Promise.all([work.seat('elena', href), work.seat('maria', href)])
  await bothSetPriority(maria, elena)
  await refusedCount(elena).click()
  await expect(refusedList(elena)).toBeVisible()
  await expectAccessible(elena, 'refused changes')
})

test('the question for the password when a session has ended', async () => {
  const james = await work.seat('james', patientOf('alpha', 2).href)
  await expect(cardTitle(james)).toBeVisible()
  await endSession(james)
  await expect(
    sessionQuestion(james).getByRole('button', { name: ru.signIn.submit, exact: true }),
  ).toBeVisible()
  await expectAccessible(james, 'session ended')
})
