/** A session that ends under somebody's hands. */
import { expect, test } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { demonstrationPassword } from '#sync-server/demonstration/people.ts'
import { atWork } from './rig/at-work.ts'
import { readAs } from './rig/participant.ts'
import { patientOf } from './rig/patients.ts'
import { cardTitle, endSession, notes, saving, sessionQuestion } from './rig/screen.ts'

const work = atWork()

test('the end of a session is told at once, over the card, and the same person goes on where they were', async () => {
  const { href, name } = patientOf('alpha', 0)
  const elena = await work.seat('elena', href)
  await notes(elena).fill('Перезвонить ')
  await expect(saving(elena)).toHaveText(ru.status.saved)
  await endSession(elena)
  await expect(sessionQuestion(elena)).toContainText(ru.signIn.signedOut)
  await expect(saving(elena)).toHaveText(ru.status.signedOut)

  const answer = (label: string) => sessionQuestion(elena).getByRole('textbox', { name: label })
  await expect(sessionQuestion(elena)).toContainText('Елена Соколова')
  await expect(sessionQuestion(elena)).toContainText('elena@kartoteka.example')
  await expect(answer(ru.signIn.email)).toHaveCount(0)
  await expect(answer(ru.signIn.password)).toBeFocused()
  await answer(ru.signIn.password).fill(demonstrationPassword)
  await elena.keyboard.press('Enter')
  await expect(sessionQuestion(elena)).toHaveCount(0)
  await expect(cardTitle(elena)).toHaveText(name)
  await expect(notes(elena)).toHaveValue('Перезвонить ')
  await notes(elena).press('End')
  await elena.keyboard.type('после шести')
  await expect(saving(elena)).toHaveText(ru.status.saved)
  const kept = await readAs(elena, href.slice(1), (doc) => doc.getText('notes').toString())
  expect(kept).toBe('Перезвонить после шести')
})

test('somebody else may sign in where a session has ended, and finds nothing of who was there', async () => {
  const { href, name } = patientOf('alpha', 1)
  const james = await work.seat('james', href)
  await expect(cardTitle(james)).toHaveText(name)
  await endSession(james)
  const answer = (label: string) => sessionQuestion(james).getByRole('textbox', { name: label })
  await sessionQuestion(james).getByRole('button', { name: ru.signIn.somebodyElse }).click()
  await answer(ru.signIn.email).fill('timur@kartoteka.example')
  await answer(ru.signIn.password).fill(demonstrationPassword)
  await james.keyboard.press('Enter')
  await expect(james.getByRole('button', { name: ru.rail.settings })).toContainText('Тимур')
  await expect(james).toHaveURL('/')
  await expect(james.getByText(name.split(' ')[0] ?? name)).toHaveCount(0)
})
