/** Where things are on the screen of the workspace, by the names under which a screen reader finds them. */
import { expect, type Locator, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'

/** The banner of the call that rings. */
export const ringingNotice = (page: Page): Locator =>
  page.getByRole('region', { name: ru.panel.ringingOthers, exact: true })
/** The right edge. */
export const callPanel = (page: Page): Locator =>
  page.getByRole('complementary', { name: ru.panel.label, exact: true })
export const results = (page: Page): Locator =>
  page.getByRole('region', { name: ru.results.title, exact: true })
export const history = (page: Page): Locator =>
  page.getByRole('region', { name: ru.history.title, exact: true })
/** Rows of the history that are calls, over or not. */
export const callRows = (page: Page): Locator =>
  history(page)
    .getByRole('listitem')
    .filter({ hasNot: page.getByRole('button', { name: ru.history.details }) })
export const notes = (page: Page): Locator => page.getByRole('textbox', { name: ru.card.notes, exact: true })
export const presence = (page: Page): Locator => page.getByRole('group', { name: ru.card.here, exact: true })
export const field = (page: Page, name: string): Locator => page.getByLabel(name, { exact: true })
export const cardTitle = (page: Page): Locator => page.getByRole('article').getByRole('heading', { level: 1 })
/** What the bottom line says about saving. */
export const saving = (page: Page): Locator => page.getByRole('contentinfo').getByRole('status').first()

/** Calls of a kind on the card, and only they. */
export const showCalls = (page: Page): Promise<void> =>
  history(page).getByRole('button', { name: ru.history.calls, exact: true }).click()

export const phones = (page: Page): Locator => page.getByRole('group', { name: ru.card.phones, exact: true })

export const showMissed = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: ru.rail.missed }).click()
  await expect(page.getByRole('heading', { name: ru.missed.title })).toBeVisible()
}
export const missedRows = (page: Page): Locator => page.getByRole('main').getByRole('listitem')

export const searchField = (page: Page): Locator => page.getByRole('combobox', { name: ru.search.label })
/** In the open list of the search. */
export const patientsFound = (page: Page): Locator =>
  page.getByRole('group', { name: ru.search.patients }).getByRole('option')

/** Changes the window's language by its settings; `from` are the words that it shows now. */
export async function speak(
  page: Page,
  from: Pick<typeof ru, 'rail' | 'settings'>,
  language: string,
): Promise<void> {
  await page.getByRole('button', { name: from.rail.settings }).click()
  await page
    .getByRole('dialog', { name: from.settings.title })
    .locator('label', { hasText: language })
    .click()
  await page.keyboard.press('Escape')
}

/** The person signs out elsewhere, or an administrator ends the session; this window has not been told. */
export async function endSession(page: Page): Promise<void> {
  const origin = new URL(page.url()).origin
  const answer = await page.request.post('/api/auth/sign-out', { data: {}, headers: { origin } })
  expect(answer.status()).toBe(200)
}
/** Over the workspace, which stays as it is. */
export const sessionQuestion = (page: Page): Locator => page.getByRole('dialog', { name: ru.signIn.title })
