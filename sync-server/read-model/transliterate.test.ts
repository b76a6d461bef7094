import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { transliterate } from './transliterate.ts'

test.each([
  ['Ёлкина', 'elkina'],
  ['Щукина', 'shchukina'],
  ['Соловьёв', 'solovev'],
  ['Йорданов', 'iordanov'],
  ['Хрущ Эдуард', 'khrushch eduard'],
  ["O'Brien", "o'brien"],
])('%s is %s', (written, latin) => {
  expect(transliterate(written)).toBe(latin)
})

it('leaves no Russian letter', () => {
  const letters = 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя'.split('')
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...letters) }), (text) => {
      expect(transliterate(text)).toMatch(/^[a-z]*$/)
    }),
  )
})
