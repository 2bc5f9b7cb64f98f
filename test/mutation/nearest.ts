import { globSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { commonTokens, type Injector, tokens } from '@stryker-mutator/api/plugin'
import {
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner'
import { strykerPlugins } from '@stryker-mutator/vitest-runner'

/** As much of the plugin for vitest as is used. */
interface Vitest extends TestRunner {
  ctx: { provide(name: string, value: unknown): void }
  run(what: { testFiles: string[] }): Promise<DryRunResult>
}

const most = Number(process.env.MUTATE_NEAREST)
const without = /^test\/(e2e|faults|desktop|bench|mutation)\/|^test\/architecture/
const tests = globSync('test/**/*.test.ts')
  .filter((path) => !without.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
  // Others cannot reach the rules.
  .filter(({ text }) => /#(engine|bank|db)'|src\/main\/|support\/world/.test(text))

/** The test files that name most of what a file exports, its folder or the calls of that noun; of equals the shortest. */
function nearestTo(fileName: string): string[] {
  const own = readFileSync(fileName, 'utf8')
  const names = [...own.matchAll(/^export (?:async )?(?:function|const|class) (\w+)/gm)].map(
    ([, name]) => new RegExp(`\\b${name}\\b`),
  )
  const calls = [...own.matchAll(/'([a-z]\w*\.\w+)'/gi)].map(([, name]) => `${name}`)
  const noun = basename(dirname(fileName))
  const file = basename(fileName, '.ts')
  const ranked = tests.map(({ path, text }) => {
    const named = names.filter((name) => name.test(text)).length
    const called = calls.filter((name) => text.includes(name)).length
    const near =
      4 * Math.min(named, 3) +
      2 * Math.min(called, 3) +
      (path.includes(file) ? 5 : 0) +
      (path.includes(noun) ? 3 : 0) +
      Math.min(text.split(noun).length - 1, 8) / 2
    return { path, near, size: text.length }
  })
  ranked.sort((a, b) => b.near - a.near || a.size - b.size)
  return ranked.slice(0, most).map(({ path }) => path)
}

/**
 * Runs no tests beforehand: each change is tried on the test files nearest to it, one after the other until one fails. A file that
 * fails with nothing changed tells nothing, and is no kill.
 */
export function nearestRunner(injector: Injector): TestRunner {
  const [{ factory }] = strykerPlugins as unknown as [{ factory: (of: Injector) => Vitest }]
  const runner = factory(injector)
  runner.dryRun = async () => ({
    status: DryRunStatus.Complete,
    // What a change may take before it counts as hanging, together with the limits of mutate.ts.
    tests: [{ id: 'all', name: 'all', status: TestStatus.Success, timeSpentMs: 120_000 }],
  })
  const tried = async (testFiles: string[], mutant: string): Promise<MutantRunResult> => {
    runner.ctx.provide('mode', 'mutant')
    runner.ctx.provide('hitLimit', undefined)
    runner.ctx.provide('mutantActivation', 'static')
    runner.ctx.provide('activeMutant', mutant)
    return toMutantRunResult(await runner.run({ testFiles }))
  }
  /** Test files that were seen to pass with nothing changed. */
  const sound = new Set<string>()
  runner.mutantRun = async (options: MutantRunOptions): Promise<MutantRunResult> => {
    const testFiles = nearestTo(options.sandboxFileName)
    process.env.MUTATE_ORDER = testFiles.join(' ')
    const result = await tried(testFiles, options.activeMutant.id)
    if (result.status !== MutantRunStatus.Killed) return result
    for (const id of [result.killedBy].flat()) {
      const [file = ''] = String(id).split('#')
      if (sound.has(file)) continue
      const alone = await tried([file], 'none')
      if (alone.status !== MutantRunStatus.Survived) {
        const what = alone.status === MutantRunStatus.Killed ? alone.killedBy : alone.status
        const errorMessage = `fails with nothing changed: ${what} in ${file}`
        return { status: MutantRunStatus.Error, errorMessage }
      }
      sound.add(file)
    }
    return result
  }
  return runner
}
nearestRunner.inject = tokens(commonTokens.injector)
