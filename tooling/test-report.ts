/** How many tests passed and failed, read from what the test runners wrote. */
import { existsSync, readFileSync } from 'node:fs'
import * as v from 'valibot'

export interface Count {
  passed: number
  failed: number
}

const Vitest = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numFailedTestSuites: v.number(),
})
const Playwright = v.object({
  stats: v.object({ expected: v.number(), flaky: v.number(), unexpected: v.number() }),
})

/** `undefined` when the runner came to no report. */
export function readReport(file: string): Count | undefined {
  if (!existsSync(file)) return undefined
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const vitest = v.safeParse(Vitest, json)
  if (vitest.success) {
    const { numPassedTests: passed, numFailedTests, numFailedTestSuites } = vitest.output
    // A file that could not even be loaded has no failed test, only a failed suite.
    return { passed, failed: numFailedTests || numFailedTestSuites }
  }
  const playwright = v.safeParse(Playwright, json)
  if (!playwright.success) return undefined
  const { expected, flaky, unexpected } = playwright.output.stats
  return { passed: expected + flaky, failed: unexpected }
}
