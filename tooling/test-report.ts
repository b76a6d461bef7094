/** How many tests passed, failed and were skipped, read from what the test runners wrote. */
import { existsSync, readFileSync } from 'node:fs'
import * as v from 'valibot'

export interface Count {
  passed: number
  failed: number
  skipped: number
}

const Vitest = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numFailedTestSuites: v.number(),
  numPendingTests: v.number(),
  numTodoTests: v.number(),
})
const Playwright = v.object({
  stats: v.object({
    expected: v.number(),
    flaky: v.number(),
    unexpected: v.number(),
    skipped: v.number(),
  }),
})

/** `undefined` when the runner came to no report. */
export function readReport(file: string): Count | undefined {
  if (!existsSync(file)) return undefined
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const vitest = v.safeParse(Vitest, json)
  if (vitest.success) {
    const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests, numTodoTests } =
      vitest.output
    return {
      passed: numPassedTests,
      // A file that could not even be loaded has no failed test, only a failed suite.
      failed: numFailedTests || numFailedTestSuites,
      skipped: numPendingTests + numTodoTests,
    }
  }
  const playwright = v.safeParse(Playwright, json)
  if (!playwright.success) return undefined
  const { expected, flaky, unexpected, skipped } = playwright.output.stats
  // One that passes only when it is tried again has failed.
  return { passed: expected, failed: unexpected + flaky, skipped }
}
