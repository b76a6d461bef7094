/** The sync server dies without a word, in mid-call and in mid-typing. */
import { expect, test, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { notesOf, readCalls } from '#domain/documents/card.ts'
import { atWork } from './rig/at-work.ts'
import { voiceOf } from './rig/media.ts'
import { readAs } from './rig/participant.ts'
import { patientOf, withoutPlus } from './rig/patients.ts'
import { callPanel, callRows, notes, ringingNotice, saving, showCalls } from './rig/screen.ts'

const work = atWork()

/** More packets come in and go out than have until now. */
async function voiceGoesOn(page: Page): Promise<void> {
  const before = await voiceOf(page)
  await expect(async () => {
    const voice = await voiceOf(page)
    expect(voice.sent).toBeGreaterThan(before.sent + 50)
    expect(voice.received).toBeGreaterThan(before.received + 50)
  }).toPass()
}

test('what was said to be saved outlives the server and its author’s browser', async () => {
  const { href } = patientOf('alpha', 0)
  const elena = await work.seat('elena', href)
  await notes(elena).fill('Сохранено до падения')
  await expect(saving(elena)).toHaveText(ru.status.saved)
  await work.centre.killServer()
  await elena.context().close()
  await work.centre.startServer()
  const maria = await work.seat('maria', href)
  await expect(notes(maria)).toHaveValue('Сохранено до падения')
})

test('a talk and the typing go on through it; nothing is lost, and the call is filed once', async () => {
  const patient = patientOf('alpha', 1)
  const elena = await work.seat('elena')
  const call = await work.call('alpha', { from: withoutPlus(patient.number) })
  await expect(ringingNotice(elena)).toContainText(patient.name)
  await elena.keyboard.press('F2')
  await call.answered
  await voiceGoesOn(elena)
  await notes(elena).fill('')
  await expect(saving(elena)).toHaveText(ru.status.saved)

  const text =
    'Болит спина третий день, просит к неврологу, лучше утром, живёт рядом с филиалом на Таганской.'
  const typing = notes(elena).pressSequentially(text)
  await expect(notes(elena)).toHaveValue(/^Болит спина/)
  await work.centre.killServer()
  await typing
  await expect(notes(elena)).toHaveValue(text)
  await expect(saving(elena)).toContainText(/Нет связи с \d\d:\d\d/)
  await expect(saving(elena)).toContainText('ещё не сохранен')
  await voiceGoesOn(elena)

  await work.centre.startServer()
  await expect(saving(elena)).toHaveText(ru.status.saved)
  await voiceGoesOn(elena)
  const document = patient.href.slice(1)
  expect(await readAs(elena, document, (doc) => notesOf(doc).toString())).toBe(text)

  const maria = await work.seat('maria', patient.href)
  await expect(notes(maria)).toHaveValue(text)
  await showCalls(maria)
  await expect(callRows(maria).first()).toContainText(ru.history.talkingNow)
  const before = await callRows(maria).count()
  await call.hangUp()
  await expect(callPanel(elena)).toContainText(ru.panel.ended)
  await expect(callRows(maria).first()).toContainText(ru.history.noResult)
  await expect(callRows(maria)).toHaveCount(before)
  const filed = await readAs(maria, document, (doc) => readCalls(doc))
  expect(filed[0]).toMatchObject({ outcome: 'answered', operator: 'elena', hungUpBy: 'patient' })
})

test('a call that came and ended while the server was away is filed once', async () => {
  const patient = patientOf('alpha', 2)
  const maria = await work.seat('maria', patient.href)
  await showCalls(maria)
  const before = await callRows(maria).count()
  await work.centre.killServer()
  const call = await work.call('alpha', { from: withoutPlus(patient.number) })
  await call.ringing
  await call.hangUp()
  await work.centre.startServer()
  await expect(callRows(maria)).toHaveCount(before + 1)
  await expect(callRows(maria).first()).toContainText(ru.history.outcomes.abandoned)
})
