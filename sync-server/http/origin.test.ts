import { expect, test } from 'vitest'
import { isOwnOrigin } from './origin.ts'

const requested = new URL('http://10.0.0.5:4000/api/commands')

test.each([
  ['http://10.0.0.5:4000', undefined],
  ['https://kartoteka.example', 'https://kartoteka.example'],
  ['https://kartoteka.example', 'https://kartoteka.example/'],
])('%s is this site (public address %s)', (origin, publicUrl) => {
  expect(isOwnOrigin(origin, requested, publicUrl)).toBe(true)
})

test.each([
  '',
  'null',
  'http://10.0.0.5',
  'https://10.0.0.5:4000',
  'http://10.0.0.5:4000.evil.example',
  'not a url',
])('%s is not', (origin) => {
  expect(isOwnOrigin(origin, requested, 'https://kartoteka.example')).toBe(false)
})
