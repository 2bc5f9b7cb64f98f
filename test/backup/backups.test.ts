import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sql } from '#db'
import { AppError } from '#shared/errors'
import { dayMs } from '#shared/japanese-date'
import { Backups } from '../../src/main/backup/backups.ts'
import { newIdentity } from '../../src/main/backup/container.ts'
import { backupName, planFile } from '../../src/main/backup/plan.ts'
import { savePlan } from '../../src/main/backup/setup.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { World } from '../support/world.ts'

let world: World
let to: string
let backups: Backups
let stop: (() => Promise<void>) | undefined
beforeEach(async () => {
  world = await World.open({ customers: 3 })
  to = temporaryFolder()
  backups = new Backups(world.engine)
})
afterEach(async () => {
  await stop?.()
  stop = undefined
  await world.close()
  removeFolder(to)
})

const plan = async (): Promise<void> => {
  const { recipient } = await newIdentity()
  savePlan(world.engine.store.folder, {
    ...{ version: 1, folder: to, recipient, dailyAt: '02:30', keepDays: 1, keepMonths: 0 },
  })
}
const entries = (): { action: string; outcome: string; actorName: string }[] =>
  world.engine.store.read(
    sql
      .selectFrom('auditEntries')
      .select(['action', 'outcome', 'actorName'])
      .where('action', 'in', ['backups.run', 'system.backup'])
      .orderBy('id'),
  )

it('is made each day and missed where it is not, although one was made while the clock was years ahead', async () => {
  await plan()
  // By a clock that was wrong, and has been set right since.
  const ahead = backupName('2099-01-01', '02:30:00')
  writeFileSync(join(to, ahead), '')
  world.clock.offset = 30 * dayMs
  expect(backups.status.late).toBe(true)
  stop = backups.watch()
  await expect.poll(() => backups.status.newest?.bytes).toBeGreaterThan(1_000)
  expect(backups.status).toMatchObject({ late: false, failure: null })
  expect(readdirSync(to)).toHaveLength(2)
  world.clock.offset += 2 * dayMs
  expect(backups.status.late).toBe(true)
})

it('makes the one that is due at once, keeps by the rule what is its own, and says so in the audit', async () => {
  await plan()
  const old = backupName('2026-01-01', '02:30:00')
  for (const name of [old, 'mine.txt']) writeFileSync(join(to, name), '')
  stop = backups.watch()
  await expect.poll(() => backups.status.newest?.bytes).toBeGreaterThan(1_000)
  await expect
    .poll(() => entries())
    .toEqual([{ action: 'system.backup', outcome: 'done', actorName: '自動処理' }])
  const names = readdirSync(to)
  expect(names).toHaveLength(2)
  expect(names).toContain('mine.txt')
  expect(backups.status).toMatchObject({ late: false, failure: null, plan: { folder: to } })
  // Nothing comes, and the newest grows old.
  world.clock.offset = 2 * dayMs
  expect(backups.status.late).toBe(true)
})

it('who asks is in the audit; without a plan, or twice at once, it is refused', async () => {
  const { actor } = await world.staff('sysadmin')
  await expect(backups.ask(world.by(actor))).rejects.toEqual(new AppError('backup.not-set-up'))
  expect(backups.status).toMatchObject({ plan: null, late: false, newest: null })
  await plan()
  await backups.ask(world.by(actor))
  await expect(backups.ask(world.by(actor))).rejects.toEqual(new AppError('backup.running'))
  await expect.poll(() => backups.status.running).toBe(false)
  expect(entries().map(({ action, actorName }) => [action, actorName])).toEqual(
    expect.arrayContaining([
      ['backups.run', actor.name],
      ['system.backup', '自動処理'],
    ]),
  )
  expect(readdirSync(to)).toHaveLength(1)
})

it('a folder that is gone is told, and the refusal stays in the audit', async () => {
  await plan()
  rmSync(to, { recursive: true })
  stop = backups.watch()
  await expect.poll(() => backups.status.failure).toBe('folder')
  expect(backups.status.late).toBe(true)
  const { actor } = await world.staff('sysadmin')
  await backups.ask(world.by(actor))
  await expect
    .poll(() => entries().at(-1))
    .toMatchObject({ action: 'system.backup', outcome: 'refused' })
  expect(backups.status.failure).toBe('folder')
  await expect.poll(() => backups.status.running).toBe(false)
  mkdirSync(to)
  chmodSync(to, 0o700)
  await backups.ask(world.by(actor))
  await expect.poll(() => backups.status.failure).toBeNull()
  expect(readdirSync(to)).toHaveLength(1)
})

it('a folder that is there again, and a plan that can be read again, are told of no more, and what is due is made', async () => {
  await plan()
  const look = async () => {
    await stop?.()
    stop = backups.watch()
  }
  rmSync(to, { recursive: true })
  await look()
  await expect.poll(() => backups.status.failure).toBe('folder')
  mkdirSync(to, { mode: 0o700 })
  await look()
  await expect.poll(() => backups.status.newest?.bytes).toBeGreaterThan(1_000)
  expect(backups.status).toMatchObject({ late: false, failure: null })

  const file = join(world.engine.store.folder, planFile)
  const good = readFileSync(file)
  writeFileSync(file, '{')
  await look()
  await expect.poll(() => backups.status.failure).toBe('plan')
  writeFileSync(file, good)
  await look()
  await expect.poll(() => backups.status.failure).toBeNull()
})
