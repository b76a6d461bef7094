import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('what is kept is readable by its owner only, also in a folder that others may look into', async () => {
  chmodSync(folder, 0o755)
  const server = spawn(process.execPath, [main], {
    env: {
      KARTOTEKA_DATA: folder,
      KARTOTEKA_PORT: '0',
      KARTOTEKA_DEMONSTRATION: '0',
      KARTOTEKA_LOG: 'error',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const gone = once(server, 'exit')
  await Promise.race([once(server, 'message'), gone])
  const files = readdirSync(folder)
  const open = files.filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0)
  server.kill()
  await gone
  expect(files).toContain('kartoteka.db')
  expect(open).toEqual([])
})
