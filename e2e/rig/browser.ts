/** Browsers of the people at work: Debian's Chromium with a microphone that hums, one context for each person. */
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { demonstrationPassword } from '#sync-server/demonstration/people.ts'
import { watchVoice } from './media.ts'

export const chromium = process.env['KARTOTEKA_CHROMIUM'] ?? '/usr/bin/chromium'

/** The network of a test ends at this machine, so the browser must not look for its maker's services. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]

export interface Seat {
  page: Page
  leave(): Promise<void>
}

export type Session = Awaited<ReturnType<BrowserContext['storageState']>>

export interface SeatOptions {
  /** Of a former seat, to sit down without signing in again. */
  session?: Session | undefined
  /** The page before them. */
  at?: string
}

/** Somebody of the demonstration centre at a browser of their own, signed in, with Russian words. */
export async function takeSeat(
  browser: Browser,
  url: string,
  person: string,
  { session, at = '/' }: SeatOptions = {},
): Promise<Seat> {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    viewport: { width: 1280, height: 800 },
    permissions: ['microphone'],
    ...(session && { storageState: session }),
  })
  await watchVoice(context)
  const page = await context.newPage()
  if (!session) {
    await page.goto('/')
    await signIn(page, person)
    await page.getByRole('navigation').first().waitFor()
  }
  if (session || at !== '/') await page.goto(at)
  await page.getByRole('navigation').first().waitFor()
  return { page, leave: () => context.close() }
}

export async function signIn(page: Page, person: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Почта' }).fill(`${person}@kartoteka.example`)
  await page.getByRole('textbox', { name: 'Пароль' }).fill(demonstrationPassword)
  await page.getByRole('button', { name: 'Войти' }).click()
}
