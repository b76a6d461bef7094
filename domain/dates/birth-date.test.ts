import { expect, test } from 'vitest'
import { ageOn, parseBirthDate } from './birth-date.ts'

const today = '2026-11-21'

test.each([
  ['12.05.1992', '1992-05-12'],
  ['12.5.92', '1992-05-12'],
  ['1 2 20', '2020-02-01'],
  ['12051992', '1992-05-12'],
  ['1992-05-12', '1992-05-12'],
  ['29.02.2024', '2024-02-29'],
])('%s is a birth date', (text, expected) => expect(parseBirthDate(text, today)).toBe(expected))

test.each(['', '31.02.1992', '12.13.1992', '22.11.2026', '01.01.1899', 'май'])('%j is not', (text) =>
  expect(parseBirthDate(text, today)).toBeUndefined(),
)

test('age counts whole years', () => {
  expect(ageOn(today, '1992-11-21')).toBe(34)
  expect(ageOn(today, '1992-11-22')).toBe(33)
})
