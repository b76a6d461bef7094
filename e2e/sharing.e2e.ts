/** Two people on one card: they see each other, and nothing that either writes is lost. */
import { expect, test } from '@playwright/test'
import { ru } from '#client/words/ru.ts'
import { atWork } from './rig/at-work.ts'
import { patientOf } from './rig/patients.ts'
import { field, notes, presence, saving } from './rig/screen.ts'

const work = atWork()

async function twoOn(href: string) {
  const [elena, maria] = await Promise.all([work.seat('elena', href), work.seat('maria', href)])
  return { elena, maria }
}

test('two people on a card see that the other is there, and in which field', async () => {
  const { elena, maria } = await twoOn(patientOf('alpha', 0).href)
  await expect(presence(maria)).toContainText(ru.card.looking('Елена'))
  await expect(presence(elena)).toContainText(ru.card.looking('Мария'))
  await field(elena, ru.fields.tags).focus()
  await expect(presence(maria)).toContainText(ru.card.inField('Елена', ru.fields.tags))
  await notes(elena).focus()
  await expect(presence(maria)).toContainText(ru.card.typing('Елена'))
  await notes(elena).blur()
  await expect(presence(maria)).toContainText(ru.card.looking('Елена'))
  await elena.close()
  await expect(presence(maria)).toHaveCount(0)
})

test('two people who type into the notes at once lose nothing and double nothing', async () => {
  const { elena, maria } = await twoOn(patientOf('alpha', 1).href)
  await notes(elena).fill('|')
  await expect(notes(maria)).toHaveValue('|')
  const before = 'Просит перезвонить после обеда, говорит тихо. '
  const after = ' Wants the same doctor as last time, in the morning.'
  await notes(elena).evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(0, 0))
  await notes(maria).evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(1, 1))
  await Promise.all([notes(elena).pressSequentially(before), notes(maria).pressSequentially(after)])
  await expect(notes(elena)).toHaveValue(`${before}|${after}`)
  await expect(notes(maria)).toHaveValue(`${before}|${after}`)
})

test('two people who type at the same place both find all of their words, in order', async () => {
  const { elena, maria } = await twoOn(patientOf('alpha', 2).href)
  await notes(elena).fill('')
  await expect(notes(maria)).toHaveValue('')
  const russian = 'звонилапросилаперенестиприёмнапятницу'
  const english = 'calledaskedtomovethevisittofriday'
  await Promise.all([notes(elena).pressSequentially(russian), notes(maria).pressSequentially(english)])
  await expect(notes(elena)).toHaveValue(new RegExp(`^[а-яёa-z]{${russian.length + english.length}}$`))
  const text = await notes(elena).inputValue()
  await expect(notes(maria)).toHaveValue(text)
  expect(text.replaceAll(/[a-z]/g, '')).toBe(russian)
  expect(text.replaceAll(/[^a-z]/g, '')).toBe(english)
})

test('fields that two people fill in at once are both kept, and both screens say saved', async () => {
  const { elena, maria } = await twoOn(patientOf('alpha', 3).href)
  await field(elena, ru.fields.tags).fill('ждёт справку')
  await field(maria, ru.fields.source).fill('Листовка')
  await Promise.all([
    field(elena, ru.fields.tags).press('Enter'),
    field(maria, ru.fields.source).press('Enter'),
  ])
  for (const page of [elena, maria]) {
    await expect(field(page, ru.fields.tags)).toHaveValue('ждёт справку')
    await expect(field(page, ru.fields.source)).toHaveValue('Листовка')
    await expect(saving(page)).toHaveText(ru.status.saved)
  }
})

test('every field of a card is there after a reload, and on the screen of a colleague', async () => {
  const { elena, maria } = await twoOn(patientOf('alpha', 4).href)
  const typed: [field: string, text: string][] = [
    [ru.fields.familyName, 'Ёлкина-Смирнова'],
    [ru.fields.givenName, 'Анна-Мария'],
    [ru.fields.patronymic, 'Сергеевна'],
    [ru.fields.birthDate, '29.02.1992'],
    [ru.fields.source, 'Подруга'],
    [ru.fields.tags, 'ДМС, аллергия'],
    [ru.appointmentFields.doctor, 'Левин М. А.'],
    [ru.appointmentFields.branch, 'Таганская, 4'],
    [ru.appointmentFields.service, 'Кардиолог'],
  ]
  for (const [name, text] of typed) {
    await field(elena, name).fill(text)
    await field(elena, name).press('Enter')
  }
  await field(elena, ru.fields.sex).selectOption(ru.sexes.female)
  await field(elena, ru.fields.relation).selectOption(ru.relations.mother)
  await field(elena, ru.card.addPhone).fill('8 916 000-11-22')
  await field(elena, ru.card.addPhone).press('Enter')
  await field(elena, `${ru.card.phoneLabel}: +7 916 000-11-22`).fill('бабушка')
  await notes(elena).fill('Просит тихий кабинет')
  await expect(saving(elena)).toHaveText(ru.status.saved)
  await elena.reload()
  for (const page of [elena, maria]) {
    for (const [name, text] of typed) await expect(field(page, name)).toHaveValue(text)
    await expect(field(page, ru.fields.sex)).toHaveValue('female')
    await expect(field(page, ru.fields.relation)).toHaveValue('mother')
    await expect(field(page, `${ru.card.phoneLabel}: +7 916 000-11-22`)).toHaveValue('бабушка')
    await expect(notes(page)).toHaveValue('Просит тихий кабинет')
  }
})
