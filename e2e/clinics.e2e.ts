/** One number, two clinics: what one clinic knows of a patient the other never sees. */
import { expect, test } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { formatPhone } from '#domain/phone.ts'
import { atWork } from './rig/at-work.ts'
import { knownAtBoth, patientOf, withoutPlus } from './rig/patients.ts'
import { callPanel, callRows, cardTitle, notes, ringingNotice, saving, showCalls } from './rig/screen.ts'

const work = atWork()

test('a patient of Alpha who calls Beta is a new patient there, even to somebody who serves both', async () => {
  const patient = patientOf('alpha', 0)
  const [elena, timur] = await Promise.all([work.seat('elena'), work.seat('timur')])
  const call = await work.call('beta', { from: withoutPlus(patient.number) })
  for (const page of [elena, timur]) {
    await expect(ringingNotice(page)).toContainText('Клиника Бета')
    await expect(ringingNotice(page)).toContainText(formatPhone(patient.number))
    await expect(cardTitle(page)).toHaveText(ru.card.untitled)
  }
  await timur.keyboard.press('F2')
  await call.answered
  await expect(callPanel(timur).getByRole('button', { name: ru.panel.hangUp })).toBeVisible()
  for (const page of [elena, timur]) {
    await expect(page).toHaveURL(/\/card\/beta\//)
    await expect(notes(page)).toHaveValue('')
    await showCalls(page)
    await expect(callRows(page)).toHaveCount(1)
    for (const part of patient.name.split(' ')) await expect(page.getByText(part)).toHaveCount(0)
  }
})

test('a ring says whose it is: the number dialled, the colour and the greeting of the clinic', async () => {
  const timur = await work.seat('timur')
  const elena = await work.seat('elena')
  const of = {
    alpha: { did: '+7 495 120-00-01', colour: 'teal', greeting: 'Клиника «Альфа», здравствуйте! Меня зовут' },
    beta: {
      did: '+7 843 210-00-01',
      colour: 'violet',
      greeting: 'Стоматология «Бета», Елена, здравствуйте!',
    },
  } as const
  // With a card open nothing comes forward: the notice alone has to say it.
  await elena.goto(patientOf('alpha', 2).href)
  for (const [clinic, other] of [
    ['alpha', 'beta'],
    ['beta', 'alpha'],
  ] as const) {
    const patient = patientOf(clinic, 3)
    const call = await work.call(clinic, { from: withoutPlus(patient.number) })
    await expect(ringingNotice(elena)).toContainText(patient.name)
    await expect(ringingNotice(elena)).toContainText(of[clinic].did)
    await expect(ringingNotice(elena)).toContainText(of[clinic].greeting)
    await expect(ringingNotice(elena)).toHaveAttribute('data-clinic-colour', of[clinic].colour)
    await expect(ringingNotice(elena)).not.toContainText(of[other].greeting)
    if (clinic === 'beta')
      await expect(ringingNotice(timur)).toContainText('Стоматология «Бета», Тимур, здравствуйте!')
    await call.hangUp()
    await expect(ringingNotice(elena)).toHaveCount(0)
  }
})

test('somebody of Beta gets nothing of a card of Alpha by its address, by searching, or from the server', async () => {
  const patient = patientOf('alpha', 1)
  const timur = await work.seat('timur')
  const found = await timur.request.get(`/api/patients?q=${withoutPlus(patient.number)}`)
  expect(await found.json()).toEqual([])
  const [, , clinic, id] = patient.href.split('/')
  expect((await timur.request.get(`/api/cards/${clinic}/${id}/changes`)).status()).toBe(403)
  await timur.goto(patient.href)
  await expect(timur.getByRole('heading', { name: ru.card.noAccess })).toBeVisible()
})

test('a patient of both clinics has at either a card that knows nothing of the other', async () => {
  const { alpha, beta } = knownAtBoth
  const elena = await work.seat('elena', alpha.href)
  const secret = 'Это знает только Альфа'
  await notes(elena).fill(secret)
  await expect(saving(elena)).toHaveText(ru.status.saved)
  const ownCalls = await callRows(elena).count()
  await work.call('beta', { from: withoutPlus(beta.number) })
  await expect(ringingNotice(elena)).toContainText(ru.ringing.onNumber(1))
  await elena.keyboard.press('F2')
  await expect(callPanel(elena).getByRole('button', { name: ru.panel.hangUp })).toBeVisible()
  await expect(elena).toHaveURL(beta.href)
  await expect(cardTitle(elena)).toHaveText(beta.name)
  await expect(notes(elena)).not.toHaveValue(new RegExp(secret))
  await expect(elena.getByText(secret)).toHaveCount(0)
  await elena.goto(alpha.href)
  await expect(callRows(elena)).toHaveCount(ownCalls)
})
