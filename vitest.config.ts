import { configDefaults, defineConfig } from 'vitest/config'

/** Mutants live in the process of the test alone (test/mutation): what needs a browser, a build or another process is left out. */
const withoutMutants = ['test/{e2e,faults,desktop,bench}/**', 'test/architecture.test.ts']

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(process.env.MUTATE_ROOT ? withoutMutants : [])],
    pool: 'forks',
    maxWorkers: 2,
    // A bound for what hangs, not a measure: CI machines are slow and shared.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 120_000 } },
    reporters: ['default'],
  },
})
