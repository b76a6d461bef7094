/** Two kinds of test beside the code: `x.test.ts` needs nothing, `x.integration.test.ts` starts real processes. */
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
          // A whole server comes up in a second or two, on two busy cores in several.
          testTimeout: 20_000,
          hookTimeout: 60_000,
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
