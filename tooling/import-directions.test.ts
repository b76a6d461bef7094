import { expect, test } from 'vitest'
import { crossingsIn } from './import-directions.ts'

test.each([
  ['client/app.tsx', `import { a } from '#domain/ids.ts'`],
  ['client/app.tsx', `import { a } from './b.ts'`],
  ['sync-server/server.ts', `import { serve } from 'srvx/node'`],
  ['e2e/rig/server.ts', `import { startServer } from '#sync-server/server.ts'`],
  ['domain/ids.test.ts', `import { readFileSync } from 'node:fs'`],
])('%s may say %s', (file, source) => {
  expect(crossingsIn(file, source)).toEqual([])
})

test.each([
  ['client/app.tsx', `import { a } from '#sync-server/server.ts'`],
  ['client/app.tsx', `import type { A } from '../sync-server/server.ts'`],
  ['client/app.tsx', `const a = await import('#sync-server/server.ts')`],
  ['pbx-bridge/main.ts', `import '#asterisk/run.ts'`],
  ['pbx-bridge/main.ts', `export * from '#sync-server/server.ts'`],
  ['domain/ids.ts', `import { a } from '#client/app.tsx'`],
  ['domain/ids.ts', `import { readFileSync } from 'node:fs'`],
  ['asterisk/run.ts', `import { say } from '#tooling/say.ts'`],
])('%s may not say %s', (file, source) => {
  expect(crossingsIn(file, source)).toMatchObject([{ file, line: 1 }])
})
