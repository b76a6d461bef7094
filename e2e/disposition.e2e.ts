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

/** The patient has called, somebody has talked to them, the patient has hung up. */
async function afterTalk(page: Page, patient: KnownPatient): Promise<void> {
  const call = await work.call('alpha', { from: withoutPlus(patient.number) })
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

test('what is typed while a result waits for its key stays text', async () => {
  const patient = patientOf('alpha', 2)
  const elena = await work.seat('elena')
  await afterTalk(elena, patient)
  await notes(elena).fill('')
  await elena.keyboard.type('кабинет 12, этаж 3')
  await expect(notes(elena)).toHaveValue('кабинет 12, этаж 3')
  await expect(results(elena).getByRole('button', { pressed: true })).toHaveCount(0)
})
