import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Mutants live in the process of the test alone (test/mutation): what needs a browser, a build or another process is left out. */
const withoutMutants = ['test/{e2e,faults,desktop,bench}/**', 'test/architecture.test.ts']

const all = globSync('test/**/*.test.ts', { cwd: import.meta.dirname })
/** They put something in the place of a module, for all that their process loads from then on: each has one of its own. */
const replaces = (file: string): boolean =>
  readFileSync(join(import.meta.dirname, file), 'utf8').includes('vi.mock(')
const kinds = {
  calls: (file: string) => file.startsWith('test/e2e/calls/'),
  stories: (file: string) => file.startsWith('test/e2e/'),
  alone: (file: string) => /^test\/((desktop|faults)\/|[^/]+$)/.test(file) || replaces(file),
  units: () => true,
}
type Kind = keyof typeof kinds
const names = Object.keys(kinds) as Kind[]
const kindOf = (file: string): Kind => names.find((name) => kinds[name](file)) ?? 'units'
/**
 * All but `alone` share the modules of their worker, which saves a quarter of their time, and with them what is kept for many files:
 * the service of the calls (test/support/calls.ts), the browser of the stories (test/support/browser.ts). They begin in this order,
 * so that what is short comes last and no worker is left alone with something long.
 */
const projects = names.map((name) => ({
  extends: true as const,
  test: { name, include: all.filter((file) => kindOf(file) === name), isolate: name === 'alone' },
}))

/** The longest of what begins first. */
const longest = ['engine-dies', 'first-day', 'drills', 'backup.test', 'failures']

class InTurn extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const order = process.env.MUTATE_ORDER?.split(' ')
    if (order) {
      const place = ({ moduleId }: TestSpecification): number =>
        order.findIndex((path) => moduleId.endsWith(path))
      return files.toSorted((a, b) => place(a) - place(b))
    }
    const turn = ({ project, moduleId }: TestSpecification): number =>
      2 * names.indexOf(project.name as Kind) -
      Number(longest.some((name) => moduleId.includes(name)))
    return (await super.sort(files)).toSorted((a, b) => turn(a) - turn(b))
  }
}

/** Which files are run; a list here and one in a project would be added up. */
const files = process.env.MUTATE_ROOT
  ? { include: all, exclude: [...configDefaults.exclude, ...withoutMutants] }
  : { projects }

const quick = { '@node-rs/argon2': `${import.meta.dirname}/test/mutation/fast-argon2.ts` }

export default defineConfig({
  resolve: { alias: process.env.MUTATE_NEAREST ? quick : {} },
  test: {
    ...files,
    globalSetup: 'test/support/once-in-run.ts',
    setupFiles: 'test/support/red-screens.ts',
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: InTurn },
    // A bound for what hangs, not a measure: CI machines are slow and shared.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 120_000 } },
    reporters: ['default'],
  },
})
