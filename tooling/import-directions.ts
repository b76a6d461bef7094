/**
 * Holds the directions of imports: `client`, `sync-server`, `pbx-bridge` and `asterisk` know `domain`; `domain` knows
 * nobody, not even Node; the four know each other by protocol only. Tests and tooling may know all.
 */
import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, normalize, sep } from 'node:path'
import { root } from './root.ts'

/** Room → the rooms it may import from. */
const mayKnow: Readonly<Record<string, readonly string[]>> = {
  domain: ['domain'],
  client: ['client', 'domain'],
  'sync-server': ['sync-server', 'domain'],
  'pbx-bridge': ['pbx-bridge', 'domain'],
  asterisk: ['asterisk', 'domain'],
}
/** Test code stands outside the rooms it tests. */
const isTest = (file: string): boolean => /\.test\.tsx?$|(^|\/)testing\//.test(file)

export interface Crossing {
  file: string
  line: number
  imported: string
  reason: string
}

/** Every `from '…'`, `import '…'` and `import('…')`. */
const importing = /(?:\bfrom\s+|\bimport\s*\(?\s*)(['"])([^'"\n]+)\1/g

export function crossingsIn(file: string, source: string): Crossing[] {
  const [room = ''] = file.split('/')
  const known = mayKnow[room]
  if (!known) return []
  return [...source.matchAll(importing)].flatMap((match) => {
    const imported = match[2] ?? ''
    const reason = objection(file, room, known, imported)
    const line = source.slice(0, match.index).split('\n').length
    return reason === undefined ? [] : [{ file, line, imported, reason }]
  })
}

function objection(
  file: string,
  room: string,
  known: readonly string[],
  imported: string,
): string | undefined {
  if (room === 'domain' && isBuiltin(imported) && !isTest(file)) return 'domain is pure and runs in browsers'
  const target = roomOf(file, imported)
  if (target === undefined || known.includes(target)) return undefined
  if (isTest(file) && target !== 'tooling') return undefined
  return `${room} may know ${known.filter((name) => name !== room).join(', ') || 'nobody'}, not ${target}`
}

/** `undefined` for a package. */
function roomOf(file: string, imported: string): string | undefined {
  if (imported.startsWith('#')) return imported.slice(1).split('/')[0]
  if (!imported.startsWith('.')) return undefined
  const [target = ''] = normalize(join(dirname(file), imported)).split(sep)
  return target in mayKnow || target === 'e2e' || target === 'tooling' ? target : undefined
}

if (import.meta.main) {
  const files = Object.keys(mayKnow).flatMap((room) => globSync(`${room}/**/*.{ts,tsx}`, { cwd: root }))
  const crossings = files.flatMap((file) =>
    crossingsIn(file.replaceAll(sep, '/'), readFileSync(join(root, file), 'utf8')),
  )
  for (const { file, line, imported, reason } of crossings) {
    process.stdout.write(`${file}:${line}: ${imported}: ${reason}\n`)
  }
  process.stdout.write(`import directions: ${files.length} files, ${crossings.length} crossings\n`)
  process.exitCode = crossings.length === 0 ? 0 : 1
}
