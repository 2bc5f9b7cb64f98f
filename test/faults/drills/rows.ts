import { randomInt } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { exitCodes } from '#shared/exit-codes'
import { runCommand } from '../../support/command.ts'
import {
  type RunningService,
  removeFolder,
  startService,
  temporaryFolder,
} from '../../support/service-process.ts'
import { canMount, SmallDisk } from '../../support/small-disk.ts'
import { checkAtRest, crashesTold, permitsTold, revive } from './at-rest.ts'
import { flipBits } from './bits.ts'
import { changeBytes } from './changed-bytes.ts'
import { Load } from './load.ts'
import { PowerDisk, SyncFaults } from './machine.ts'

export interface Outcome {
  tried: number
  acknowledged: number
  /** Each thing that is not as it must be. */
  wrong: string[]
  /** What else there is to know. */
  note?: string
}
export interface Drill {
  /** The row of the table. */
  name: string
  /** How often in each run of the tests, and with --full. */
  times: { share: number; full: number }
  /** Why it cannot be made on this machine. */
  leftOut?: string | false
  /** Its check is that of another row, which shows in each run of the tests what it notices. */
  sharesCheck?: true
  /** @param planted with a fault that the drill must notice */
  run(times: number, planted?: boolean): Promise<Outcome>
}

/** The same addresses again: providers' tokens are bound to the issuer. */
const again = (service: RunningService, env: NodeJS.ProcessEnv = {}) =>
  startService(['--provider-port', new URL(service.issuer).port], service.folder, true, env)

/** A service under load that is ended `times` times by `end`, looked at after each, and at rest at the end. */
async function endedUnderLoad(
  times: number,
  given: {
    service?: RunningService
    env?: NodeJS.ProcessEnv | undefined
    planted?: boolean | undefined
    end(service: RunningService, alive: () => boolean): Promise<unknown>
    /** Steps before the end, at least. */
    least?: number
    /** How many crashes the audit must tell of. */
    told?: number
    /** Whatever was made was also answered. */
    answered?: boolean
  },
): Promise<Outcome> {
  let service = given.service ?? (await startService([], undefined, true, given.env))
  const { folder } = service
  const load = new Load(service)
  const wrong: string[] = []
  const before = permitsTold(folder)
  let slowest = 0
  for (let i = 0; i < times; i += 1) {
    const running = service
    await load.until(
      running,
      (alive) => given.end(running, alive),
      given.least ?? (given.planted ? 12 : 0),
    )
    if (given.planted) revive(folder)
    const began = performance.now()
    service = await again(running, given.env)
    slowest = Math.max(slowest, performance.now() - began)
    wrong.push(...(await load.check(service.issuer, given.answered)))
  }
  const code = await service.stop()
  if (code !== 0) wrong.push(`no clean stop: exit ${code}, ${service.stderr()}`)
  wrong.push(...(await checkAtRest(folder)))
  const lost = load.made - (permitsTold(folder) - before)
  if (lost > 0) wrong.push(`${lost} links without an entry`)
  const told = crashesTold(folder)
  if (given.told !== undefined && told !== given.told) wrong.push(`${told} crashes told`)
  if (!given.service) removeFolder(folder)
  return {
    ...{ tried: times, acknowledged: load.acknowledged, wrong },
    note: `ready again ≤ ${(slowest / 1000).toFixed(1)} s`,
  }
}

/** A disk that refuses for a while: no restart, and all goes on. `fault` begins it, `end` ends it. */
async function refusing(
  service: RunningService,
  times: number,
  given: {
    planted?: boolean | undefined
    fault(): void
    meanwhile?(load: Load): Promise<string[]>
    end(): Promise<void> | void
  },
): Promise<Outcome> {
  const { folder, child } = service
  const load = new Load(service)
  const wrong: string[] = []
  for (let i = 0; i < times; i += 1) {
    // Each life ends with the refusal of its next write.
    await load.until(service, given.fault, given.planted ? 12 : 0)
    wrong.push(...((await given.meanwhile?.(load)) ?? []))
    await given.end()
    if (child.exitCode !== null) return { tried: i, acknowledged: 0, wrong: ['ended by itself'] }
    wrong.push(...(await load.check(service.issuer)))
  }
  await service.kill()
  if (given.planted) revive(folder)
  const last = await again(service)
  wrong.push(...(await load.check(last.issuer)))
  await last.stop()
  wrong.push(...(await checkAtRest(folder)))
  return { tried: times, acknowledged: load.acknowledged, wrong }
}

async function failingSyncs(times: number, planted?: boolean): Promise<Outcome> {
  using faults = new SyncFaults()
  const service = await startService([], undefined, true, faults.env)
  const outcome = await refusing(service, times, {
    planted,
    fault: () => faults.say('eio'),
    end: () => faults.say(''),
  })
  removeFolder(service.folder)
  return outcome
}

async function slowSyncs(times: number, planted?: boolean): Promise<Outcome> {
  using faults = new SyncFaults()
  faults.say('slow')
  const end = (service: RunningService) => service.kill()
  return await endedUnderLoad(times, { planted, env: faults.env, end })
}

async function fullDisk(times: number, planted?: boolean): Promise<Outcome> {
  const made = await startService()
  await made.stop()
  using disk = new SmallDisk(160)
  cpSync(made.folder, disk.folder, { recursive: true })
  removeFolder(made.folder)
  const service = await again({ ...made, folder: disk.folder })
  const reserve = join(disk.folder, 'reserve')
  await until(() => existsSync(reserve))
  return await refusing(service, times, {
    planted,
    fault: () => disk.fill(),
    meanwhile: (load) => load.readAndEnd(service),
    end: () => {
      disk.free()
      return until(() => existsSync(reserve))
    },
  }).finally(() => service.kill())
}

async function until(so: () => boolean): Promise<void> {
  for (let tries = 0; !so(); tries += 1) {
    if (tries > 300) throw new Error('never')
    await sleep(100)
  }
}

async function powerCut(times: number, planted?: boolean): Promise<Outcome> {
  const made = await startService()
  await made.stop()
  using disk = new PowerDisk(made.folder)
  removeFolder(made.folder)
  using faults = planted ? new SyncFaults() : undefined
  faults?.say('lie')
  const service = await again({ ...made, folder: disk.folder }, faults?.env)
  const running = endedUnderLoad(times, {
    service,
    env: faults?.env,
    least: planted ? 12 : 0,
    end: async (last) => {
      await last.kill()
      disk.cut()
    },
  })
  // With syncs that lie the file may be damaged, and no start succeed. Awaited here: the disk goes with this function.
  return await (planted
    ? running.catch((error: Error) => ({ tried: times, acknowledged: 0, wrong: [error.message] }))
    : running)
}

async function locked(times: number, planted?: boolean): Promise<Outcome> {
  const waited: string[] = []
  const outcome = await endedUnderLoad(times, {
    planted,
    end: async (service, alive) => {
      const other = new SQLite(join(service.folder, 'renkei.db'))
      other.pragma('busy_timeout = 1000')
      other.exec('BEGIN IMMEDIATE')
      await sleep(3_000)
      other.exec('ROLLBACK')
      other.close()
      await sleep(200)
      if (!alive()) waited.push('somebody did not wait')
      await service.kill()
    },
  })
  return { ...outcome, wrong: [...outcome.wrong, ...waited] }
}

function copyOf(folder: string): string {
  const copy = temporaryFolder()
  cpSync(folder, copy, { recursive: true })
  return copy
}

async function twoAtOnce(times: number, planted?: boolean): Promise<Outcome> {
  const first = await startService()
  await first.stop()
  const wrong: string[] = []
  for (let i = 0; i < times; i += 1) {
    const folders = [first.folder, planted ? copyOf(first.folder) : first.folder]
    const starts = await Promise.allSettled(folders.map((folder) => startService([], folder)))
    const running = starts.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    if (running.length !== 1) wrong.push(`${running.length} run`)
    for (const one of starts)
      if (one.status === 'rejected' && one.reason.exitCode !== exitCodes['already-running'])
        wrong.push(`exit ${one.reason.exitCode}`)
    for (const one of running) await one.stop()
    if (planted) removeFolder(folders[1] ?? '')
  }
  wrong.push(...(await checkAtRest(first.folder)))
  removeFolder(first.folder)
  return { tried: times, acknowledged: times, wrong }
}

/** The newest entry and what the grants are: what a restore must give back. */
function content(folder: string): string {
  const db = new SQLite(join(folder, 'renkei.db'), { readonly: true })
  const rows = db
    .prepare('SELECT id, status, endedAt, expiresAt, customerId FROM grants ORDER BY id')
    .all()
  const head = db
    .prepare(
      "SELECT hex(hash) FROM auditEntries WHERE action <> 'system.restore' AND action <> 'system.backup' ORDER BY id DESC LIMIT 1",
    )
    .pluck()
    .get()
  db.close()
  return JSON.stringify([head, rows])
}

async function restores(times: number, planted?: boolean): Promise<Outcome> {
  const place = temporaryFolder()
  const identity = join(place, 'identity.txt')
  const made = runCommand('keys-make', ['--backup-identity', identity])
  const recipient = /age1[a-z0-9]+/.exec(made.stdout)?.[0] ?? ''
  const key = join(place, 'key')
  runCommand('keys-make', ['--data-key', key])
  const service = await startService()
  const load = new Load(service)
  // With so many steps something has ended, which is what the planted fault takes back.
  await load.until(service, () => service.stop(), planted ? 12 : 0)
  const wrong: string[] = []
  const backups = join(place, 'backups')
  mkdirSync(backups)
  const args = ['--data-dir', service.folder, '--to', backups, '--recipient', recipient]
  if (runCommand('backup', args).status !== 0) wrong.push('no backup')
  const file = join(backups, readdirSync(backups)[0] ?? '')
  if (planted) revive(service.folder)
  const truth = content(service.folder)
  const restore = (from: string, to: string) =>
    runCommand('restore', [
      ...['--from', from, '--data-dir', to, '--identity-file', identity, '--key-file', key],
    ])
  for (let i = 0; i < times; i += 1) {
    const to = join(place, `restored-${i}`)
    if (restore(file, to).status !== 0 || content(to) !== truth) wrong.push('not as it was')
    wrong.push(...(await checkAtRest(to, key)))
    const bytes = readFileSync(file)
    const at = randomInt(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << randomInt(8))
    const damaged = join(place, 'damaged.age')
    writeFileSync(damaged, bytes)
    const refused = restore(damaged, join(place, 'never')).status
    if (refused !== exitCodes['restore-refused']) wrong.push(`bit at ${at}: exit ${refused}`)
    if (existsSync(join(place, 'never'))) wrong.push('something restored of a damaged backup')
  }
  removeFolder(place)
  removeFolder(service.folder)
  return { tried: 2 * times, acknowledged: load.acknowledged, wrong }
}

const needsRoot = 'needs root on Linux'
const needsCompiler = 'needs Linux and a C compiler'

/** The rows of the table, by the word of --only. */
export const drills: Record<string, Drill> = {
  kill: {
    name: 'kill -9 under load',
    times: { share: 5, full: 200 },
    run: (times, planted) =>
      endedUnderLoad(times, { planted, end: (service) => service.kill(), told: times }),
  },
  power: {
    name: 'power cut: only what was synced survives (ext4 image)',
    times: { share: 2, full: 200 },
    leftOut: !PowerDisk.possible && needsRoot,
    run: powerCut,
  },
  full: {
    name: 'disk full (tmpfs): reads go on, staff end links, no restart',
    times: { share: 1, full: 30 },
    sharesCheck: true,
    leftOut: !canMount && needsRoot,
    run: fullDisk,
  },
  eio: {
    name: 'failed fsync (EIO): no success told, no restart',
    times: { share: 1, full: 30 },
    sharesCheck: true,
    leftOut: !SyncFaults.possible && needsCompiler,
    run: failingSyncs,
  },
  slow: {
    name: 'slow disk (50 ms for each sync)',
    times: { share: 1, full: 30 },
    sharesCheck: true,
    leftOut: !SyncFaults.possible && needsCompiler,
    run: slowSyncs,
  },
  locked: {
    name: 'database locked 3 s by another process: writes wait',
    times: { share: 1, full: 30 },
    sharesCheck: true,
    run: locked,
  },
  damage: {
    name: 'one bit of header, table, index or log turned',
    times: { share: 8, full: 400 },
    run: flipBits,
  },
  stop: {
    name: 'SIGTERM under load: what is on disk was answered',
    times: { share: 2, full: 60 },
    run: (times, planted) =>
      endedUnderLoad(times, { planted, end: (service) => service.stop(), told: 0, answered: true }),
  },
  two: {
    name: 'two engines on one folder at once',
    times: { share: 1, full: 20 },
    run: twoAtOnce,
  },
  restore: {
    name: 'backup put back, and a backup with one bit turned',
    times: { share: 1, full: 50 },
    run: restores,
  },
  trail: {
    name: 'one value of the audit or byte of a signed copy changed',
    times: { share: 50, full: 1_000 },
    run: changeBytes,
  },
}
