/** Who calls: several patients on a number, nobody yet, somebody who hides, somebody who gives up. */
import { expect, test } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { formatPhone, parsePhone } from '#domain/phone.ts'
import { atWork } from './rig/at-work.ts'
import { family, patientOf, withoutPlus } from './rig/patients.ts'
import {
  callPanel,
  callRows,
  cardTitle,
  missedRows,
  notes,
  phones,
  ringingNotice,
  showCalls,
  showMissed,
} from './rig/screen.ts'
import { withheld } from './rig/sipp.ts'

const work = atWork()

const [mother, son] = family
if (!mother || !son) throw new Error('the demonstration centre has no family')

test('all patients on a number are offered side by side, and one key chooses whose call it is', async () => {
  const elena = await work.seat('elena')
  const call = await work.call('alpha', { from: withoutPlus(mother.number) })
  await expect(ringingNotice(elena)).toContainText(ru.ringing.onNumber(family.length))
  await elena.keyboard.press('F2')
  await call.answered
  await expect(elena.getByRole('heading', { name: ru.choose.title })).toBeVisible()
  const offered = elena.getByRole('main').getByRole('listitem')
  for (const { name } of family) await expect(offered.filter({ hasText: name })).toHaveCount(1)
  await expect(offered).toHaveCount(family.length + 1)
  await expect(offered.last()).toContainText(ru.choose.another)
  const place = (await offered.allInnerTexts()).findIndex((text) => text.includes(son.name))
  await elena.keyboard.press(String(place + 1))
  await expect(elena).toHaveURL(son.href)
  await call.hangUp()
  await expect(callPanel(elena)).toContainText(ru.panel.ended)
  await showCalls(elena)
  await expect(callRows(elena).first()).toContainText(ru.history.incoming)
})

test('another patient on a number that others have gets a card of their own with it', async () => {
  const elena = await work.seat('elena')
  const call = await work.call('alpha', { from: withoutPlus(mother.number) })
  await expect(ringingNotice(elena)).toContainText(ru.ringing.onNumber(family.length))
  await elena.keyboard.press('F2')
  await call.answered
  await elena.getByRole('button', { name: ru.choose.another }).click()
  await expect(cardTitle(elena)).toHaveText(ru.card.untitled)
  await expect(phones(elena)).toContainText(formatPhone(mother.number))
  await expect(notes(elena)).toHaveValue('')
  for (const { href } of family) expect(elena.url()).not.toContain(href)
})

test('a number that nobody has makes a new card that says where it is from', async () => {
  const landline = parsePhone('+78435550199')
  if (!landline) throw new Error('no number')
  const elena = await work.seat('elena')
  const call = await work.call('alpha', { from: withoutPlus(landline) })
  await expect(ringingNotice(elena)).toContainText(`${formatPhone(landline)}, Республика Татарстан`)
  await expect(ringingNotice(elena)).toContainText(ru.ringing.newNumber)
  await elena.keyboard.press('F2')
  await call.answered
  await expect(cardTitle(elena)).toHaveText(ru.card.untitled)
  await expect(phones(elena)).toContainText(formatPhone(landline))
  await expect(elena.getByRole('article').getByText('Республика Татарстан').first()).toBeVisible()
})

test('a hidden number is called so, and its card has none', async () => {
  const elena = await work.seat('elena')
  const call = await work.call('alpha', withheld)
  await expect(ringingNotice(elena)).toContainText(ru.top.hiddenNumber)
  await elena.keyboard.press('F2')
  await call.answered
  await expect(cardTitle(elena)).toHaveText(ru.card.untitled)
  await expect(phones(elena)).toBeVisible()
  await expect(phones(elena)).not.toContainText(/\d/)
})

test('somebody who gives up while it rings is among the missed, for everybody who serves the clinic', async () => {
  const patient = patientOf('alpha', 0)
  const [elena, maria, timur] = await Promise.all(['elena', 'maria', 'timur'].map((name) => work.seat(name)))
  if (!elena || !maria || !timur) throw new Error('nobody there')
  const call = await work.call('alpha', { from: withoutPlus(patient.number) })
  await expect(ringingNotice(elena)).toContainText(patient.name)
  await expect(ringingNotice(maria)).toContainText(patient.name)
  await call.hangUp()
  expect(await call.ended).toBe('cancelled')
  for (const page of [elena, maria]) {
    await expect(ringingNotice(page)).toHaveCount(0)
    await showMissed(page)
    await expect(missedRows(page).filter({ hasText: patient.name })).toHaveCount(1)
  }
  await showMissed(timur)
  await expect(timur.getByText(patient.name)).toHaveCount(0)
})

test('a call that a colleague answers stops ringing here and is missed by nobody', async () => {
  const patient = patientOf('alpha', 1)
  const from = Date.now()
  const [elena, maria] = await Promise.all([work.seat('elena'), work.seat('maria')])
  const call = await work.call('alpha', { from: withoutPlus(patient.number) })
  await expect(ringingNotice(elena)).toContainText(patient.name)
  await expect(ringingNotice(maria)).toContainText(patient.name)
  await maria.keyboard.press('F2')
  await call.answered
  await expect(ringingNotice(elena)).toHaveCount(0)
  await call.hangUp()
  await expect(callPanel(maria)).toContainText(ru.panel.ended)
  await showCalls(maria)
  await expect(callRows(maria).first()).toContainText(ru.history.incoming)
  for (const page of [elena, maria]) {
    const missed = await page.request.get(`/api/calls?outcome=missed&since=${from}`)
    expect(await missed.text()).not.toContain(patient.number)
    await showMissed(page)
    await expect(missedRows(page).filter({ hasText: patient.name })).toHaveCount(0)
  }
})
