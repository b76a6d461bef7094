/**
 * Every screen fits its window: at the desk, on a small laptop and on a telephone, light and dark, in both languages.
 * `KARTOTEKA_SCREENS=<folder>` keeps a picture of each, for whoever wants to look.
 */
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { en } from '#client/words/en.ts'
import { ru, type Dictionary } from '#client/words/ru.ts'
import { atWork } from './rig/at-work.ts'
import { consulted, patientOf, withoutPlus } from './rig/patients.ts'
import { callPanel, endSession, field, ringingNotice, sessionQuestion, speak } from './rig/screen.ts'

const work = atWork()

const pictures = process.env['KARTOTEKA_SCREENS']
if (pictures !== undefined) test.setTimeout(600_000)
const windows = [
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]
const languages = [
  ['ru', ru],
  ['en', en],
] as const satisfies [string, Dictionary][]

/** One screen that does not fit keeps none of the others from being looked at. */
const each = expect.configure({ soft: true, timeout: 3_000 })

/** Runs in the page: what sticks out of the window, and which words of a button, a label or a result are cut. */
function findFaults(): string[] {
  const scrolls = (element: Element): boolean => {
    for (let around = element.parentElement; around; around = around.parentElement)
      if (/auto|scroll/.test(getComputedStyle(around).overflowX) && around.scrollWidth > around.clientWidth)
        return around.matches('nav')
    return false
  }
  const say = (element: Element) => `<${element.localName}> ${element.textContent?.trim().slice(0, 40)}`
  const seen = [...document.querySelectorAll('body *')].filter(
    (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.spoken, svg'),
  )
  const page = document.documentElement
  return [
    ...(page.scrollWidth > page.clientWidth ? [`the page is ${page.scrollWidth} px wide`] : []),
    ...seen
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect()
        return width > 1 && (right > innerWidth + 1 || left < -1) && !scrolls(element)
      })
      .map((element) => `sticks out: ${say(element)}`),
    ...seen
      .filter(
        (element) =>
          element.closest('button, .button, label, output, [role="button"]') &&
          getComputedStyle(element).display !== 'inline' &&
          element.scrollWidth > element.clientWidth + 1,
      )
      .map((element) => `is cut: ${say(element)}`),
  ]
}

/** Runs in the page: resolves when no colour is on its way from one theme to the other. */
async function coloursToSettle(): Promise<void> {
  await new Promise(requestAnimationFrame)
  await Promise.allSettled(
    document.getAnimations().flatMap((moving) => (moving instanceof CSSTransition ? moving.finished : [])),
  )
}

/** In every window and both themes, in the language that the page speaks now. */
async function expectFits(page: Page, screen: string, language: string): Promise<void> {
  for (const size of windows) {
    await page.setViewportSize(size)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const where = `${screen}-${language}-${size.width}-${colorScheme}`
      // What floats over the page follows a new width a frame later.
      await each.poll(() => page.evaluate(findFaults), where).toEqual([])
      if (pictures === undefined) continue
      await page.evaluate(coloursToSettle)
      await page.screenshot({ path: join(pictures, `${where}.png`), fullPage: size.width < 500 })
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

/** In both languages; `show` brings the screen up when the words have changed. */
async function expectFitsInWords(
  page: Page,
  screen: string,
  show: (words: Dictionary) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  for (const [language, words] of languages) {
    if (words === en) {
      await page.keyboard.press('Escape')
      await speak(page, ru, ru.settings.english)
    }
    await show(words)
    await expectFits(page, screen, language)
  }
  await page.keyboard.press('Escape')
  await speak(page, en, en.settings.russian)
}

test('signing in fits every window', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: work.centre.url, locale: 'ru-RU' })
  const page = await context.newPage()
  await page.goto('/')
  for (const [language, words] of languages) {
    const name = { ru: ru.settings.russian, en: ru.settings.english }[language]
    await page.getByRole('button', { name }).click()
    await expect(page.getByRole('button', { name: words.signIn.submit })).toBeVisible()
    await expectFits(page, 'sign-in', language)
  }
  await context.close()
})

test('the workspace fits every window: empty, in a call, with each form of a result, and when the session ends', async () => {
  const elena = await work.seat('elena')
  await expectFitsInWords(elena, 'idle')
  await expectFitsInWords(elena, 'settings', async (words) => {
    await elena.getByRole('button', { name: words.rail.settings }).click()
    await expect(elena.getByRole('dialog', { name: words.settings.title })).toBeVisible()
  })
  await expectFitsInWords(elena, 'search', async (words) => {
    await elena.getByRole('combobox', { name: words.search.label }).fill('Громова')
    await expect(elena.getByRole('group', { name: words.search.patients })).toBeVisible()
  })
  await elena.getByRole('link', { name: ru.rail.missed }).click()
  await expectFitsInWords(elena, 'missed', async (words) => {
    await expect(elena.getByRole('heading', { name: words.missed.title })).toBeVisible()
    await expect(elena.getByRole('main').getByRole('listitem').first()).toBeVisible()
  })

  const patient = patientOf('alpha', 0)
  await elena.goto(consulted.href)
  const call = await work.call('alpha', { from: withoutPlus(patient.number) })
  await expect(ringingNotice(elena)).toContainText(patient.name)
  await expect(field(elena, ru.card.result)).toHaveText('Проконсультирован')
  await expectFitsInWords(elena, 'ringing')
  await elena.keyboard.press('F2')
  await call.answered
  await expect(callPanel(elena).getByRole('button', { name: ru.panel.hangUp })).toBeVisible()
  await expectFitsInWords(elena, 'talk')
  for (const [key, form] of [
    ['1', 'booking'],
    ['4', 'complaint'],
  ] as const) {
    await elena.getByRole('heading', { name: ru.results.title }).click()
    await elena.keyboard.press(key)
    await expect(elena.getByRole('textbox', { name: ru.results.comment })).toBeVisible()
    await expectFitsInWords(elena, form)
  }
  await elena.getByRole('heading', { name: ru.results.title }).click()
  await elena.keyboard.press('5')
  await elena.keyboard.press('Enter')
  await expectFitsInWords(elena, 'purchase', async (words) => {
    await expect(elena.getByRole('alert').filter({ hasText: words.results.unanswered })).not.toHaveCount(0)
  })
  await endSession(elena)
  await expect(sessionQuestion(elena)).toContainText(ru.signIn.somebodyElse)
  await expectFits(elena, 'session', 'ru')
})
