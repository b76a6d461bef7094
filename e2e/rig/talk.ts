/** A known patient calls Alpha, and somebody at a browser hears it ring, or answers. */
import { expect, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import type { AtWork } from './at-work.ts'
import { withoutPlus, type KnownPatient } from './patients.ts'
import { callPanel, ringingNotice } from './screen.ts'
import type { PatientCall } from './sipp.ts'

export async function rings(work: AtWork, page: Page, patient: KnownPatient): Promise<PatientCall> {
  const call = await work.call('alpha', { from: withoutPlus(patient.number) })
  await expect(ringingNotice(page)).toContainText(patient.name)
  return call
}

export async function talk(work: AtWork, page: Page, patient: KnownPatient): Promise<PatientCall> {
  const call = await rings(work, page, patient)
  await page.keyboard.press('F2')
  await call.answered
  await expect(callPanel(page).getByRole('button', { name: ru.panel.hangUp, exact: true })).toBeVisible()
  return call
}
