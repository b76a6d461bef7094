/** The telephone in the browser: a microphone that can be shut, chosen and refused. */
import { expect, test, type Locator, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { atWork } from './rig/at-work.ts'
import { voiceOf } from './rig/media.ts'
import { patientOf } from './rig/patients.ts'
import { callPanel, cardTitle, ringingNotice } from './rig/screen.ts'
import { rings, talk } from './rig/talk.ts'

const work = atWork()

const panelButton = (page: Page, name: string): Locator =>
  callPanel(page).getByRole('button', { name, exact: true })

/** Sound given to be sent during the next second of the talk; the microphone of these browsers beeps twice in it. */
async function spokenInASecond(page: Page): Promise<number> {
  const before = await voiceOf(page)
  await expect.poll(async () => (await voiceOf(page)).sent).toBeGreaterThan(before.sent + 50)
  return (await voiceOf(page)).spoken - before.spoken
}

const settings = (page: Page): Locator => page.getByRole('dialog', { name: ru.settings.title })
const openSettings = (page: Page): Promise<void> =>
  page.getByRole('button', { name: ru.rail.settings }).click()
const deviceChoice = (page: Page, name: string): Locator =>
  settings(page).getByRole('combobox', { name, exact: true })
const chosenDevice = (page: Page, name: string): Promise<string> =>
  deviceChoice(page, name).evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.label ?? '')

/** What the person has set for this site in the browser's address bar. */
async function permitMicrophone(page: Page, setting: 'granted' | 'denied'): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  const { targetInfo } = await browser.send('Target.getTargetInfo')
  await browser.send('Browser.setPermission', {
    permission: { name: 'microphone' },
    setting,
    origin: work.centre.url,
    ...(targetInfo.browserContextId && { browserContextId: targetInfo.browserContextId }),
  })
}

test('a microphone that is off sends silence and says so, until it is on again or the next talk begins', async () => {
  const elena = await work.seat('elena')
  const call = await talk(work, elena, patientOf('alpha', 0))
  expect(await spokenInASecond(elena)).toBeGreaterThan(0)

  await panelButton(elena, ru.panel.microphone).click()
  await expect(panelButton(elena, ru.panel.muted)).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(() => spokenInASecond(elena)).toBe(0)

  await panelButton(elena, ru.panel.muted).click()
  await expect(panelButton(elena, ru.panel.microphone)).toHaveAttribute('aria-pressed', 'false')
  await expect.poll(() => spokenInASecond(elena)).toBeGreaterThan(0)

  await panelButton(elena, ru.panel.microphone).click()
  await call.hangUp()
  await expect(callPanel(elena)).toContainText(ru.panel.ended)
  await talk(work, elena, patientOf('alpha', 1))
  await expect(panelButton(elena, ru.panel.microphone)).toHaveAttribute('aria-pressed', 'false')
  await expect.poll(() => spokenInASecond(elena)).toBeGreaterThan(0)
})

test('a microphone and a speaker that were chosen stay chosen, and another is taken in the middle of a talk', async () => {
  const elena = await work.seat('elena')
  await openSettings(elena)
  await expect(deviceChoice(elena, ru.settings.microphone).getByRole('option')).toHaveText([
    ru.settings.defaultDevice,
    'Fake Audio Input 1',
    'Fake Audio Input 2',
  ])
  await deviceChoice(elena, ru.settings.microphone).selectOption('Fake Audio Input 2')
  await deviceChoice(elena, ru.settings.speaker).selectOption('Fake Audio Output 1')

  await elena.reload()
  await openSettings(elena)
  await expect.poll(() => chosenDevice(elena, ru.settings.microphone)).toBe('Fake Audio Input 2')
  await expect.poll(() => chosenDevice(elena, ru.settings.speaker)).toBe('Fake Audio Output 1')
  await elena.keyboard.press('Escape')

  await talk(work, elena, patientOf('alpha', 2))
  expect((await voiceOf(elena)).microphone).toBe('Fake Audio Input 2')
  await panelButton(elena, ru.panel.microphone).click()
  await panelButton(elena, ru.panel.devices).click()
  await deviceChoice(elena, ru.settings.microphone).selectOption('Fake Audio Input 1')
  await expect.poll(async () => (await voiceOf(elena)).microphone).toBe('Fake Audio Input 1')
  await expect.poll(() => spokenInASecond(elena)).toBe(0)
  await elena.keyboard.press('Escape')
  await panelButton(elena, ru.panel.muted).click()
  await expect.poll(() => spokenInASecond(elena)).toBeGreaterThan(0)
})

test('a microphone that is kept from the site is told before anybody calls', async () => {
  const elena = await work.seat('elena')
  await permitMicrophone(elena, 'denied')
  await elena.reload()
  await expect(elena.getByRole('button', { name: ru.rail.settings })).toContainText(ru.state.noMicrophone)
  await expect(callPanel(elena).getByRole('alert')).toContainText(ru.telephone.microphoneDenied)
  await permitMicrophone(elena, 'granted')
  await expect(elena.getByRole('button', { name: ru.rail.settings })).toContainText(ru.state.online)
  await expect(callPanel(elena).getByRole('alert')).toHaveCount(0)
})

test('a microphone that the browser refuses is told with what to do, and the call goes on ringing until it is allowed', async () => {
  const patient = patientOf('alpha', 3)
  const elena = await work.seat('elena')
  const refused = callPanel(elena).getByRole('alert')
  await elena.context().clearPermissions()
  const call = await rings(work, elena, patient)
  await elena.keyboard.press('F2')
  await expect(refused).toContainText(ru.telephone.microphoneDenied)
  await expect(ringingNotice(elena)).toContainText(patient.name)
  await expect(cardTitle(elena)).toHaveText(patient.name)

  await panelButton(elena, ru.again).click()
  await expect(refused).toContainText(ru.telephone.microphoneDenied)

  await elena.context().grantPermissions(['microphone'])
  await expect(refused).toHaveCount(0)
  await elena.keyboard.press('F2')
  await call.answered
  await expect(panelButton(elena, ru.panel.hangUp)).toBeVisible()
  await expect.poll(async () => (await voiceOf(elena)).heard).toBeGreaterThan(0)
})
