/** A patient calls: who sees it before anybody answers, the talk itself, and what stays of it on the card. */
import { expect, test, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { formatPhone } from '#domain/phone.ts'
import { atWork } from './rig/at-work.ts'
import { voiceOf } from './rig/media.ts'
import { patientOf, withoutPlus, type KnownPatient } from './rig/patients.ts'
import { callPanel, callRows, cardTitle, notes, ringingNotice, showCalls } from './rig/screen.ts'

const work = atWork()

/** The patient calls and `page` answers with F2. */
async function talk(page: Page, patient: KnownPatient) {
  const call = await work.call('alpha', { from: withoutPlus(patient.number) })
  await expect(ringingNotice(page)).toContainText(patient.name)
  await page.keyboard.press('F2')
  await call.answered
  await expect(callPanel(page).getByRole('button', { name: ru.panel.hangUp })).toBeVisible()
  return call
}

test('a call to Alpha shows itself before the answer to those who may serve Alpha, and to nobody else', async () => {
  const patient = patientOf('alpha', 0)
  const [elena, maria, ...others] = await Promise.all(
    ['elena', 'maria', 'timur', 'olga', 'sergey'].map((person) => work.seat(person)),
  )
  if (!elena || !maria) throw new Error('nobody there')
  const call = await work.call('alpha', { from: withoutPlus(patient.number) })
  await call.ringing
  for (const page of [elena, maria]) {
    await expect(ringingNotice(page)).toContainText('Клиника Альфа')
    await expect(ringingNotice(page)).toContainText(formatPhone(patient.number))
    await expect(ringingNotice(page)).toContainText(patient.name)
    // Nothing else was open, so the card has come forward by itself.
    await expect(cardTitle(page)).toHaveText(patient.name)
  }
  await expect(
    ringingNotice(elena).getByText('Клиника «Альфа», здравствуйте! Меня зовут Елена, чем могу помочь?'),
  ).toBeVisible()
  await expect(ringingNotice(maria).getByText('Меня зовут Мария, чем могу помочь?')).toBeVisible()
  const othersSeeNothing = async () => {
    for (const page of others) {
      await expect(ringingNotice(page)).toHaveCount(0)
      await expect(page.getByText(formatPhone(patient.number))).toHaveCount(0)
      await expect(page).toHaveURL(/\/$/)
    }
  }
  await othersSeeNothing()
  // What comes late would have come by now.
  await maria.keyboard.press('F2')
  await call.answered
  await call.hangUp()
  await expect(callPanel(maria)).toContainText(ru.panel.ended)
  await othersSeeNothing()
})

test('a call answered with F2 has voice both ways', async () => {
  const elena = await work.seat('elena')
  await talk(elena, patientOf('alpha', 1))
  await expect(async () => {
    const voice = await voiceOf(elena)
    expect(voice.heard).toBeGreaterThan(0)
    expect(voice.sent).toBeGreaterThan(50)
    expect(voice.received).toBeGreaterThan(50)
  }).toPass()
})

test('a ring takes no key from somebody who types', async () => {
  const typed = patientOf('alpha', 2)
  const elena = await work.seat('elena', typed.href)
  await notes(elena).fill('Просит ')
  await notes(elena).press('End')
  await elena.keyboard.type('окно ')
  await work.call('alpha', { from: withoutPlus(patientOf('alpha', 3).number) })
  await expect(ringingNotice(elena)).toBeVisible()
  await elena.keyboard.type('после 19:00')
  await expect(notes(elena)).toBeFocused()
  await expect(notes(elena)).toHaveValue('Просит окно после 19:00')
  await expect(elena).toHaveURL(typed.href)
})

test('a talk that the patient ends is on the card by itself, with its times', async () => {
  const patient = patientOf('alpha', 4)
  const elena = await work.seat('elena')
  const from = Date.now()
  const call = await talk(elena, patient)
  await showCalls(elena)
  const before = await callRows(elena).count()
  await expect(callRows(elena).first()).toContainText(ru.history.talkingNow)
  await call.hangUp()
  await expect(callPanel(elena)).toContainText(ru.panel.ended)
  await expect(callRows(elena)).toHaveCount(before)
  const row = callRows(elena).first()
  await expect(row).toContainText(ru.history.noResult)
  await expect(row).toContainText('Е. Соколова')
  await expect(row).toContainText(/\d:\d\d$/)
  const at = Date.parse((await row.locator('time').getAttribute('datetime')) ?? '')
  expect(at).toBeGreaterThanOrEqual(from)
  expect(at).toBeLessThanOrEqual(Date.now())
})

test('a talk that the operator ends is over for the patient too', async () => {
  const elena = await work.seat('elena')
  const call = await talk(elena, patientOf('alpha', 5))
  await callPanel(elena).getByRole('button', { name: ru.panel.hangUp }).click()
  expect(await call.ended).toBe('they')
  await expect(callPanel(elena)).toContainText(ru.panel.ended)
})

test('the recording of a talk plays on the card, from any place in it', async () => {
  const elena = await work.seat('elena')
  const call = await talk(elena, patientOf('alpha', 6))
  await expect.poll(async () => (await voiceOf(elena)).received).toBeGreaterThan(50)
  await call.hangUp()
  await showCalls(elena)
  await callRows(elena).first().getByRole('button', { name: ru.recording.play }).click()
  const audio = elena.locator('audio[src]')
  await expect.poll(() => audio.evaluate((player: HTMLAudioElement) => player.duration)).toBeGreaterThan(0.5)
  await expect.poll(() => audio.evaluate((player: HTMLAudioElement) => player.currentTime)).toBeGreaterThan(0)
  const address = (await audio.getAttribute('src')) ?? ''
  const part = await elena.request.get(address, { headers: { range: 'bytes=44-143' } })
  expect(part.status()).toBe(206)
  expect(await part.body()).toHaveLength(100)
  expect(part.headers()['content-range']).toMatch(/^bytes 44-143\/\d+$/)
})
