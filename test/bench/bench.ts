import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { removeFolder, startService, temporaryFolder } from '../support/service-process.ts'
import { type BackupFigures, measureBackup } from './backup.ts'
import { bodiesRow } from './bodies.ts'
import { measureConsole } from './console.ts'
import { type EndingFigures, measureEnding } from './ending.ts'
import { largeStartRows } from './large-start.ts'
import { longWorkRows } from './long-work.ts'
import {
  dataRows,
  introspectionRows,
  linkRows,
  memoryRows,
  refreshRows,
  revocationRows,
} from './protocol.ts'
import { providerPageRows } from './provider-pages.ts'
import { median, type Row, say, table } from './rows.ts'
import { measureSearch, seeded } from './search.ts'

/**
 * Ratios of medians over interleaved rounds of one run: machines are noisy, ratios less so. `npm run bench`, `-- --json`,
 * `-- --write` to put the table into docs/bench.md,
 * `-- --only link,refresh` for parts, `-- --only memory --links 100000` for the memory row at full size,
 * `-- --only search --customers 1000000 --folder D` for the search rows at full size, on a folder that is kept (also for provider-pages),
 * `-- --only link --profiles D` to see where each server's CPU goes (D/ours.cpuprofile).
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    write: { type: 'boolean' },
    links: { type: 'string' },
    rounds: { type: 'string' },
    only: { type: 'string' },
    customers: { type: 'string' },
    folder: { type: 'string' },
    grants: { type: 'string' },
    profiles: { type: 'string' },
  },
})
const rounds = Number(values.rounds ?? 5)
const searchCustomers = Number(values.customers ?? 50_000)
if (values.profiles !== undefined) mkdirSync(values.profiles, { recursive: true })
const protocol = { rounds, profiles: values.profiles }

/** Absolute times, not ratios: what a person waits for. The must is set for 1,000,000 customers and 2,000,000 grants. */
async function searchRows(): Promise<Row[]> {
  const folder = values.folder ?? temporaryFolder()
  say(`search among ${searchCustomers.toLocaleString('en')} customers …`)
  seeded(folder, { customers: searchCustomers })
  const { customers, exact, part, romaji, page } = await measureSearch(folder, rounds * 4)
  if (values.folder === undefined) removeFolder(folder)
  const row = (
    name: string,
    figure: { p50: number; p99: number },
    p50: number,
    p99?: number,
  ): Row => ({
    name: `${name}, ${customers.toLocaleString('en')} customers`,
    against: '—',
    must: `≤ ${p50} ms p50${p99 === undefined ? '' : `, ≤ ${p99} ms p99`}`,
    reached: figure.p50 <= p50 && figure.p99 <= (p99 ?? Number.POSITIVE_INFINITY),
    figures: `${figure.p50.toFixed(2)} ms p50, ${figure.p99.toFixed(2)} ms p99`,
  })
  return [
    row('search by a whole number', exact, 1),
    row('search by any part of a name', part, 10, 30),
    row('search in Latin letters', romaji, 10, 30),
    row('all grants of a customer', page, 10, 30),
  ]
}

/** What a clerk waits for in the window itself. */
async function consoleRows(): Promise<Row[]> {
  const folder = values.folder ?? temporaryFolder()
  say(`the console with ${searchCustomers.toLocaleString('en')} customers …`)
  seeded(folder, { customers: searchCustomers })
  const { customerPage, filter, scrolled, firstBytes } = await measureConsole(
    folder,
    Math.min(100_000, searchCustomers * 2),
  )
  if (values.folder === undefined) removeFolder(folder)
  const row = (name: string, must: string, reached: boolean, figures: string): Row => ({
    name,
    against: '—',
    must,
    reached,
    figures,
  })
  const page = median(customerPage)
  const chip = median(filter)
  return [
    row('a customer’s page with its grants', '≤ 150 ms', page <= 150, `${page.toFixed(0)} ms`),
    row('a filter of the list of grants', '≤ 300 ms', chip <= 300, `${chip.toFixed(0)} ms`),
    row(
      'the list of grants, scrolled',
      'no blank frame',
      scrolled.blank === 0,
      `${scrolled.rows.toLocaleString('en')} rows, ${scrolled.blank} blank`,
    ),
    row(
      'the first screen',
      'loads no list whole',
      firstBytes < 200_000,
      `${firstBytes.toLocaleString('en')} bytes asked of the engine`,
    ),
  ]
}

/** One provider for everybody: refused at once, however many; its rows follow without holding up the others. */
async function endingRows(): Promise<Row[]> {
  const many = 100_000
  say(`the end of ${many.toLocaleString('en')} grants of a provider …`)
  const few: EndingFigures[] = []
  const all: EndingFigures[] = []
  // The first of a process pays for what it loads.
  await measureEnding(100)
  for (let i = 0; i < 3; i += 1) {
    few.push(await measureEnding(100))
    all.push(await measureEnding(many))
  }
  const refused = (of: EndingFigures[]): number => median(of.map((one) => one.refused))
  const ratio = refused(all) / refused(few)
  const name = `all ${many.toLocaleString('en')} grants of a provider end`
  const most = median(all.map((one) => one.blocked.max))
  const p99 = median(all.map((one) => one.blocked.p99))
  const seconds = median(all.map((one) => one.written))
  return [
    {
      name: `${name}: to its first refused call`,
      against: '100 grants',
      ratio,
      must: '≤ 2 ×',
      reached: ratio <= 2,
      figures: `${refused(all).toFixed(1)} ms : ${refused(few).toFixed(1)} ms`,
    },
    {
      name: `${name}: the event loop meanwhile`,
      against: '—',
      must: 'stands still ≤ 10 ms',
      reached: most <= 10,
      figures: `${p99.toFixed(1)} ms p99, ${most.toFixed(1)} ms at most, ${seconds.toFixed(0)} s for all rows`,
    },
  ]
}

/** A backup never holds up requests; and how much there is to keep. */
async function backupRows(): Promise<Row[]> {
  const many = 100_000
  say(`a backup of ${many.toLocaleString('en')} grants while serving …`)
  const all: BackupFigures[] = []
  for (let i = 0; i < 3; i += 1) all.push(await measureBackup(many))
  const middle = (of: (one: (typeof all)[number]) => number): number => median(all.map(of))
  const most = middle((one) => one.during.max)
  const ms = (of: (one: (typeof all)[number]) => number): string => `${middle(of).toFixed(1)} ms`
  return [
    {
      name: `a backup of ${many.toLocaleString('en')} grants while serving: the event loop meanwhile`,
      against: '—',
      must: 'stands still ≤ 10 ms',
      reached: most <= 10,
      figures:
        `${ms((one) => one.during.p99)} p99, ${ms((one) => one.during.max)} at most ` +
        `(without a backup ${ms((one) => one.before.p99)}, ${ms((one) => one.before.max)}); ` +
        `${middle((one) => one.megabytes).toFixed(0)} MB in ${middle((one) => one.seconds).toFixed(1)} s, ` +
        `${middle((one) => one.calls / one.seconds).toFixed(0)} calls/s`,
    },
    {
      name: 'size per grant',
      against: '—',
      must: 'for information',
      reached: true,
      figures: `${(middle((one) => one.bytesPerGrant) / 1_000).toFixed(1)} kB with evidence, tokens, history and audit`,
    },
  ]
}

async function startRows(): Promise<Row[]> {
  say('cold start …')
  const folder = temporaryFolder()
  await (await startService([], folder, false)).stop()
  const own: number[] = []
  const answered: number[] = []
  const raw: number[] = []
  for (let i = 0; i < rounds + 2; i += 1) {
    let started = performance.now()
    const service = await startService([], folder, false)
    own.push(performance.now() - started)
    await fetch(`${service.issuer}/.well-known/oauth-authorization-server`)
    answered.push(performance.now() - started)
    await service.stop()
    started = performance.now()
    await rawStart()
    raw.push(performance.now() - started)
  }
  removeFolder(folder)
  const ratio = median(own) / median(raw)
  return [
    {
      name: 'cold start to ready',
      against: 'bare node:http',
      ratio,
      must: '≤ 3 ×',
      reached: ratio <= 3,
      figures: `${median(own).toFixed(0)} ms : ${median(raw).toFixed(0)} ms; first metadata answered after ${median(answered).toFixed(0)} ms`,
    },
  ]
}

function rawStart(): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['-e', `require('node:http').createServer().listen(0, () => { console.log('ready') })`],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    )
    child.stdout.once('data', () => {
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    })
  })
}

/** Replaces what stands between the marks. */
function writeDown(measured: string): void {
  const file = join(import.meta.dirname, '../../docs/bench.md')
  const [open, close] = ['<!-- npm run bench -- --write -->\n', '<!-- until here -->']
  const text = readFileSync(file, 'utf8')
  const [from, to] = [text.indexOf(open), text.indexOf(close)]
  if (from < 0 || to < from) throw new Error(`${file} has no place for the table`)
  const on = `Measured on ${cpus().length} cores, Node ${process.versions.node}, ${rounds} rounds:`
  writeFileSync(
    file,
    `${text.slice(0, from + open.length)}\n${on}\n\n${measured}\n${text.slice(to)}`,
  )
}

const parts: Record<string, () => Promise<Row[]>> = {
  link: () => linkRows(protocol),
  refresh: () => refreshRows(protocol),
  introspection: () => introspectionRows(protocol),
  data: () => dataRows(protocol),
  revocation: () => revocationRows(protocol),
  start: startRows,
  search: searchRows,
  console: consoleRows,
  ending: endingRows,
  backup: backupRows,
  long: longWorkRows,
  bodies: bodiesRow,
  memory: () => memoryRows(protocol, Number(values.links ?? 3_000)),
}
/** Made by name alone: their folders of gigabytes take longer than all others together. */
const largeParts: typeof parts = {
  'provider-pages': () => providerPageRows(values.folder ?? temporaryFolder()),
  'large-start': () => largeStartRows(Number(values.grants ?? 2_000_000), rounds),
}
const rows: Row[] = []
for (const name of values.only?.split(',') ?? Object.keys(parts)) {
  const measure = parts[name] ?? largeParts[name]
  if (!measure)
    throw new Error(`no part ${name}: ${Object.keys({ ...parts, ...largeParts }).join(', ')}`)
  rows.push(...(await measure()))
}
if (values.write) writeDown(table(rows))
process.stdout.write(
  values.json
    ? `${JSON.stringify({ node: process.version, cores: cpus().length, rounds, rows }, null, 2)}\n`
    : table(rows),
)
process.exit(0)
