import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { databaseFile, Reader } from '#db'
import { Backups } from '../../src/main/backup/backups.ts'
import { savePlan } from '../../src/main/backup/setup.ts'
import { get, linkToCode, redeem } from '../support/protocol.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { World } from '../support/world.ts'
import { manyGrants } from './ending.ts'
import { withoutLimits } from './no-limits.ts'

/** Milliseconds in which the event loop stood still: most of the time, and at most. */
interface Blocked {
  p99: number
  max: number
}
export interface BackupFigures {
  seconds: number
  megabytes: number
  during: Blocked
  /** The same calls for as long, without a backup. */
  before: Blocked
  /** Data calls that were answered during the backup. */
  calls: number
  /** What a link adds to the database, everything that it leaves included: grant, evidence, tokens, history, audit. */
  bytesPerGrant: number
}

const links = 20

/** A backup of a folder with this many grants, while data calls follow one another. */
export async function measureBackup(grants: number): Promise<BackupFigures> {
  const world = await World.open({ customers: 40, providers: [{ dpop: false }] })
  await withoutLimits(world.engine)
  const { engine } = world
  const { folder } = engine.store
  const to = temporaryFolder()
  const reader = new Reader(join(folder, databaseFile))
  const size = (): number =>
    Number(reader.pragma('page_count')) * Number(reader.pragma('page_size'))
  try {
    const issuer = await world.listen()
    const provider = world.provider()
    const link = async (person: number): Promise<string> => {
      const code = await linkToCode(issuer, provider, world.person(person))
      return String((await redeem(issuer, provider, code)).body.access_token)
    }
    let token = await link(0)
    const small = size()
    for (let i = 0; i < links; i += 1) token = await link(i % 3)
    const bytesPerGrant = (size() - small) / links
    manyGrants(world, provider.id, grants)

    const call = async (): Promise<void> => {
      const { status } = await get(`${issuer}/api/v1/accounts`, {
        authorization: `Bearer ${token}`,
      })
      if (status !== 200) throw new Error(`answered ${status}`)
    }
    const serving = async (goesOn: () => boolean): Promise<Blocked & { calls: number }> => {
      const delay = monitorEventLoopDelay({ resolution: 1 })
      let calls = 0
      delay.enable()
      for (; goesOn(); calls += 1) await call()
      delay.disable()
      const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - 1)
      return { p99: ms(delay.percentile(99)), max: ms(delay.max), calls }
    }
    const recipient = await identityToRecipient(await generateIdentity())
    savePlan(folder, {
      version: 1,
      folder: to,
      recipient,
      dailyAt: '02:30',
      keepDays: 14,
      keepMonths: 12,
    })
    const backups = new Backups(engine)
    const { actor } = await world.staff('sysadmin')
    // What a first call loads is not the backup's doing.
    for (let i = 0; i < 200; i += 1) await call()
    await sleep(1_000)
    const from = performance.now()
    await backups.ask(world.by(actor))
    const { calls, ...during } = await serving(() => backups.status.running)
    const seconds = (performance.now() - from) / 1_000
    const { newest, failure } = backups.status
    if (!newest) throw new Error(`no backup: ${failure}`)
    const until = performance.now() + seconds * 1_000
    const { calls: _, ...before } = await serving(() => performance.now() < until)
    return { seconds, megabytes: size() / 1e6, during, before, calls, bytesPerGrant }
  } finally {
    reader.close()
    await world.close()
    removeFolder(to)
  }
}
