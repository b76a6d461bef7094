import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { waitBefore } from './backoff.ts'

const backoff = { first: 200, longest: 10_000 }
const spread = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('the wait before another try', () => {
  it('doubles until it is the longest', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 7].map((attempt) => waitBefore(attempt, backoff, () => 1))
    expect(waits).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000])
  })

  it('is spread over its upper half, so that not everybody comes back at once', () => {
    expect(waitBefore(3, backoff, () => 0)).toBe(800)
    expect(waitBefore(3, backoff, () => 0.5)).toBe(1_200)
  })

  it('is never none and never longer than the longest, however often it has failed', () => {
    fc.assert(
      fc.property(fc.nat(), spread, (attempt, random) => {
        const wait = waitBefore(attempt, backoff, () => random)
        expect(wait).toBeGreaterThanOrEqual(backoff.first / 2)
        expect(wait).toBeLessThanOrEqual(backoff.longest)
      }),
    )
  })
})
