import { DrizzleQueryError } from 'drizzle-orm'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { tellError } from './tell-error.ts'

const patient = 'Журавлёва'
const thrownBy = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (error) {
    return error
  }
}

describe('an error in a log', () => {
  it('says what it is, where it came from, and what caused it', () => {
    const told = tellError(new TypeError('no way', { cause: new RangeError('too far') }))
    expect(told).toMatchObject({ type: 'TypeError', message: 'no way: too far' })
    expect(told.stack).toMatch(/^ {4}at .*tell-error\.test\.ts/)
  })

  it.each([
    [
      'a query that failed',
      new DrizzleQueryError('select ?', [patient], new Error('no such table')),
      'DrizzleQueryError: no such table',
    ],
    ['a text that is no JSON', thrownBy(() => JSON.parse(patient)), 'SyntaxError'],
    ['a value of another shape', thrownBy(() => v.parse(v.literal('x'), patient)), 'ValiError'],
    [
      'a cause that quotes',
      new Error('no session', { cause: new DrizzleQueryError('select ?', [patient]) }),
      'no session: DrizzleQueryError',
    ],
    ['what is no error at all', patient, ''],
  ])('does not quote: %s', (_what, error, message) => {
    const told = tellError(error)
    expect(told.message).toBe(message)
    expect(JSON.stringify(told)).not.toContain(patient)
  })
})
