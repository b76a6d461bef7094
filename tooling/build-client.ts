/** Builds the client when there is none or when something it is made of is newer. */
import { execFile } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './root.ts'
import { inLanguage, say } from './say.ts'

const built = join(root, 'dist/client/index.html')
const madeOf = ['client/**/*', 'domain/**/*', 'vite.config.ts', 'package-lock.json']

const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

function clientIsBuilt(): boolean {
  const builtAt = changedAt(built)
  return globSync(madeOf, { cwd: root }).every((file) => changedAt(join(root, file)) <= builtAt)
}

/** Rejects with what the build said when it fails. */
export async function buildClient(): Promise<void> {
  if (clientIsBuilt()) return
  say({ ru: 'Собираю интерфейс, около 10 секунд…', en: 'Building the client, about 10 seconds…' })
  try {
    await promisify(execFile)(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build'], {
      cwd: root,
      // Whatever this terminal is used for otherwise.
      env: { ...process.env, NODE_ENV: 'production' },
    })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    const reason = inLanguage({ ru: 'Интерфейс не собрался:', en: 'The client could not be built:' })
    throw new Error([reason, ...said.trim().split('\n').slice(-30)].join('\n'), { cause: error })
  }
}
