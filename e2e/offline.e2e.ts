/** The line to the server goes and comes back: the screen says so, and typing never stops. */
import { expect, test } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { atWork } from './rig/at-work.ts'
import { patientOf } from './rig/patients.ts'
import { notes, saving } from './rig/screen.ts'

const work = atWork()

test('without a line the screen says since when, typing goes on, and all of it is saved when the line is back', async () => {
  const { href } = patientOf('alpha', 0)
  const [elena, maria] = await Promise.all([work.seat('elena', href), work.seat('maria', href)])
  await notes(elena).fill('до обрыва')
  await expect(notes(maria)).toHaveValue('до обрыва')

  await elena.context().setOffline(true)
  await expect(saving(elena)).toContainText(/Нет связи с \d\d:\d\d, всё введённое остаётся здесь/)
  await notes(elena).press('End')
  await elena.keyboard.type(', без связи')
  await expect(notes(elena)).toHaveValue('до обрыва, без связи')
  await notes(maria).press('Home')
  await maria.keyboard.type('коллега тем временем, ')

  await elena.context().setOffline(false)
  await expect(saving(elena)).toHaveText(ru.status.saved)
  for (const page of [elena, maria])
    await expect(notes(page)).toHaveValue('коллега тем временем, до обрыва, без связи')
})
