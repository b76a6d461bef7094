/**
 * What the device costs and gives: how soon the workspace is usable after a reload without a network, with 500 cards kept,
 * and how soon a keystroke is on the device.
 */
import { chromium as playwright, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { chromium, chromiumArguments, takeSeat } from '#e2e/rig/browser.ts'
import { patientOf } from '#e2e/rig/patients.ts'
import { cardTitle, notes } from '#e2e/rig/screen.ts'
import { openTrainingCentre } from '#e2e/rig/training-centre.ts'
import type { Figures } from './figures.ts'
import { percentile } from './measure.ts'

const cards = 500

export async function deviceFigures({ rounds }: { rounds: number }): Promise<Figures> {
  const centre = await openTrainingCentre()
  const browser = await playwright.launch({ executablePath: chromium, args: chromiumArguments })
  try {
    const patient = patientOf('alpha', 0)
    const { page } = await takeSeat(browser, centre.url, 'maria', { at: patient.href })
    await cardTitle(page).filter({ hasText: patient.name }).waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready)
    const typed = await keystrokes(page, 50 * rounds)
    await page.getByText(ru.status.saved).waitFor()
    await fillDevice(page)
    await page.context().setOffline(true)
    const reloads: number[] = []
    for (let round = 0; round < 5 * rounds; round++) reloads.push(await reloadOffline(page, patient.name))
    return {
      'reload offline to a usable screen, p50 ms': percentile(reloads, 0.5),
      'reload offline to a usable screen, longest ms': Math.max(...reloads),
      'keystroke to the device, p50 ms': percentile(typed, 0.5),
      'keystroke to the device, longest ms': Math.max(...typed),
    }
  } finally {
    await browser.close()
    await centre.end()
  }
}

/** As many cards as the device keeps, each as large as the one that is open. */
async function fillDevice(page: Page): Promise<void> {
  await page.evaluate(async (count) => {
    const done = <Result>(request: IDBRequest<Result>): Promise<Result> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error ?? new Error('failed')))
      })
    const database = await done(indexedDB.open('kartoteka:maria'))
    const store = database.transaction('documents', 'readwrite').objectStore('documents')
    const kept = (await done(store.getAll())) as { document: string }[]
    const card = kept.find(({ document: name }) => name.startsWith('card/'))
    if (!card) throw new Error('the card is not on the device')
    for (let index = kept.length; index < count; index++) {
      const patient = `01KDVDNA03YRS743GD${String(index).padStart(8, '0')}`
      await done(store.put({ ...card, document: `card/alpha/${patient}` }))
    }
    database.close()
  }, cards)
}

/** Milliseconds from the start of the navigation to the frame that shows the patient's name. */
async function reloadOffline(page: Page, name: string): Promise<number> {
  await page.reload()
  await cardTitle(page).filter({ hasText: name }).waitFor()
  return page.evaluate(
    () => new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now()))),
  )
}

/** Milliseconds from each key to the word that it is on the device, told to the person's other windows. */
async function keystrokes(page: Page, count: number): Promise<number[]> {
  await notes(page).click()
  await page.evaluate(() => {
    const taken: number[] = []
    let at = 0
    document.addEventListener('input', () => (at = performance.now()), { capture: true })
    new BroadcastChannel('kartoteka:maria').addEventListener(
      'message',
      ({ data }: MessageEvent<{ step: { put: unknown[] } }>) => {
        if (data.step.put.length > 0) taken.push(performance.now() - at)
      },
    )
    Object.assign(globalThis, { taken })
  })
  const soFar = () => page.evaluate(() => (globalThis as unknown as { taken: number[] }).taken)
  for (let key = 1; key <= count; key++) {
    await page.keyboard.type('а')
    await page.waitForFunction(
      (length) => (globalThis as unknown as { taken: number[] }).taken.length >= length,
      key,
    )
  }
  return soFar()
}
