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
    const calls = sorted.filter(({ project }) => project.name === callsProject)
    const long = sorted.filter(
      (file) => !calls.includes(file) && /\/test\/(e2e|faults|desktop)\//.test(file.moduleId),
    )
    return [...new Set([...calls, ...long, ...sorted])]
  }
}

/** Its files share the modules of their worker, and so a service and a browser: test/support/calls.ts. */
const callsProject = 'calls'
const callFiles = 'test/e2e/calls/**/*.test.ts'
const all = ['test/**/*.test.ts']
/** Which files are run; a list here and one in a project would be added up. */
const files = process.env.MUTATE_ROOT
  ? { include: all, exclude: [...configDefaults.exclude, ...withoutMutants] }
  : {
      projects: [
        {
          extends: true as const,
          test: { name: callsProject, include: [callFiles], isolate: false },
        },
        {
          extends: true as const,
          test: { name: 'others', include: all, exclude: [...configDefaults.exclude, callFiles] },
        },
      ],
    }

const quick = { '@node-rs/argon2': `${import.meta.dirname}/test/mutation/fast-argon2.ts` }

export default defineConfig({
  resolve: { alias: process.env.MUTATE_NEAREST ? quick : {} },
  test: {
    ...files,
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
