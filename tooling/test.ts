/**
 * `npm test`: everything, in order: lint, types, unit, build, integration, end to end. Each step runs whatever became
 * of those before it, so that one run tells all there is to mend; the last line counts.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { preparePrerequisites } from './prerequisites.ts'
import { root } from './root.ts'
import { inLanguage, say } from './say.ts'
import { readReport, type Count } from './test-report.ts'

interface Step {
  name: string
  /** Program of a package, or `node`, with its arguments. */
  command: readonly [program: string, ...given: string[]]
  /** Named when it counts its tests itself; a step that does not counts as one. */
  report?: string
  /** True when it needs the browser, the telephone or the exchange. */
  needsMachine?: true
}

const reports = mkdtempSync(join(tmpdir(), 'kartoteka-tests-'))
const vitest = (project: string, report: string): Step['command'] => [
  'vitest',
  'run',
  '--project',
  project,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
]
const reportOf = (name: string): string => join(reports, `${name}.json`)

const steps: readonly Step[] = [
  { name: 'format', command: ['oxfmt', '--check', '.'] },
  { name: 'lint', command: ['oxlint', '--type-aware'] },
  { name: 'import directions', command: ['node', 'tooling/import-directions.ts'] },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'unit', command: vitest('unit', reportOf('unit')), report: reportOf('unit') },
  { name: 'build', command: ['vite', 'build'] },
  {
    name: 'integration',
    command: vitest('integration', reportOf('integration')),
    report: reportOf('integration'),
    needsMachine: true,
  },
  {
    name: 'end to end',
    command: ['playwright', 'test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'],
    report: reportOf('e2e'),
    needsMachine: true,
  },
]

interface Outcome extends Count {
  name: string
  seconds: number
}

async function run({ name, command: [program, ...given], report }: Step): Promise<Outcome> {
  process.stdout.write(`\n── ${name}\n`)
  const startedAt = Date.now()
  const child = spawn(program, given, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  })
  const [code] = await once(child, 'exit')
  const counted = report === undefined ? undefined : readReport(report)
  const whole = code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
  const count = counted === undefined || (code !== 0 && counted.failed === 0) ? whole : counted
  return { name, ...count, seconds: Math.round((Date.now() - startedAt) / 1000) }
}

const missing = await preparePrerequisites()
missing.forEach(say)

const outcomes: Outcome[] = []
for (const step of steps) {
  if (step.needsMachine && missing.length > 0) {
    const words = {
      ru: 'не запускались: чего не хватает, сказано выше',
      en: 'not run: what is missing is said above',
    }
    process.stdout.write(`\n── ${step.name}: ${inLanguage(words)}\n`)
    outcomes.push({ name: step.name, passed: 0, failed: 1, skipped: 0, seconds: 0 })
  } else outcomes.push(await run(step))
}
rmSync(reports, { recursive: true, force: true })

process.stdout.write('\n')
const told = ({ passed, failed, skipped, seconds }: Omit<Outcome, 'name'>): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds} s\n`
for (const { name, ...outcome } of outcomes) {
  process.stdout.write(`${outcome.failed === 0 ? '✓' : '✗'} ${name.padEnd(18)} ${told(outcome)}`)
}
const sum = (key: keyof Omit<Outcome, 'name'>): number =>
  outcomes.reduce((total, outcome) => total + outcome[key], 0)
const failed = sum('failed')
process.stdout.write(
  told({ passed: sum('passed'), failed, skipped: sum('skipped'), seconds: sum('seconds') }),
)
process.exitCode = failed === 0 ? 0 : 1
