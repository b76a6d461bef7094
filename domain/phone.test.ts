import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatPhone, isPhone, parsePhone } from './phone.ts'

describe('a number as people and carriers write it', () => {
  test.each([
    ['+7 (916) 111-22-33', '+79161112233'],
    ['8 916 111 22 33', '+79161112233'],
    ['89161112233', '+79161112233'],
    ['79161112233', '+79161112233'],
    ['9161112233', '+79161112233'],
    ['  +7 916 111-22-33 ', '+79161112233'],
    ['8 (843) 200-00-01', '+78432000001'],
    ['+375 29 123-45-67', '+375291234567'],
    ['810375291234567', '+375291234567'],
    ['+1 212 555 0100', '+12125550100'],
  ])('%s is %s', (written, number) => {
    expect(parsePhone(written)).toBe(number)
  })

  test.each([
    '',
    '   ',
    '101',
    '112',
    'anonymous',
    'unknown',
    '+',
    '+7',
    'Иванова',
    '1'.repeat(41),
    '+0000000000',
  ])('%s is none', (written) => {
    expect(parsePhone(written)).toBeUndefined()
  })

  it('reads a number of the country it is told', () => {
    expect(parsePhone('029 123 45 67', 'BY')).toBe('+375291234567')
    expect(parsePhone('(212) 555-0100', 'US')).toBe('+12125550100')
  })

  it('is E.164 or nothing, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'+0123456789 ()-'.split('')) })),
        (written) => {
          const number = parsePhone(written)
          expect(number === undefined || isPhone(number)).toBe(true)
        },
      ),
    )
  })

  it('is read back from how it is shown', () => {
    fc.assert(
      fc.property(fc.integer({ min: 9000000000, max: 9999999999 }), (digits) => {
        const number = parsePhone(`+7${digits}`)
        expect(number && parsePhone(formatPhone(number))).toBe(number)
      }),
    )
  })
})

test.each([
  ['+79161112233', '+7 916 111-22-33'],
  ['+74951200001', '+7 495 120-00-01'],
  ['+375291234567', '+375 29 123 45 67'],
])('%s is shown as %s', (number, shown) => {
  const parsed = parsePhone(number)
  expect(parsed && formatPhone(parsed)).toBe(shown)
})

test.each([
  '79161112233',
  '+7 916',
  '+7916111223a',
  '+0916111223',
  '+123',
  'constructor',
  '',
  9,
  null,
  undefined,
])('%s is not E.164', (value) => {
  expect(isPhone(value)).toBe(false)
})
