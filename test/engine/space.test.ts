import { existsSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reserveBytes } from '#db'
import { type Action, type Actor, auditRefusal, systemActor } from '#engine'
import { World } from '../support/world.ts'

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>()
  return { ...real, statfs: vi.fn(real.statfs), rename: vi.fn(real.rename) }
})

let world: World
beforeEach(async () => {
  world = await World.open({ customers: 1 })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await world.close()
})

const blockBytes = 4_096
const disk = (free: number) =>
  vi
    .mocked(fs.statfs)
    .mockResolvedValue({ bavail: free, blocks: 1_000_000, bsize: blockBytes } as never)
const reserve = (): boolean => existsSync(join(world.engine.store.folder, 'reserve'))

describe('the room on the disk', () => {
  it.each([
    [200_000, 'enough'],
    [199_999, 'notice'],
    [100_000, 'notice'],
    [99_999, 'low'],
    [50_000, 'low'],
    [49_999, 'critical'],
  ])('%i of 1,000,000 blocks free is %s', async (free, level) => {
    disk(free)
    const { space } = world.engine
    await space.look()
    expect(space.status).toMatchObject({ level, freeBytes: free * blockBytes, reserved: true })
  })

  it('is kept for staff once there is twice of it, and made whole or not at all', async () => {
    const { space } = world.engine
    const twice = (2 * reserveBytes) / blockBytes
    disk(twice - 1)
    await space.look()
    expect([reserve(), space.status.reserved]).toEqual([false, false])
    disk(twice)
    vi.mocked(fs.rename).mockRejectedValueOnce(new Error('ENOSPC'))
    await space.look()
    expect(
      (await fs.readdir(world.engine.store.folder)).filter((name) => /^reserve/.test(name)),
    ).toEqual([])
    await space.look()
    expect((await fs.stat(join(world.engine.store.folder, 'reserve'))).size).toBe(reserveBytes)
  })
})

/** A disk that has no page left, until the reserve is given up. */
async function fill(): Promise<void> {
  const { store, space } = world.engine
  await space.look()
  const give = store.reserve.give.bind(store.reserve)
  store.pragma(`max_page_count = ${Number(store.pragma('page_count'))}`)
  vi.spyOn(store.reserve, 'give').mockImplementation(() => {
    store.pragma('max_page_count = 1000000')
    give()
  })
}
const long = 'x'.repeat(100_000)
const act = (actor: Actor, action: Action, label = long): Promise<void> =>
  auditRefusal({ engine: world.engine, actor, correlationId: 'c' }, action, 'role', {
    ...{ kind: 'system', id: 0, label },
  })

describe('on a full disk', () => {
  const clerk: Actor = { kind: 'staff', id: '1', name: '佐藤', role: 'clerk', branchCode: '001' }
  const nobody: Actor = { kind: 'staff', id: '0', name: '（未ログイン）' }
  const customer: Actor = { kind: 'customer', id: '1', name: '鈴木' }
  it.each([
    ['what staff do is made in the room kept for it', clerk, 'requests.act', true],
    ['so is the record of a stop', systemActor, 'system.stop', true],
    ['whoever tries to sign in is nobody yet', nobody, 'staff.signIn', true],
    ['whoever has not signed in takes none of it', nobody, 'customers.search', false],
    ['files that are brought in wait', clerk, 'imports.begin', false],
    ['customers wait', customer, 'consent.cancel', false],
    ['the program waits', systemActor, 'grants.expire', false],
  ] as const)('%s', async (_name, actor, action, made) => {
    await fill()
    const done = act(actor, action)
    if (made) await done
    else await expect(done).rejects.toMatchObject({ code: 'store.unavailable' })
    expect(reserve()).toBe(!made)
  })

  it('from then on staff alone write, until there is room to keep again', async () => {
    await fill()
    await act(clerk, 'requests.act')
    expect(world.engine.space.status).toMatchObject({ level: 'full', reserved: false })
    const short = (actor: Actor, action: Action): Promise<void> => act(actor, action, '')
    await expect(short(customer, 'consent.cancel')).rejects.toMatchObject({
      code: 'store.unavailable',
      detail: 'RESERVE',
    })
    await short(clerk, 'requests.act')
    disk(10)
    await world.engine.space.look()
    await expect(short(customer, 'consent.cancel')).rejects.toMatchObject({ detail: 'RESERVE' })
    disk(200_000)
    await world.engine.space.look()
    expect([reserve(), world.engine.space.status.level]).toEqual([true, 'enough'])
    await short(customer, 'consent.cancel')
  })
})
