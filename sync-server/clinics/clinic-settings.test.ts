import { expect, test } from 'vitest'
import { alpha, beta } from '#sync-server/demonstration/clinics.ts'
import { parseClinic } from './clinic-settings.ts'

test.each([alpha, beta])('$id is a clinic', ({ id, ...settings }) => {
  expect(parseClinic(id, JSON.parse(JSON.stringify(settings)))).toEqual({
    ok: true,
    clinic: { id, ...settings },
  })
})

const { id: _id, ...settings } = alpha
const [about] = alpha.forms.complaint ?? []

test('a clinic of before there were forms asks nothing', () => {
  const { forms: _forms, ...before } = settings
  expect(parseClinic('alpha', before)).toMatchObject({ ok: true, clinic: { forms: {} } })
})

test.each([
  ['a time zone that does not exist', { timeZone: 'Europe/Atlantis' }],
  ['a number that is not E.164', { dids: [{ ...settings.dids[0], number: '8 495 120-00-01' }] }],
  ['no result to choose', { dispositions: [] }],
  ['a colour without tokens', { colour: 'mauve' }],
  ['a name in one language', { name: { ru: 'Альфа' } }],
  ['a form for no topic', { forms: { weather: [] } }],
  ['a question asked twice', { forms: { complaint: [about, about] } }],
  ['a choice of nothing', { forms: { complaint: [{ ...about, options: [] }] } }],
  ['a question of an unknown kind', { forms: { complaint: [{ ...about, kind: 'colour' }] } }],
  ['an eighth day', { workingHours: [{ weekday: 8, opens: '09:00', closes: '18:00' }] }],
])('%s is refused with a reason', (_what, changed) => {
  const parsed = parseClinic('alpha', { ...settings, ...changed })
  expect(parsed.ok ? '' : parsed.reason).toMatch(/^clinic alpha: /)
})

test('an id that would not do in a document’s name is refused', () => {
  expect(parseClinic('Alpha/1', settings)).toMatchObject({ ok: false })
})
