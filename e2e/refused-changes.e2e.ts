/** A change that the server refuses: its author learns what, why and what to do, and loses nothing that was typed. */
import { expect, test } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { refusals } from '#domain/policy/verdict.ts'
import { dispositionKey, readCalls, readDispositions } from '#domain/documents/card.ts'
import { atWork } from './rig/at-work.ts'
import { joinAs, readAs } from './rig/participant.ts'
import { patientOf, withoutPlus, withoutPriority } from './rig/patients.ts'
import { bothSetPriority, refusedCount, refusedList } from './rig/refusal.ts'
import { callPanel, cardTitle, field, notes, results, ringingNotice, saving } from './rig/screen.ts'

const work = atWork()

test('of two who set a priority that can be set once, the later one reads why theirs was refused, and can put it away', async () => {
  const { href, name } = withoutPriority
  const [elena, maria] = await Promise.all([work.seat('elena', href), work.seat('maria', href)])
  await expect(cardTitle(maria)).toHaveText(name)
  await notes(elena).fill('Звонила сестра. ')
  await expect(notes(maria)).toHaveValue('Звонила сестра. ')
  await bothSetPriority(maria, elena)

  await expect(field(elena, ru.fields.priority)).toHaveValue('high')
  await expect(saving(elena)).toHaveText(ru.status.saved)
  await expect(notes(elena)).toHaveValue('Звонила сестра. ')

  await elena.getByRole('link', { name: ru.rail.calls }).click()
  await refusedCount(elena).click()
  await expect(refusedList(elena)).toContainText(refusals['priority-locked'].ru)
  await expect(refusedList(elena)).toContainText(ru.fields.priority)
  await expect(refusedList(elena)).toContainText(ru.priorities.low)
  await expect(refusedList(elena)).toContainText(ru.refused.whatToDo)
  await refusedList(elena).getByRole('link', { name: ru.refused.openCard }).click()
  await expect(cardTitle(elena)).toHaveText(name)
  await expect(refusedCount(elena)).toBeVisible()

  await refusedCount(elena).click()
  await refusedList(elena).getByRole('button', { name: ru.refused.dismiss }).click()
  await expect(refusedCount(elena)).toHaveCount(0)
  await expect(refusedList(elena)).toHaveCount(0)
  await expect(field(elena, ru.fields.priority)).toHaveValue('high')
})

test('a result that somebody else set meanwhile stays; the refused one keeps its comment for whoever typed it', async () => {
  const patient = patientOf('alpha', 0)
  const [elena, maria] = await Promise.all([work.seat('elena'), work.seat('maria')])
  const talk = await work.call('alpha', { from: withoutPlus(patient.number) })
  await expect(ringingNotice(elena)).toContainText(patient.name)
  await elena.keyboard.press('F2')
  await talk.answered
  await talk.hangUp()
  await expect(callPanel(elena)).toContainText(ru.panel.ended)

  await elena.context().setOffline(true)
  await expect(saving(elena)).toContainText(/Нет связи с/)
  const card = patient.href.slice(1)
  const call = await readAs(maria, card, (doc) => readCalls(doc)[0]?.id)
  if (!call) throw new Error('the call is not on the card')
  const program = await joinAs(maria, card)
  program.doc
    .getMap('dispositions')
    .set(dispositionKey(call), { result: 'non-target', comment: '', by: 'maria' })
  await expect
    .poll(() => readAs(maria, card, (doc) => readDispositions(doc, call)))
    .toMatchObject([{ disposition: { result: 'non-target' } }])
  program.leave()

  const asTyped =
    'Жалоба — На что: Обслуживание — Какой ответ нужен: Не нужен — ждала врача час, просит извинений'
  await elena.keyboard.press('4')
  await results(elena).getByRole('radio', { name: 'Обслуживание' }).check()
  await results(elena).getByRole('radio', { name: 'Не нужен' }).check()
  await results(elena)
    .getByRole('textbox', { name: ru.results.comment })
    .fill('ждала врача час, просит извинений')
  await elena.keyboard.press('Enter')
  await notes(elena).fill('Записать к другому врачу.')
  await elena.context().setOffline(false)
  await expect(refusedCount(elena)).toHaveText(ru.status.refused(1))
  await expect(saving(elena)).toHaveText(ru.status.saved)
  await expect(notes(elena)).toHaveValue('Записать к другому врачу.')
  await expect(results(elena)).toContainText('Нецелевой')

  await elena.context().grantPermissions(['microphone', 'clipboard-read', 'clipboard-write'])
  await refusedCount(elena).click()
  await expect(refusedList(elena)).toContainText(refusals['disposition-locked'].ru)
  await expect(refusedList(elena)).toContainText(asTyped)
  await refusedList(elena).getByRole('button', { name: ru.copy.copy }).click()
  await expect(refusedList(elena).getByRole('button', { name: ru.copy.copied })).toBeVisible()
  expect(await elena.evaluate(() => navigator.clipboard.readText())).toBe(asTyped)

  await test.step('a supervisor who is asked enters it', async () => {
    await refusedList(elena).getByRole('button', { name: ru.refused.askSupervisor }).click()
    await expect(refusedCount(elena)).toHaveCount(0)
    const viktor = await work.seat('viktor', patient.href)
    const asked = viktor.getByRole('list', { name: ru.requests.title }).getByRole('listitem')
    await expect(asked).toContainText('Елена Соколова')
    await expect(asked).toContainText(asTyped)
    await asked.getByRole('button', { name: ru.requests.write }).click()
    await expect(viktor.getByRole('list', { name: ru.requests.title })).toHaveCount(0)
    await expect(saving(viktor)).toHaveText(ru.status.saved)
    await expect(results(elena)).toContainText('Жалоба')
    await expect
      .poll(() => readAs(maria, card, (doc) => readDispositions(doc, call)))
      .toMatchObject([{ disposition: { result: 'complaint', by: 'viktor' } }])
  })
})
