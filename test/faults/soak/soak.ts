import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { percentile } from '../../bench/rows.ts'
import { runCommand } from '../../support/command.ts'
import { TestProvider } from '../../support/provider-client.ts'
import {
  type DemoCustomer,
  type DemoProvider,
  type RunningService,
  removeFolder,
  startService,
  temporaryFolder,
} from '../../support/service-process.ts'
import { checkAtRest } from '../drills/at-rest.ts'
import { openDesks, workAtDesks } from './desks.ts'
import { Ledger } from './ledger.ts'
import { compareQuarters, rows, type Sample, sampleOf, whereMemoryLies } from './samples.ts'
import { Traffic } from './traffic.ts'

const intervalMs = 10_000
const customersWhoLink = 300
const standing = 60
/** Those of the demo that persons link with, by tokens bound to a key, and that do not let them choose accounts. */
const loading = [0, 1, 2, 3, 4, 6, 7]
const probe = join(import.meta.dirname, 'probe.ts')

/** As many of the demo's persons as may sign in, by what the first of them knows: their hashes belong to nobody. */
function letSignIn(folder: string, { demo }: RunningService): DemoCustomer[] {
  const [known] = demo.customers
  if (!known) throw new Error('no customers')
  const db = new SQLite(join(folder, 'renkei.db'))
  const id = Number(known.customerNumber)
  const chosen = `customerId <> ${id} AND customerId <= ${customersWhoLink}`
  db.exec(`
    UPDATE logins SET (passwordHash, userNumber, extraChallenge) =
      (SELECT passwordHash, userNumber, extraChallenge FROM logins WHERE customerId = ${id}) WHERE ${chosen};
    UPDATE customerQuestions AS q SET answerHash =
      (SELECT answerHash FROM customerQuestions k WHERE k.customerId = ${id} AND k.position = q.position) WHERE ${chosen}`)
  const people = db
    .prepare(
      `SELECT name, kana, customerNumber, loginId FROM customers JOIN logins ON customerId = customers.id
        WHERE channel = 'personal' AND customers.id <= ${customersWhoLink}`,
    )
    .all() as Pick<DemoCustomer, 'name' | 'kana' | 'customerNumber' | 'loginId'>[]
  db.close()
  return people.map((person) => ({ ...known, ...person }))
}

/** Backups for as long as the soak runs, as `backup:setup` plans them. */
function planBackups(folder: string, place: string): void {
  const identity = join(place, 'identity.txt')
  const made = runCommand('keys-make', ['--backup-identity', identity])
  const recipient = /age1[a-z0-9]+/.exec(made.stdout)?.[0] ?? ''
  const to = join(place, 'backups')
  mkdirSync(to)
  const args = ['--data-dir', folder, '--to', to, '--recipient', recipient]
  if (runCommand('backup-setup', args).status !== 0) throw new Error('no plan of backups')
}

const say = (text: string): boolean => process.stdout.write(`${text}\n`)

/**
 * `npm run faults -- --soak 120`: the service under the load of many hours for `minutes`, looked at every ten seconds; what it holds in the
 * last quarter is compared with the first. @param planted with a leak and an end that the ledger is not told of
 * @returns whether all is as it must be
 */
export async function soak(minutes: number, planted: boolean): Promise<boolean> {
  const place = temporaryFolder()
  const said = join(place, 'said')
  writeFileSync(said, '')
  const first = await startService([], join(place, 'data'))
  const { folder } = first
  await first.stop()
  const customers = letSignIn(folder, first)
  planBackups(folder, place)
  const service = await startService([], folder, true, {
    NODE_OPTIONS: `--import ${probe}`,
    SOAK_SAID: said,
    SOAK_EVERY_MS: String(intervalMs),
    ...(planted && { SOAK_PLANTED: '1' }),
  })
  const { child, issuer, demo } = service
  const ledger = new Ledger()
  const died = (code: number | null, signal: string | null): void =>
    ledger.note(`the service ended: ${code ?? signal}`)
  child.once('exit', died)
  const providers = await Promise.all(
    loading.map((index) => TestProvider.open(issuer, demo.providers[index] as DemoProvider)),
  )
  const traffic = new Traffic(ledger, providers, customers)
  await traffic.fill(standing)
  const desks = await openDesks(service.console, demo)
  const running = Promise.all([traffic.begin(desks.clerk), workAtDesks(ledger, desks, customers)])
  const samples: Sample[] = []
  const collected: Sample[] = []
  const ends = Date.now() + minutes * 60_000
  const collections = [ends - minutes * 45_000, ends - 2 * intervalMs]
  let asked = false
  for (let tick = 1; Date.now() < ends && child.exitCode === null; tick += 1) {
    await sleep(intervalMs)
    if (planted && tick === 3) await traffic.plant()
    const sample = sampleOf(child.pid ?? 0, folder, said)
    if (sample) (asked ? collected : samples).push(sample)
    asked = Date.now() >= (collections[0] ?? Number.POSITIVE_INFINITY)
    if (asked) {
      child.kill('SIGUSR2')
      collections.shift()
    }
    if (tick % 6 === 0) say(minuteLine(tick / 6, samples, traffic.live, ledger))
    if (tick % 30 === 0) say(`memory lies in: ${whereMemoryLies(child.pid ?? 0)} MB`)
    if (tick % 60 === 0) say(`\nso far:\n${compareQuarters(samples).table}${figures(ledger)}`)
  }
  await ledger.stop()
  await running
  child.off('exit', died)
  if ((await service.stop()) !== 0) ledger.note('no clean stop')
  ledger.wrong.push(...(await checkAtRest(folder)))
  removeFolder(place)
  const { table, broken } = compareQuarters(samples, collected)
  if (collected.length < 2) ledger.note('no memory after a collection')
  say(`\n${minutes} minutes:\n${table}\n${figures(ledger)}`)
  say(`wrong: ${ledger.wrong.length}; not as it must be: ${broken.join(', ') || 'nothing'}`)
  for (const one of ledger.wrong) say(`- ${one}`)
  return ledger.wrong.length === 0 && broken.length === 0
}

function minuteLine(
  minute: number,
  samples: readonly Sample[],
  live: number,
  ledger: Ledger,
): string {
  const s = samples.at(-1)
  if (!s) return `${minute}: nothing was said`
  const worst = Math.max(...samples.slice(-6).map(({ p99 }) => p99))
  const longest = Math.max(...samples.slice(-6).map(({ max }) => max))
  return [
    `${new Date().toISOString().slice(11, 19)} minute ${minute}`,
    `rss ${(s.rss / 1e6).toFixed(0)} heap ${(s.heap / 1e6).toFixed(0)} MB`,
    `descriptors ${s.descriptors}`,
    `wal ${(s.wal / 1e6).toFixed(1)} db ${(s.database / 1e6).toFixed(1)} MB`,
    `loop p99 ${worst.toFixed(1)} max ${longest.toFixed(1)} ms`,
    `live ${live}`,
    ['link', 'refresh', 'data call', 'end by staff']
      .map((kind) => `${kind} ${ledger.times(kind).length}`)
      .join(' '),
    `wrong ${ledger.wrong.length}${ledger.wrong.length > 0 ? `: ${ledger.wrong.at(-1)}` : ''}`,
  ].join(' | ')
}

/** How many of each were done, and how long they took, first quarter and last. */
function figures(ledger: Ledger): string {
  const part = (times: readonly number[], from: number, to: number, share: number): string =>
    percentile(
      times.slice(Math.floor(times.length * from), Math.ceil(times.length * to)),
      share,
    ).toFixed(0)
  const lines = ledger.kinds.map((kind) => {
    const times = ledger.times(kind)
    return [
      kind,
      times.length,
      ...[0.5, 0.99].map(
        (share) => `${part(times, 0, 0.25, share)} → ${part(times, 0.75, 1, share)} ms`,
      ),
      `${Math.max(...times).toFixed(0)} ms`,
    ]
  })
  const head = ['what was done', 'times', 'p50, first → last quarter', 'p99', 'longest']
  return rows([head, head.map(() => '---'), ...lines])
}
