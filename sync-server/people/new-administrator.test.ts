import { expect, test } from 'vitest'
import { parseEmail, parseName, parseNewPassword } from './new-administrator.ts'

test('what people write around an address and a name is left out', () => {
  expect(parseEmail(' anna@kartoteka.example ')).toEqual({ ok: true, value: 'anna@kartoteka.example' })
  expect(parseName('  Анна Петрова ')).toEqual({ ok: true, value: 'Анна Петрова' })
})

test('a password is taken as it is, spaces too', () => {
  expect(parseNewPassword('  twelve it is')).toEqual({ ok: true, value: '  twelve it is' })
})

test.each([
  ['no address', parseEmail(undefined), '--email'],
  ['an address that is none', parseEmail('anna'), '--email'],
  ['no name', parseName(undefined), '--name'],
  ['a blank name', parseName('  '), '--name'],
  ['a name of several lines', parseName('Anna\nSmith'), '--name'],
  ['a name that fits nowhere', parseName('a'.repeat(101)), '--name'],
  ['a password that is too short', parseNewPassword('eleven chrs'), '12 to 128'],
  ['a password that is too long', parseNewPassword('a'.repeat(129)), '12 to 128'],
])('%s is refused with a sentence that says how it should be', (_what, parsed, sentence) => {
  expect(parsed.ok ? '' : parsed.reason.en).toContain(sentence)
  expect(parsed.ok ? '' : parsed.reason.ru).toMatch(/[а-я]/)
})
