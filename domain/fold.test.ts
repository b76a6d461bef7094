import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { fold } from './fold.ts'

test.each([
  ['Ёлкина', 'елкина'],
  ['  ИВАНОВА \t Анна ', 'иванова анна'],
  ['Smith-Jones', 'smith-jones'],
])('%j is compared as %j', (written, folded) => {
  expect(fold(written)).toBe(folded)
})

it('takes letters that came in parts for the whole ones', () => {
  expect(fold('Е\u0308лка и\u0306од')).toBe(fold('Ёлка йод'))
})

it('changes nothing that is folded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(fold(fold(text))).toBe(fold(text))
    }),
  )
})
