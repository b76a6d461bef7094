/** The bridge or the PBX dies without a word: calls come out right, none is lost and none is there twice. */
import { expect, test, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { readCalls } from '#domain/documents/card.ts'
import type { CallRecord } from '#domain/telephony/call.ts'
import { atWork } from './rig/at-work.ts'
import { voiceOf } from './rig/media.ts'
import { readAs } from './rig/participant.ts'
import { patientOf, withoutPlus, type KnownPatient } from './rig/patients.ts'
import { callPanel, saving } from './rig/screen.ts'
import { rings, talk } from './rig/talk.ts'

const work = atWork()

const callsOf = (page: Page, { href }: KnownPatient): Promise<CallRecord[]> =>
  readAs(page, href.slice(1), (doc) => readCalls(doc))

/** Exactly one call more on the card than `before`; resolves with it. */
async function oneMore(page: Page, patient: KnownPatient, before: readonly CallRecord[]) {
  await expect.poll(async () => (await callsOf(page, patient)).length).toBe(before.length + 1)
  return (await callsOf(page, patient))[0]
}

test('a talk goes on while the bridge is killed and comes back, and is filed once when it ends', async () => {
  const patient = patientOf('alpha', 0)
  const elena = await work.seat('elena')
  const before = await callsOf(elena, patient)
  const call = await talk(work, elena, patient)
  await work.centre.killBridge()
  const { received } = await voiceOf(elena)
  await expect.poll(async () => (await voiceOf(elena)).received).toBeGreaterThan(received + 50)
  await work.centre.startBridge()
  await expect(callPanel(elena).getByRole('button', { name: ru.panel.hangUp })).toBeVisible()
  await call.hangUp()
  await expect(callPanel(elena)).toContainText(ru.panel.ended)
  expect(await oneMore(elena, patient, before)).toMatchObject({ outcome: 'answered', operator: 'elena' })
})

test('calls that the bridge was away for are there afterwards: answered, ended, given up, each once', async () => {
  const [ended, answered, lost] = [patientOf('alpha', 1), patientOf('alpha', 2), patientOf('alpha', 3)]
  const [elena, maria] = await Promise.all([work.seat('elena'), work.seat('maria')])
  const before = {
    ended: await callsOf(elena, ended),
    answered: await callsOf(elena, answered),
    lost: await callsOf(elena, lost),
  }
  const first = await talk(work, elena, ended)
  const second = await rings(work, maria, answered)
  await work.centre.killBridge()
  await maria.keyboard.press('F2')
  await second.answered
  await first.hangUp()
  const third = await work.call('alpha', { from: withoutPlus(lost.number) })
  await third.ringing
  await third.hangUp()
  await second.hangUp()
  await work.centre.startBridge()
  expect(await oneMore(elena, ended, before.ended)).toMatchObject({
    outcome: 'answered',
    operator: 'elena',
    hungUpBy: 'patient',
  })
  expect(await oneMore(elena, answered, before.answered)).toMatchObject({
    outcome: 'answered',
    operator: 'maria',
    hungUpBy: 'patient',
  })
  expect(await oneMore(elena, lost, before.lost)).toMatchObject({ outcome: 'abandoned', operator: null })
})

test('a talk that the PBX’s death cuts off is on the card once, and the next call rings', async () => {
  const [patient, next] = [patientOf('alpha', 4), patientOf('alpha', 5)]
  const elena = await work.seat('elena')
  const before = await callsOf(elena, patient)
  await talk(work, elena, patient)
  await work.centre.killAsterisk()
  await expect(elena.getByRole('contentinfo')).toContainText(ru.status.pbxReconnecting)
  await work.centre.startAsterisk()
  await expect(elena.getByRole('contentinfo')).toContainText(ru.status.pbxConnected)
  const record = await oneMore(elena, patient, before)
  expect(record).toMatchObject({ outcome: 'answered', operator: 'elena', hungUpBy: 'unknown' })
  await expect(callPanel(elena)).toContainText(ru.panel.ended)
  await expect(saving(elena)).toHaveText(ru.status.saved)
  await expect(elena.getByRole('button', { name: ru.rail.settings })).toContainText(ru.state.online)
  await talk(work, elena, next)
  expect(await callsOf(elena, patient)).toHaveLength(before.length + 1)
})
