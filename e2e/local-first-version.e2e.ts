/** A new version of the client: it is offered, and never comes over anybody who talks. */
import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { atWork } from './rig/at-work.ts'
import { patientOf } from './rig/patients.ts'
import { cardTitle, notes, saving } from './rig/screen.ts'
import { talk } from './rig/talk.ts'

const work = atWork()
const worker = new URL('../dist/client/sw.js', import.meta.url)

test('a new version waits until the talk is over and somebody wants it; what was typed stays', async () => {
  const built = await readFile(worker, 'utf8')
  const patient = patientOf('alpha', 0)
  const elena = await work.seat('elena', patient.href)
  await expect(cardTitle(elena)).toHaveText(patient.name)
  await elena.evaluate(() => navigator.serviceWorker.ready)
  // A window takes the one in use for its own from its next load on.
  await elena.reload()
  const update = elena.getByRole('button', { name: ru.status.newVersion })
  const call = await talk(work, elena, patient)
  try {
    await writeFile(worker, built.replace(/builtVersion = "[^"]*"/, 'builtVersion = "newer"'))
    await elena.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))
    await expect(update).toBeDisabled()
    await call.hangUp()
    await expect(update).toBeEnabled()
    await notes(elena).fill('Набрано перед обновлением')
    await expect(saving(elena)).toHaveText(ru.status.saved)
    const loaded = elena.waitForEvent('load')
    await update.click()
    await loaded
    await expect(cardTitle(elena)).toHaveText(patient.name)
    await expect(notes(elena)).toHaveValue('Набрано перед обновлением')
    await expect(update).toHaveCount(0)
    expect(await elena.evaluate(async () => (await caches.keys()).includes('kartoteka-newer'))).toBe(true)
  } finally {
    await writeFile(worker, built)
  }
})
