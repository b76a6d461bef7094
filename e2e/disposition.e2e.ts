/** The result of a call: set with a key, closed to everybody but a supervisor, and told in full afterwards. */
import { expect, test, type Page } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import type { RecordedChange } from '#sync-server/api/changes.ts'
import { refusals } from '#domain/policy/verdict.ts'
import { dispositionKey, readCalls, readDispositions } from '#domain/documents/card.ts'
import { atWork } from './rig/at-work.ts'
import { joinAs, readAs } from './rig/participant.ts'
import { patientOf, withoutPlus, type KnownPatient } from './rig/patients.ts'
import {
  callPanel,
  callRows,
  cardTitle,
  field,
  history,
  notes,
  results,
  ringingNotice,
  saving,
  showCalls,
} from './rig/screen.ts'

const work = atWork()

/** Chooses an answer to one of the clinic's questions. */
const answer = (page: Page, question: string, option: string): Promise<void> =>
  results(page).getByRole('group', { name: question }).getByRole('radio', { name: option }).check()

/** The patient has called, somebody has talked to them, the patient has hung up. */
async function afterTalk(
  page: Page,
  patient: KnownPatient,
  clinic: 'alpha' | 'beta' = 'alpha',
): Promise<void> {
  const call = await work.call(clinic, { from: withoutPlus(patient.number) })
  await expect(ringingNotice(page)).toContainText(patient.name)
  await page.keyboard.press('F2')
  await call.answered
  await expect(callPanel(page).getByRole('button', { name: ru.panel.hangUp })).toBeVisible()
  await call.hangUp()
  await expect(callPanel(page)).toContainText(ru.panel.ended)
}
const documentOf = ({ href }: KnownPatient): string => href.slice(1)
const changesOf = async (page: Page, { href }: KnownPatient): Promise<RecordedChange[]> =>
  (await (
    await page.request.get(`/api/cards/${href.replace('/card/', '')}/changes`)
  ).json()) as RecordedChange[]

test('a result is set with a key and Enter; then only a supervisor changes it, and all of it is told', async () => {
  const patient = patientOf('alpha', 0)
  const elena = await work.seat('elena')
  await afterTalk(elena, patient)
  await elena.keyboard.press('6')
  await elena.keyboard.press('Enter')
  await expect(results(elena)).toContainText('Нецелевой')
  await expect(saving(elena)).toHaveText(ru.status.saved)
  await expect(results(elena)).toContainText(ru.card.supervisorChanges)

  const maria = await work.seat('maria', patient.href)
  await test.step('the colleague sees who set it and that it is closed', async () => {
    const set = maria.getByRole('article').getByText('Е. Соколова', { exact: false })
    await expect(field(maria, ru.card.result)).toHaveText('Нецелевой')
    await expect(set.first()).toBeVisible()
    await expect(maria.getByRole('img', { name: refusals['disposition-locked'].ru })).toBeVisible()
  })

  const before = await changesOf(maria, patient)
  const call = await readAs(maria, documentOf(patient), (doc) => readCalls(doc)[0]?.id)
  if (!call) throw new Error('the call is not on the card')
  await test.step('the server refuses a colleague who goes round the screen', async () => {
    const program = await joinAs(maria, documentOf(patient))
    program.doc
      .getMap('dispositions')
      .set(dispositionKey(call), { result: 'booked', comment: '', by: 'maria' })
    expect(await program.nextWord).toMatchObject({
      type: 'refused',
      code: 'disposition-locked',
      root: 'dispositions',
      key: dispositionKey(call),
    })
    program.leave()
    expect(await changesOf(maria, patient)).toEqual(before)
    expect(await readAs(maria, documentOf(patient), (doc) => readDispositions(doc, call))).toMatchObject([
      { slot: 1, disposition: { result: 'non-target', by: 'elena' } },
    ])
    await expect(field(elena, ru.card.result)).toHaveText('Нецелевой')
  })

  const viktor = await work.seat('viktor', patient.href)
  await results(viktor).getByRole('button', { name: ru.results.change }).click()
  await viktor.keyboard.press('4')
  await answer(viktor, 'На что', 'Ожидание')
  await answer(viktor, 'Какой ответ нужен', 'Перезвонить')
  await viktor.keyboard.press('Enter')
  for (const page of [viktor, elena, maria]) await expect(field(page, ru.card.result)).toHaveText('Жалоба')
  await expect(saving(viktor)).toHaveText(ru.status.saved)

  await test.step('the card and the server tell who changed what', async () => {
    const set = (await changesOf(viktor, patient)).flatMap(({ by, changes }) =>
      changes.flatMap((change) =>
        change.type === 'field' && change.key === dispositionKey(call)
          ? [{ by: by.id, before: change.before, after: change.after }]
          : [],
      ),
    )
    expect(set).toMatchObject([
      { by: 'viktor', before: { result: 'non-target' }, after: { result: 'complaint', by: 'viktor' } },
      { by: 'elena', after: { result: 'non-target', by: 'elena' } },
    ])
    await history(maria).getByRole('button', { name: ru.history.changes, exact: true }).click()
    const rows = history(maria).getByRole('listitem').filter({ hasText: ru.card.result.toLowerCase() })
    await expect(rows.first()).toContainText('В. Орлов')
    await expect(rows.nth(1)).toContainText('Е. Соколова')
    await rows.first().getByRole('button', { name: ru.history.details }).click()
    await expect(rows.first()).toContainText('Нецелевой')
    await expect(rows.first()).toContainText('Жалоба')
  })
})

test('from the end of the talk to a saved booking of a known patient: six keys', async () => {
  const patient = patientOf('alpha', 1)
  const elena = await work.seat('elena')
  await afterTalk(elena, patient)
  const keys = ['1', 'п', 'н', ' ', '9', 'Enter']
  for (const key of keys) await (key === 'Enter' ? elena.keyboard.press(key) : elena.keyboard.type(key))
  await expect(results(elena)).toContainText('Записан')
  await expect(saving(elena)).toHaveText(ru.status.saved)
  await expect(field(elena, ru.appointmentFields.at)).toHaveValue(/^пн .*, 09:00$/)

  const maria = await work.seat('maria', patient.href)
  await expect(cardTitle(maria)).toHaveText(patient.name)
  await expect(field(maria, ru.appointmentFields.at)).toHaveValue(/^пн .*, 09:00$/)
  await showCalls(maria)
  await expect(callRows(maria).first()).toContainText('Записан')
})

test('a second topic of a call has a result of its own', async () => {
  const patient = patientOf('alpha', 3)
  const elena = await work.seat('elena')
  await afterTalk(elena, patient)
  await elena.keyboard.press('2')
  await elena.keyboard.press('Enter')
  await expect(results(elena)).toContainText('Проконсультирован')
  await elena.keyboard.press('+')
  await expect(results(elena)).toContainText(ru.results.topic(2))
  await elena.keyboard.press('6')
  await field(elena, ru.results.comment).fill('Спрашивал и о вакансии')
  await elena.keyboard.press('Enter')
  await expect(results(elena)).toContainText('Нецелевой')
  await expect(saving(elena)).toHaveText(ru.status.saved)

  const maria = await work.seat('maria', patient.href)
  await showCalls(maria)
  await expect(callRows(maria).first()).toContainText('Проконсультирован, Нецелевой')
  await expect(callRows(maria).first()).toContainText('Спрашивал и о вакансии')
  const kept = await readAs(maria, documentOf(patient), (doc) => {
    const [call] = readCalls(doc)
    return call && readDispositions(doc, call.id)
  })
  expect(kept).toMatchObject([
    { slot: 1, disposition: { result: 'consulted', comment: '', by: 'elena' } },
    { slot: 2, disposition: { result: 'non-target', comment: 'Спрашивал и о вакансии', by: 'elena' } },
  ])
})

test('a complaint is asked about by the questions of its clinic, told in the history, and closed like its result', async () => {
  const patient = patientOf('alpha', 4)
  const elena = await work.seat('elena')
  await afterTalk(elena, patient)
  await elena.keyboard.press('4')
  await elena.keyboard.press('Enter')
  await expect(results(elena).getByRole('alert')).toHaveText([ru.results.unanswered, ru.results.unanswered])
  await answer(elena, 'На что', 'Врач')
  await field(elena, 'На кого').fill('Ким А. В.')
  await field(elena, 'На кого').press('Tab')
  await answer(elena, 'Какой ответ нужен', 'Письмо')
  await field(elena, ru.results.comment).fill('Не объяснил назначение')
  await elena.keyboard.press('Enter')
  await expect(saving(elena)).toHaveText(ru.status.saved)

  const told = ['На что: Врач', 'На кого: Ким А. В.', 'Какой ответ нужен: Письмо', 'Не объяснил назначение']
  const maria = await work.seat('maria', patient.href)
  await showCalls(maria)
  for (const words of told) {
    await expect(results(elena)).toContainText(words)
    await expect(callRows(maria).first()).toContainText(words)
  }
  const call = await readAs(maria, documentOf(patient), (doc) => readCalls(doc)[0]?.id)
  if (!call) throw new Error('the call is not on the card')
  const kept = await readAs(maria, documentOf(patient), (doc) => readDispositions(doc, call))
  const answers = { about: 'doctor', whom: 'Ким А. В.', reply: 'letter' }
  expect(kept).toMatchObject([{ slot: 1, disposition: { result: 'complaint', answers, by: 'elena' } }])

  for (const [slot, code, changed] of [
    [1, 'disposition-locked', { ...answers, reply: 'none' }],
    [2, 'unanswered', { about: 'doctor' }],
    [2, 'bad-value', { ...answers, about: 'pain' }],
  ] as const) {
    const program = await joinAs(maria, documentOf(patient))
    program.doc
      .getMap('dispositions')
      .set(dispositionKey(call, slot), { result: 'complaint', comment: '', by: 'maria', answers: changed })
    expect(await program.nextWord).toMatchObject({ type: 'refused', code })
    program.leave()
  }
})

test('a purchase at Beta is asked about in the words of Beta, with a sum as people write it', async () => {
  const patient = patientOf('beta', 0)
  const timur = await work.seat('timur')
  await afterTalk(timur, patient, 'beta')
  await results(timur).getByRole('button', { name: 'Покупка' }).click()
  await field(timur, 'Что куплено').fill('Капа')
  await field(timur, 'Сумма').fill('дорого')
  await field(timur, 'Сумма').press('Tab')
  await expect(results(timur).getByRole('alert')).toHaveText(ru.results.badSum)
  await answer(timur, 'Как оплачено', 'В рассрочку')
  await field(timur, 'Сумма').fill('12 500,50')
  await field(timur, 'Сумма').press('Enter')
  await expect(saving(timur)).toHaveText(ru.status.saved)
  for (const words of ['Что куплено: Капа', /Сумма: 12\s500,50\s₽/, 'Как оплачено: В рассрочку'])
    await expect(results(timur)).toContainText(words)
})

test('what was typed for a result that a colleague set first is kept, with who it was, and goes into the notes', async () => {
  const patient = patientOf('alpha', 5)
  const [elena, viktor] = await Promise.all([work.seat('elena'), work.seat('viktor', patient.href)])
  await afterTalk(elena, patient)
  await elena.keyboard.press('4')
  await answer(elena, 'На что', 'Цена')
  await field(elena, ru.results.comment).fill('Обещали скидку')
  const call = await readAs(viktor, documentOf(patient), (doc) => readCalls(doc)[0]?.id)
  if (!call) throw new Error('the call is not on the card')
  const program = await joinAs(viktor, documentOf(patient))
  program.doc
    .getMap('dispositions')
    .set(dispositionKey(call), { result: 'non-target', comment: '', by: 'viktor' })

  const kept = results(elena).getByRole('alert')
  await expect(kept).toContainText(ru.results.setBy('В. Орлов'))
  await expect(kept).toContainText('Жалоба. На что: Цена. Обещали скидку')
  await expect(field(elena, ru.results.comment)).toHaveCount(0)
  program.leave()
  await test.step('another card comes to the front and goes: it is still there', async () => {
    await elena.getByRole('link', { name: ru.rail.calls }).click()
    await expect(results(elena)).toHaveCount(0)
    await elena.goBack()
    await expect(kept).toContainText('Обещали скидку')
  })
  const before = await notes(elena).inputValue()
  await kept.getByRole('button', { name: ru.results.toNotes }).click()
  await expect(kept).toHaveCount(0)
  await expect(notes(elena)).toHaveValue(`${before}${before && '\n'}Жалоба. На что: Цена. Обещали скидку`)
  await expect(saving(elena)).toHaveText(ru.status.saved)
})

test('what is typed while a result waits for its key stays text', async () => {
  const patient = patientOf('alpha', 2)
  const elena = await work.seat('elena')
  await afterTalk(elena, patient)
  await notes(elena).fill('')
  await elena.keyboard.type('кабинет 12, этаж 3')
  await expect(notes(elena)).toHaveValue('кабинет 12, этаж 3')
  await expect(results(elena).getByRole('button', { pressed: true })).toHaveCount(0)
})
