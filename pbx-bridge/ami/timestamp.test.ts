import { expect, it, test } from 'vitest'
import { parseTimestamp } from './timestamp.ts'

it('is whole milliseconds, whatever the microseconds say', () => {
  expect(parseTimestamp('1795311908.042266')).toBe(1_795_311_908_042)
})
test.each([undefined, '', 'soon', '-1', 'Infinity'])('%j is no moment', (text) => {
  expect(parseTimestamp(text)).toBeUndefined()
})
