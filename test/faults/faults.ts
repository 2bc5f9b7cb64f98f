import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { drills, type Outcome } from './drills/rows.ts'
import { soak } from './soak/soak.ts'

/**
 * `npm run faults`: the drills of drills/rows.ts as a table with tried, acknowledged, wrong. `-- --full` as often as the project asks for
 * (a quarter of an hour; the tests make a share), `-- --only kill,power` for some rows, `-- --write` to put the table into docs/faults.md.
 * `-- --soak 120`: instead of them the load of so many minutes, soak/soak.ts; `--planted` with faults that it must notice.
 */
const { values } = parseArgs({
  options: {
    full: { type: 'boolean' },
    only: { type: 'string' },
    write: { type: 'boolean' },
    soak: { type: 'string' },
    planted: { type: 'boolean' },
  },
})
if (values.soak !== undefined)
  process.exit((await soak(Number(values.soak), values.planted === true)) ? 0 : 1)
const folder = temporaryFolder()
const results = join(folder, 'results')
writeFileSync(results, '')
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', 'test/faults/drills.test.ts'],
  {
    stdio: ['ignore', 2, 2],
    env: {
      ...process.env,
      DRILLS_RESULTS: results,
      ...(values.full && { DRILLS_FULL: '1' }),
      ...(values.only !== undefined && { DRILLS_ONLY: values.only }),
    },
  },
)
const found = new Map(
  readFileSync(results, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { key, ...outcome } = JSON.parse(line) as Outcome & { key: string }
      return [key, outcome]
    }),
)
removeFolder(folder)

const head = ['what', 'tried', 'acknowledged', 'wrong', 'besides']
const lines = Object.entries(drills)
  .filter(([key, { leftOut }]) => found.has(key) || (leftOut && values.only === undefined))
  .map(([key, { name, leftOut }]) => {
    const { tried = 0, acknowledged = 0, wrong = [], note } = found.get(key) ?? {}
    const besides = leftOut ? `left out: ${leftOut}` : (note ?? '')
    return [name, tried, acknowledged, wrong.length, besides]
  })
const table = [head, head.map(() => '---'), ...lines]
  .map((cells) => `| ${cells.join(' | ')} |\n`)
  .join('')
process.stdout.write(table)
if (values.write) {
  const path = 'docs/faults.md'
  const [before = '', , after = ''] = readFileSync(path, 'utf8').split(/<!-- table -->\n/)
  writeFileSync(path, [before, table, after].join('<!-- table -->\n'))
}
process.exitCode = status ?? 1
