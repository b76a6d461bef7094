/** The first administrator of a centre that has no clinic yet: nothing to do, but nothing broken either. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { freeTcpPort } from '#asterisk/ports.ts'
import { en } from '#client/words/en.ts'
import { ru } from '#client/words/ru.ts'
import { addAdministrator } from '#sync-server/people/new-administrator.ts'
import { openStore } from '#sync-server/store/open.ts'
import { startProcess, type ProductProcess } from './rig/process.ts'

const anna = { email: 'anna@kartoteka.example', name: 'Anna', password: 'a password of hers' }

let folder: string
let server: ProductProcess
let url: string
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-e2e-'))
  const port = await freeTcpPort('127.0.0.1')
  url = `http://127.0.0.1:${port}`
  server = await startProcess({
    script: 'sync-server/main.ts',
    logFile: join(folder, 'sync-server.log'),
    saysReady: true,
    environment: { KARTOTEKA_DATA: folder, KARTOTEKA_PORT: String(port), KARTOTEKA_DEMONSTRATION: '0' },
  })
  const store = await openStore({ url: pathToFileURL(join(folder, 'kartoteka.db')).href })
  await addAdministrator(store, anna, new Date())
  store.close()
})
test.afterAll(async () => {
  await server.end()
  rmSync(folder, { recursive: true, force: true })
})

for (const [locale, words] of [
  ['ru-RU', ru],
  ['en-GB', en],
] as const) {
  test(`whoever has no clinics is told so on every page, ${locale}`, async ({ browser }) => {
    const context = await browser.newContext({ baseURL: url, locale })
    const page = await context.newPage()
    const faults: Error[] = []
    page.on('pageerror', (error) => faults.push(error))
    let sockets = 0
    page.on('websocket', () => (sockets += 1))
    await page.goto('/')
    await page.getByRole('textbox', { name: words.signIn.email }).fill(anna.email)
    await page.getByRole('textbox', { name: words.signIn.password }).fill(anna.password)
    await page.getByRole('button', { name: words.signIn.submit }).click()
    await page.getByRole('navigation').first().waitFor()
    for (const path of ['/', '/missed', '/card/alpha/01KDVDNA03YRS743GDTZ4CAKY4']) {
      await page.goto(path)
      const centre = page.getByRole('main')
      await expect(centre.getByRole('heading', { name: words.home.noClinicsTitle })).toBeVisible()
      await expect(centre.getByText(words.home.noClinics)).toBeVisible()
      await expect(page.getByText(words.status.connecting)).toHaveCount(0)
    }
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    expect(faults).toEqual([])
    expect(sockets, 'a window with nothing open needs no socket').toBe(0)
    await context.close()
  })
}
