import { describe, expect, it, test } from 'vitest'
import * as Y from 'yjs'
import { known, parseAppointmentId, parseCallId } from '#domain/ids.ts'
import {
  appointmentKey,
  dispositionKey,
  fullName,
  parseAppointmentKey,
  parseDispositionKey,
  readAppointments,
  readCalls,
  readDispositions,
  readPhones,
  readProfile,
} from './card.ts'

const call = known(parseCallId, '1789000000.42')
const other = known(parseCallId, '1789000000.43')
const soon = known(parseAppointmentId, '01JC0000000000000000000001')
const later = known(parseAppointmentId, '01JC0000000000000000000002')
const open = known(parseAppointmentId, '01JC0000000000000000000003')

describe('a key of a card', () => {
  it('names the call and the topic', () => {
    expect(dispositionKey(call)).toBe('1789000000.42/1')
    expect(parseDispositionKey(dispositionKey(call, 9))).toEqual({ call, slot: 9 })
  })
  test.each([
    '',
    '1',
    call,
    `${call}/`,
    `${call}/0`,
    `${call}/10`,
    `${call}/1/1`,
    `/1`,
    `a b/1`,
    `${call}/1\n`,
  ])('%j is no topic of a call', (key) => expect(parseDispositionKey(key)).toBeUndefined())
  it('names the appointment and its field', () => {
    expect(parseAppointmentKey(appointmentKey(soon, 'at'))).toEqual({ id: soon, field: 'at' })
  })
  test.each(['', soon, `${soon}/`, `${soon}/price`, `${soon}/at/x`, `${soon}/constructor`, 'x/at'])(
    '%j is no field of an appointment',
    (key) => expect(parseAppointmentKey(key)).toBeUndefined(),
  )
})

describe('reading a card', () => {
  const doc = new Y.Doc()
  doc.getMap('profile').set('familyName', 'Ёлкина')
  doc.getMap('phones').set('+79161112233', { label: 'мама' })
  doc.getMap('calls').set(call, { id: call, startedAt: 1 })
  doc.getMap('calls').set(other, { id: other, startedAt: 2 })
  for (const slot of [2, 1])
    doc.getMap('dispositions').set(dispositionKey(call, slot), { result: `r${slot}` })
  doc.getMap('dispositions').set(dispositionKey(other), { result: 'other' })
  doc.getMap('appointments').set(appointmentKey(open, 'doctor'), 'Дом')
  doc.getMap('appointments').set(appointmentKey(later, 'at'), '2026-02-01T10:00:00Z')
  doc.getMap('appointments').set(appointmentKey(soon, 'at'), '2026-01-01T10:00:00Z')
  doc.getMap('appointments').set(appointmentKey(soon, 'status'), 'booked')

  it('gives the fields that are filled in', () => expect(readProfile(doc)).toEqual({ familyName: 'Ёлкина' }))
  it('gives phones with their labels', () =>
    expect(readPhones(doc)).toEqual([{ number: '+79161112233', label: 'мама' }]))
  it('gives the newest call first', () => expect(readCalls(doc).map(({ id }) => id)).toEqual([other, call]))
  it("gives a call's own results in order", () =>
    expect(readDispositions(doc, call)).toEqual([
      { slot: 1, disposition: { result: 'r1' } },
      { slot: 2, disposition: { result: 'r2' } },
    ]))
  it('gives the soonest appointment first, those without a time last', () =>
    expect(readAppointments(doc)).toEqual([
      { id: soon, at: '2026-01-01T10:00:00Z', status: 'booked' },
      { id: later, at: '2026-02-01T10:00:00Z' },
      { id: open, doctor: 'Дом' },
    ]))
})

it('puts a name together from what is known of it', () => {
  expect(fullName({ familyName: 'Иванова', givenName: 'Анна', patronymic: 'Сергеевна' })).toBe(
    'Иванова Анна Сергеевна',
  )
  expect(fullName({ givenName: 'Анна' })).toBe('Анна')
  expect(fullName({ familyName: '' })).toBe('')
})
