/** What a browser that has nothing in its cache loads before somebody can work. */
import { gzipSync } from 'node:zlib'
import { expect, test, type Browser, type Page, type Response } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { atWork } from './rig/at-work.ts'
import { takeSeat, type Session } from './rig/browser.ts'

const work = atWork()

/** Bytes of script, gzipped, that the first screen may have. */
const most = 200 * 1024
/** A sentence of the telephone's own library; files are named anew with every build. */
const softphone = 'SIP.js/'

interface Script {
  name: string
  /** Bytes, gzipped. */
  size: number
  hasSoftphone: boolean
}

/** An empty cache, and all scripts that have come once `page` shows what `shown` waits for. */
async function scriptsOf(
  browser: Browser,
  session: Session | undefined,
  shown: (page: Page) => Promise<void>,
) {
  const context = await browser.newContext({
    baseURL: work.centre.url,
    locale: 'ru-RU',
    permissions: ['microphone'],
    ...(session && { storageState: session }),
  })
  const page = await context.newPage()
  const coming: Promise<Script>[] = []
  const onResponse = (response: Response): void => {
    if (response.headers()['content-type']?.includes('javascript')) coming.push(read(response))
  }
  page.on('response', onResponse)
  await page.goto('/')
  await shown(page)
  page.off('response', onResponse)
  const scripts = await Promise.all(coming)
  await context.close()
  return scripts
}
async function read(response: Response): Promise<Script> {
  const body = await response.body()
  return { name: response.url(), size: gzipSync(body).length, hasSoftphone: body.includes(softphone) }
}
const total = (scripts: readonly Script[]): number => scripts.reduce((sum, { size }) => sum + size, 0)

async function sessionOf(browser: Browser, person: string): Promise<Session> {
  const { page, leave } = await takeSeat(browser, work.centre.url, person)
  const session = await page.context().storageState()
  await leave()
  return session
}
const myState = (page: Page) => page.getByRole('button', { name: ru.rail.settings })

test('signing in takes under 200 KB of script, and no telephone', async ({ browser }) => {
  const scripts = await scriptsOf(browser, undefined, async (page) => {
    await expect(page.getByRole('button', { name: ru.signIn.submit })).toBeVisible()
    await page.waitForLoadState('networkidle')
  })
  expect(scripts.length).toBeGreaterThan(0)
  expect(total(scripts)).toBeLessThan(most)
  expect(scripts.some(({ hasSoftphone }) => hasSoftphone)).toBe(false)
})

test('the workspace takes under 200 KB of script; the telephone comes beside it, in a file of its own', async ({
  browser,
}) => {
  const scripts = await scriptsOf(browser, await sessionOf(browser, 'elena'), (page) =>
    expect(myState(page)).toContainText(ru.state.online),
  )
  const [telephone, ...others] = scripts.filter(({ hasSoftphone }) => hasSoftphone)
  expect(telephone).toBeDefined()
  expect(others).toEqual([])
  expect(total(scripts.filter((script) => script !== telephone))).toBeLessThan(most)
})

test('somebody without an extension loads no telephone', async ({ browser }) => {
  const scripts = await scriptsOf(browser, await sessionOf(browser, 'nina'), async (page) => {
    await expect(myState(page)).toContainText(ru.state.noTelephone)
    await expect(page.getByText(ru.calls.emptyTitle)).toBeVisible()
  })
  expect(scripts.some(({ hasSoftphone }) => hasSoftphone)).toBe(false)
  expect(total(scripts)).toBeLessThan(most)
})
