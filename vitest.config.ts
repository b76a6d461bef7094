/** Two kinds of test beside the code: `x.test.ts` needs nothing, `x.integration.test.ts` starts servers, processes, a PBX. */
import { defineConfig } from 'vitest/config'

const elsewhere = ['node_modules/**', 'dist/**', 'data/**']
const integration = '**/*.integration.test.ts'

export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...elsewhere, integration],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: [integration],
          exclude: elsewhere,
          // Real processes share the machine's few cores: one file at a time.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
