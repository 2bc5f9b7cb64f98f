import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import type { MutantResult } from '@stryker-mutator/api/core'
import { Stryker } from '@stryker-mutator/core'
import { folderOf } from './plugin.ts'

/**
 * `npm run mutate -- [--mutate GLOB]… [--tests GLOB]… [--sample N] [--seed S] [--concurrency C]`: changes single expressions of the rules and
 * tells which of them no test noticed, with a score per folder. With `--sample`, that many mutants of each folder: the same ones
 * for the same seed. Tests that need a browser or a build are left out.
 */
const text = { type: 'string' } as const
const { values } = parseArgs({
  options: {
    mutate: { ...text, multiple: true },
    tests: { ...text, multiple: true },
    sample: text,
    seed: { ...text, default: '1' },
    concurrency: { ...text, default: '1' },
  },
})
const root = join(import.meta.dirname, '../..')
process.chdir(root)
Object.assign(process.env, {
  MUTATE_ROOT: root,
  MUTATE_SAMPLE: values.sample ?? '',
  MUTATE_SEED: values.seed,
})

const rules = ['src/main/engine/**/*.ts', 'src/main/server/**/*.ts', 'src/main/console/**/*.ts']
const texts = ['!src/shared/messages/**', '!src/**/index.ts', '!src/shared/contract/**']
const results = await new Stryker({
  mutate: [...(values.mutate ?? [...rules, 'src/shared/**/*.ts']), ...texts],
  testFiles: values.tests ?? [],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './test/mutation/plugin.ts'],
  ignorers: ['nonsense'],
  checkers: ['sample'],
  coverageAnalysis: 'perTest',
  // What runs when a module is loaded would be tried with every test there is.
  ignoreStatic: true,
  concurrency: Number(values.concurrency),
  // A machine that is busy must not be taken for a mutant that hangs.
  timeoutFactor: 4,
  timeoutMS: 60_000,
  dryRunTimeoutMinutes: 60,
  tsconfigFile: 'none',
  tempDirName: '.cache/stryker',
  ignorePatterns: ['/out', '/docs', '/.cache'],
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: '.cache/mutation.json' },
  allowConsoleColors: false,
}).runMutationTest()

const lived = ({ status }: MutantResult): boolean =>
  status === 'Survived' || status === 'NoCoverage'
const counted = results.filter(
  (result) => lived(result) || result.status === 'Killed' || result.status === 'Timeout',
)
const out = (line: string): void => void process.stdout.write(`${line}\n`)

out('\n| folder | mutants | killed | score |\n| --- | --: | --: | --: |')
for (const [folder, some] of [...Map.groupBy(counted, (one) => folderOf(one.fileName))].sort()) {
  const killed = some.filter((one) => !lived(one)).length
  out(`| ${folder} | ${some.length} | ${killed} | ${Math.round((killed / some.length) * 100)} % |`)
}
out('\nsurvived:')
for (const result of counted.filter(lived)) {
  const path = relative(root, result.fileName)
  const { start, end } = result.location
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line)
  const [first = ''] = lines
  const original =
    lines.length > 1
      ? `${first.slice(start.column - 1)} …`
      : first.slice(start.column - 1, end.column - 1)
  const short = (words: string): string => words.replace(/\s+/g, ' ').slice(0, 80)
  out(
    `${path}:${start.line}:${start.column} ${result.mutatorName}${result.status === 'NoCoverage' ? ' (no test reaches it)' : ''}: ${short(original)} → ${short(result.replacement)}`,
  )
}
