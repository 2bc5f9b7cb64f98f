import { parseArgs } from 'node:util'
import { Presets, SingleBar } from 'cli-progress'
import { loadDemoBank } from '#bank'
import { prepareFolder, StartRefused } from '#db'
import { act, foldHours, openEngine, reindexCustomers, systemClock, systemContext } from '#engine'
import { settleHouse } from '../demo/house.ts'
import { registerNoticeProviders } from '../demo/load-demo.ts'
import { seedGrants } from '../demo/seed-grants.ts'
import { seedTraffic } from '../demo/seed-traffic.ts'

/**
 * `npm run seed -- --data-dir D --customers N --grants M`: invented data of any size, for trials and measurements; `--providers P` of them
 * in all, at least the ten of the demo, with the traffic of `--traffic-days T`.
 */
/** The sample app and the nine companies of the notices. */
const demoProviders = 10

function count(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0)
    throw new StartRefused(`--${name} は0以上の整数です: ${text} (Bad number.)`, {
      reason: 'usage',
    })
  return value
}

const noteSeed = act('system.seed', (_, after: { customers: number; grants: number }) => ({
  target: null,
  after,
}))

async function seed(): Promise<void> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      ...{ 'data-dir': text, customers: text, grants: text, 'transactions-per-account': text },
      ...{ providers: text, 'traffic-days': text },
    },
  })
  const folder = values['data-dir']
  if (folder === undefined)
    throw new StartRefused(
      '--data-dir で、データを入れる空のフォルダを指定してください。 (Name an empty data folder.)',
      { reason: 'usage' },
    )
  const customers = count('customers', values.customers ?? '5000')
  const grants = count('grants', values.grants ?? '10000')
  const transactionsPerAccount = count(
    'transactions-per-account',
    values['transactions-per-account'] ?? (customers > 20_000 ? '0' : '8'),
  )
  const invented = Math.max(0, count('providers', values.providers ?? '0') - demoProviders)
  const days = count('traffic-days', values['traffic-days'] ?? '0')
  prepareFolder(folder)
  const engine = openEngine({
    folder,
    clock: systemClock(),
    log: { warn() {}, error() {} },
    version: 'seed',
  })
  try {
    if (engine.bank.customer(1))
      throw new StartRefused(
        `すでにデータがあります: ${folder}\n空のフォルダを指定してください。データは変更していません。 (The folder holds data.)`,
        { reason: 'data-not-demo' },
      )
    await settleHouse(engine)
    // While the database is empty: records that all search keys are of the present version.
    await reindexCustomers(engine)
    const started = performance.now()
    await withBar('お客さま', customers, (onSlice) =>
      loadDemoBank(engine.store, engine.passwords, engine.factors, {
        customers,
        transactionsPerAccount,
        nowMs: engine.clock.now(),
        onSlice,
      }),
    )
    const { length: providers } = await registerNoticeProviders(engine, undefined, invented)
    await withBar('連携', grants, (onSlice) =>
      seedGrants(engine, { grants, customers, providers, onSlice }),
    )
    await withBar('通信の日数', days, (onSlice) =>
      seedTraffic(engine, { providers, days, onSlice }),
    )
    // The seeded links were counted by hours, most of them long past.
    await foldHours(engine)
    await noteSeed(systemContext(engine), { customers, grants })
    const seconds = (performance.now() - started) / 1000
    process.stderr.write(
      `${customers.toLocaleString('ja-JP')}人、${grants.toLocaleString('ja-JP')}件を ${seconds.toFixed(1)}秒で入れました（毎秒 ${Math.round((customers + grants) / seconds).toLocaleString('ja-JP')}件）。\n`,
    )
  } finally {
    await engine.close()
  }
}

async function withBar<T>(
  name: string,
  total: number,
  work: (onSlice: (done: number) => void) => Promise<T>,
): Promise<T> {
  const bar = new SingleBar(
    {
      format: `${name} {bar} {percentage}% {value}/{total}　あと {eta_formatted}`,
      stream: process.stderr,
    },
    Presets.shades_classic,
  )
  bar.start(total, 0)
  try {
    return await work((done) => bar.update(done))
  } finally {
    bar.stop()
  }
}

seed().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof StartRefused ? error.message : error instanceof Error ? error.message : String(error)}\n`,
  )
  process.exit(error instanceof StartRefused ? error.exitCode : 1)
})
