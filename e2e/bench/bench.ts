/**
 * `npm run bench`: every figure of docs/performance.md, taken anew on this machine.
 *
 *   npm run bench                        all sections
 *   npm run bench -- admission           one section
 *   npm run bench -- --json FILE         also writes every figure to FILE
 *   npm run bench -- --seconds 5 --rounds 1   shorter, rougher
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { admissionFigures } from './admission.bench.ts'
import { deviceFigures } from './device.bench.ts'
import type { Figures } from './figures.ts'
import { lineLoadFigures } from './line-load.bench.ts'
import { screenPopFigures } from './screen-pop.bench.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    calls: { type: 'string', default: '200' },
    'line-seconds': { type: 'string', default: '60' },
  },
})
const options = { seconds: Number(values.seconds), rounds: Number(values.rounds) }

const sections: Readonly<Record<string, () => Promise<Figures>>> = {
  admission: () => admissionFigures(options),
  'screen-pop': () => screenPopFigures({ calls: Number(values.calls) }),
  device: () => deviceFigures(options),
  line: () => lineLoadFigures({ rate: 20, seconds: Number(values['line-seconds']) }),
}
const unknown = positionals.find((name) => !(name in sections))
if (unknown !== undefined) {
  process.stderr.write(`No such section: ${unknown}. There are: ${Object.keys(sections).join(', ')}\n`)
  process.exit(2)
}

const all: Figures = {}
for (const [name, take] of Object.entries(sections)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  process.stdout.write(`\n${name}\n`)
  const figures = await take()
  for (const [figure, value] of Object.entries(figures)) {
    process.stdout.write(`  ${figure.padEnd(60)} ${value.toFixed(2).padStart(10)}\n`)
  }
  Object.assign(all, figures)
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`)
process.exit(0)
