import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import type { MutantResult } from '@stryker-mutator/api/core'
import { Stryker } from '@stryker-mutator/core'
import { folderOf } from './plugin.ts'

/**
 * `npm run mutate -- [--mutate GLOB]… [--tests GLOB]… [--sample N] [--together] [--seed S] [--nearest N] [--concurrency C] [--keep]`:
 * changes single expressions of the rules and tells which of them no test noticed, with a score per folder. With `--sample`, that
 * many mutants of each folder, or with `--together` of all folders: the same ones for the same seed. With `--nearest`, each change
 * is tried on the N test files that name its code most (nearest.ts), without a run of all tests beforehand to see which of them
 * reach it. With `--keep`, scores and survivors are written into docs/mutation.md. Tests that need a browser or a build are left
 * out.
 */
const text = { type: 'string' } as const
const { values } = parseArgs({
  options: {
    mutate: { ...text, multiple: true },
    tests: { ...text, multiple: true },
    sample: text,
    seed: { ...text, default: '1' },
    concurrency: { ...text, default: '1' },
    nearest: text,
    together: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
})
const root = join(import.meta.dirname, '../..')
process.chdir(root)
Object.assign(process.env, {
  MUTATE_ROOT: root,
  MUTATE_SAMPLE: values.sample ?? '',
  MUTATE_SEED: values.seed,
  MUTATE_NEAREST: values.nearest ?? '',
  MUTATE_TOGETHER: values.together ? 'yes' : '',
})

const rules = ['src/main/engine/**/*.ts', 'src/main/server/**/*.ts', 'src/main/console/**/*.ts']
const texts = ['!src/shared/messages/**', '!src/shared/contract/**']
const results = await new Stryker({
  mutate: [...(values.mutate ?? [...rules, 'src/shared/**/*.ts']), ...texts],
  testFiles: values.tests ?? [],
  testRunner: values.nearest ? 'nearest' : 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './test/mutation/plugin.ts'],
  ignorers: ['nonsense'],
  checkers: ['sample'],
  coverageAnalysis: values.nearest ? 'off' : 'perTest',
  // What runs when a module is loaded would be tried with every test there is.
  ignoreStatic: !values.nearest,
  concurrency: Number(values.concurrency),
  // A machine that is busy must not be taken for a mutant that hangs.
  timeoutFactor: 4,
  timeoutMS: 60_000,
  dryRunTimeoutMinutes: 60,
  tsconfigFile: 'none',
  tempDirName: '.cache/stryker',
  ignorePatterns: ['/out', '/docs', '/.cache'],
  reporters: ['told', 'json'],
  jsonReporter: { fileName: '.cache/mutation.json' },
  allowConsoleColors: false,
}).runMutationTest()

const lived = ({ status }: MutantResult): boolean =>
  status === 'Survived' || status === 'NoCoverage'
const counted = results.filter(
  (result) => lived(result) || result.status === 'Killed' || result.status === 'Timeout',
)
const folders = [...Map.groupBy(counted, (one) => folderOf(one.fileName))].sort()
const scores = folders.map(([folder, some]) => {
  const killed = some.filter((one) => !lived(one)).length
  const all = results.filter((one) => folderOf(one.fileName) === folder && one.status !== 'Ignored')
  const score = Math.round((killed / some.length) * 100)
  return `| ${folder} | ${some.length} of ${all.length} | ${killed} | ${score} % |`
})
const survivors = counted.filter(lived).map((result) => {
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
  const short = (words: string): string =>
    words.replace(/\s+/g, ' ').replaceAll('`', "'").slice(0, 80)
  const unseen = result.status === 'NoCoverage' ? ' (no test reaches it)' : ''
  const change = `${short(original)} → ${short(result.replacement)}`
  return { place: `${path}:${start.line}`, told: `- ${path}${unseen}: \`${change}\`` }
})
process.stdout.write(
  [...scores, '', ...survivors.map(({ place, told }) => `${place} ${told}`), ''].join('\n'),
)

if (values.keep) {
  // What other folders had stays, and so do the reasons that people wrote behind a survivor.
  const page = join(root, 'docs/mutation.md')
  const [about = '', kept = ''] = readFileSync(page, 'utf8').split('\n## Scores\n')
  const ran = new Set(folders.map(([folder]) => folder))
  const former = kept.split('\n')
  const elsewhere = (line: string): boolean =>
    !ran.has(folderOf(join(root, /src\/[^ :]+/.exec(line)?.[0] ?? '')))
  const rows = former.filter(
    (line) => line.startsWith('| src/') && !ran.has(line.split(' ')[1] ?? ''),
  )
  const reasons = new Map(former.map((line) => line.split(' — ')).map(([told, why]) => [told, why]))
  const withReason = ({ told }: { told: string }): string => {
    const why = reasons.get(told)
    return why ? `${told} — ${why}` : told
  }
  const lines = [
    about,
    '## Scores\n',
    '| folder | tried | killed | score |\n| --- | --: | --: | --: |',
    ...[...rows, ...scores].sort(),
    '\nSurvived:\n',
    ...[
      ...former.filter((line) => line.startsWith('- src/') && elsewhere(line)),
      ...new Set(survivors.map(withReason)),
    ].sort(),
  ]
  writeFileSync(page, `${lines.join('\n')}\n`)
}
