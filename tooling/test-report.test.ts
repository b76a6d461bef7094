import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readReport } from './test-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const vitest = {
  numPassedTests: 5,
  numFailedTests: 0,
  numFailedTestSuites: 0,
  numPendingTests: 0,
  numTodoTests: 0,
}

test.each([
  [
    { ...vitest, numFailedTests: 2, numFailedTestSuites: 1 },
    { passed: 5, failed: 2, skipped: 0 },
  ],
  [
    { ...vitest, numFailedTestSuites: 1 },
    { passed: 5, failed: 1, skipped: 0 },
  ],
  [
    { ...vitest, numPendingTests: 2, numTodoTests: 1 },
    { passed: 5, failed: 0, skipped: 3 },
  ],
  [{ stats: { expected: 7, flaky: 1, unexpected: 3, skipped: 2 } }, { passed: 7, failed: 4, skipped: 2 }],
  [{ other: true }, undefined],
])('%o counts as %o', (report, count) => {
  const file = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(report))
  expect(readReport(file)).toEqual(count)
})

test('a runner that wrote nothing has no count', () => {
  expect(readReport(join(folder, 'none.json'))).toBeUndefined()
})
