/** axe finds nothing wrong with any screen, light or dark, Russian or English. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { en } from '#client/words/en.ts'
import { ru } from '#client/words/ru.ts'
import { atWork } from './rig/at-work.ts'
import { family, patientOf, withoutPlus } from './rig/patients.ts'
import { callPanel, notes, results, ringingNotice } from './rig/screen.ts'

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

async function speak(page: Page, { rail, settings }: Pick<typeof ru, 'rail' | 'settings'>, language: string) {
  await page.getByRole('button', { name: rail.settings }).click()
  await page.getByRole('dialog', { name: settings.title }).locator('label', { hasText: language }).click()
  await page.keyboard.press('Escape')
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
