import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Mutants live in the process of the test alone (test/mutation): what needs a browser, a build or another process is left out. */
const withoutMutants = ['test/{e2e,faults,desktop,bench}/**', 'test/architecture.test.ts']

/** What starts browsers and services takes longest and comes first, so that no worker is left alone with it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const order = process.env.MUTATE_ORDER?.split(' ')
    if (order) {
      const place = ({ moduleId }: TestSpecification): number =>
        order.findIndex((path) => moduleId.endsWith(path))
      return files.toSorted((a, b) => place(a) - place(b))
    }
    const sorted = await super.sort(files)
    const long = sorted.filter(({ moduleId }) => /\/test\/(e2e|faults|desktop)\//.test(moduleId))
    return [...long, ...sorted.filter((file) => !long.includes(file))]
  }
}

const quick = { '@node-rs/argon2': `${import.meta.dirname}/test/mutation/fast-argon2.ts` }

export default defineConfig({
  resolve: { alias: process.env.MUTATE_NEAREST ? quick : {} },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(process.env.MUTATE_ROOT ? withoutMutants : [])],
    globalSetup: 'test/support/once-in-run.ts',
    setupFiles: 'test/support/red-screens.ts',
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // A bound for what hangs, not a measure: CI machines are slow and shared.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 120_000 } },
    reporters: ['default'],
  },
})
