import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseWhen } from './parse-when.ts'

/** A Saturday, 14:06 in Moscow. */
const now = Date.parse('2026-11-21T11:06:00Z')
const moscow = { now, timeZone: 'Europe/Moscow' }
const at = (text: string, reference = moscow) => parseWhen(text, reference)?.at

describe('short forms in both languages', () => {
  test.each([
    ['чт 10', '2026-11-26T07:00:00.000Z'],
    ['thu 10', '2026-11-26T07:00:00.000Z'],
    ['в четверг 10:30', '2026-11-26T07:30:00.000Z'],
    ['завтра 15:30', '2026-11-22T12:30:00.000Z'],
    ['tomorrow 15:30', '2026-11-22T12:30:00.000Z'],
    ['tomorrow 3pm', '2026-11-22T12:00:00.000Z'],
    ['послезавтра 9', '2026-11-23T06:00:00.000Z'],
    ['сегодня в 18', '2026-11-21T15:00:00.000Z'],
    ['+3d', '2026-11-24T11:06:00.000Z'],
    ['+3д 10:00', '2026-11-24T07:00:00.000Z'],
    ['+2ч', '2026-11-21T13:06:00.000Z'],
    ['+1w', '2026-11-28T11:06:00.000Z'],
    ['25.11 10:00', '2026-11-25T07:00:00.000Z'],
    ['25.11.2027 10', '2027-11-25T07:00:00.000Z'],
    ['25/11 1030', '2026-11-25T07:30:00.000Z'],
    ['25 ноя 10:00', '2026-11-25T07:00:00.000Z'],
    ['25 nov 10am', '2026-11-25T07:00:00.000Z'],
    ['2026-12-01 08:00', '2026-12-01T05:00:00.000Z'],
    ['15:30', '2026-11-21T12:30:00.000Z'],
    ['10:30', '2026-11-22T07:30:00.000Z'],
    ['10.30', '2026-11-22T07:30:00.000Z'],
  ])('%s', (text, expected) => expect(at(text)).toBe(expected))
})

test('a weekday that is today and whose time has passed means next week', () => {
  expect(at('сб 10')).toBe('2026-11-28T07:00:00.000Z')
  expect(at('сб 18')).toBe('2026-11-21T15:00:00.000Z')
})

test('a date that has passed means next year, unless the year is given', () => {
  expect(at('1.03 10:00')).toBe('2027-03-01T07:00:00.000Z')
  expect(at('1.03.2026 10:00')).toBe('2026-03-01T07:00:00.000Z')
})

test('the words are meant in the zone of the clinic', () => {
  expect(at('завтра 10', { now, timeZone: 'Asia/Yekaterinburg' })).toBe('2026-11-22T05:00:00.000Z')
  expect(at('пн 10', { now: Date.parse('2026-11-22T20:30:00Z'), timeZone: 'Asia/Yekaterinburg' })).toBe(
    '2026-11-23T05:00:00.000Z',
  )
})

test('a day without a time says so', () => {
  expect(parseWhen('чт', moscow)).toEqual({ at: '2026-11-25T21:00:00.000Z', precision: 'day' })
})

test('sentences go to chrono', () => {
  expect(at('через 2 часа')).toBe('2026-11-21T13:06:00.000Z')
  expect(at('next friday at 4pm')).toBe('2026-11-27T13:00:00.000Z')
})

test.each(['', '10', 'абв', '32.01 10', '30.02 10:00', '25:00', 'чт 25', 'перезвонить маме', '+3 лапы'])(
  '%j names no moment',
  (text) => expect(parseWhen(text, moscow)).toBeUndefined(),
)

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (text) => {
      parseWhen(text, moscow)
    }),
  )
})

test('what is found without a year and with a time is never in the past', () => {
  const day = fc.constantFrom(
    'пн',
    'вт',
    'ср',
    'thu',
    'fri',
    'сб',
    'sunday',
    '29.02',
    '1.01',
    '21.11',
    'завтра',
  )
  const zone = fc.constantFrom('Europe/Moscow', 'Asia/Yekaterinburg', 'America/New_York')
  fc.assert(
    fc.property(
      day,
      zone,
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 4e12 }),
      (word, timeZone, hour, from) => {
        const found = parseWhen(`${word} ${hour}:00`, { now: from, timeZone })
        if (found) expect(Date.parse(found.at)).toBeGreaterThan(from)
      },
    ),
  )
})
