/** How long to wait before trying again, so that a returning server is not met by everybody at once. */

export interface Backoff {
  /** Milliseconds. */
  first: number
  longest: number
}

/** Doubles with each failed attempt (0 is the first), and is spread evenly over the upper half. */
export function waitBefore(attempt: number, { first, longest }: Backoff, random = Math.random): number {
  const full = Math.min(longest, first * 2 ** Math.min(attempt, 30))
  return full / 2 + (full / 2) * random()
}
