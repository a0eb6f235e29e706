import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          environment: 'node',
          // Property tests take a second alone, and several on a machine that is busy.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          environment: 'node',
          // A bound on what hangs, not on what is slow: several files share a busy machine.
          testTimeout: 240_000,
          hookTimeout: 120_000,
          // They wait for servers and clocks more than they compute: two at a time also where there are two cores.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          testTimeout: 240_000,
          hookTimeout: 120_000,
          // Each file starts a whole stack and waits for models: two at a time, also where there are two cores.
          maxWorkers: 2,
        },
      },
    ],
  },
})
