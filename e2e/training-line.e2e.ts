/** On the training line nobody is on the phone, and nobody at work can take it for anything else. */
import { expect, test } from '@playwright/test'
import { en } from '#client/words/en.ts'
import { ru } from '#client/words/ru.ts'
import { known } from '#domain/ids.ts'
import { parsePhone } from '#domain/phone.ts'
import { takeSeat } from './rig/browser.ts'
import { didOf, patientOf } from './rig/patients.ts'
import { callPanel, cardTitle, ringingNotice, speak } from './rig/screen.ts'
import { openTrainingCentre, type TrainingCentre } from './rig/training-centre.ts'

let centre: TrainingCentre
test.beforeAll(async () => {
  centre = await openTrainingCentre()
})
test.afterAll(() => centre.end())

test('the screen says that this is the training line, before a call, in it and after it, on a small screen too', async ({
  browser,
}) => {
  const patient = patientOf('alpha', 0)
  const { page: elena, leave } = await takeSeat(browser, centre.url, 'elena')
  const bottomLine = elena.getByRole('contentinfo')
  const saysSo = () => expect(bottomLine.getByText(ru.status.training)).toBeVisible()
  await saysSo()
  await expect(bottomLine.getByText(ru.status.trainingHint)).toBeVisible()
  await expect(callPanel(elena).getByText(ru.telephone.training)).toBeVisible()

  centre.line.call({
    clinic: patient.clinic,
    did: known(parsePhone, `+${didOf.alpha}`),
    number: patient.number,
  })
  await expect(ringingNotice(elena)).toContainText(patient.name)
  await saysSo()
  await elena.keyboard.press('F2')
  await expect(cardTitle(elena)).toHaveText(patient.name)
  const hangUp = callPanel(elena).getByRole('button', { name: ru.panel.hangUp })
  await expect(hangUp).toBeVisible()
  // Its card is in front already.
  await expect(callPanel(elena).getByText(ru.panel.otherCard)).toHaveCount(0)
  await expect(callPanel(elena).getByRole('button', { name: ru.panel.microphone })).toHaveCount(0)
  await elena.setViewportSize({ width: 1024, height: 768 })
  await saysSo()
  await hangUp.click()
  await expect(callPanel(elena)).toContainText(ru.panel.ended)
  await saysSo()

  await speak(elena, ru, ru.settings.english)
  await expect(bottomLine.getByText(en.status.training)).toBeVisible()
  await leave()
})
