import { expect, test } from 'vitest'
import { isOwnOrigin } from './origin.ts'

const requested = new URL('http://10.0.0.5:4000/api/commands')
const publicUrl = 'https://kartoteka.example'

test.each([
  ['http://10.0.0.5:4000', undefined],
  ['https://kartoteka.example', 'https://kartoteka.example'],
  ['https://kartoteka.example', 'https://kartoteka.example/'],
])('%s is this site (public address %s)', (origin, known) => {
  expect(isOwnOrigin(origin, requested, known)).toBe(true)
})

test.each([
  '',
  'null',
  'http://10.0.0.5',
  'https://10.0.0.5:4000',
  'http://10.0.0.5:4000.evil.example',
  'not a url',
])('%s is not', (origin) => {
  expect(isOwnOrigin(origin, requested, undefined)).toBe(false)
  expect(isOwnOrigin(origin, requested, publicUrl)).toBe(false)
})

test('a name that merely leads here is not, once the public address is known', () => {
  expect(isOwnOrigin('http://10.0.0.5:4000', requested, publicUrl)).toBe(false)
})
