import { afterEach, beforeEach, expect, it } from 'vitest'
import { sql } from '#db'
import { endGrant } from '#engine'
import { lostSince } from '../../src/main/backup/lost.ts'
import { act, openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open()
})
afterEach(() => world.close())

it('links that were ended, stopped or replaced after the backup are to be ended again; what ended by time is not', async () => {
  const { store, keys } = world.engine
  const grants = [
    await world.permit(),
    await world.permit({ customer: 1 }),
    await world.permit({ customer: 2 }),
  ] as const
  const { actor } = await world.staff()
  const request = await openAtCounter(world, actor, 3)
  const [{ id: head } = { id: 0 }] = store.read(
    sql.selectFrom('auditEntries').select('id').orderBy('id', 'desc').limit(1),
  )
  const madeAt = world.clock.now()
  const since = store.folder
  /** The backup, in which all are live. */
  const reader = { read: () => [{ customerNumber: '0000001', provider: '試験業者0' }] } as never
  const told = () => lostSince({ since, keys, reader, head, madeAt })
  expect(told()).toMatchObject({ entries: 0, toEndAgain: [] })

  await world.permit()
  await store.write(() =>
    endGrant(world.by(), {
      ...{ grantId: grants[1], to: 'expired', requester: 'institution', requestChannel: 'timer' },
      ...{ reason: 'period-ended', action: 'grants.expire' },
    }),
  )
  const scope = { kind: 'grants' as const, grantIds: [grants[2]] }
  await act(world, actor, request, { kind: 'hold', scope, days: 1, afterwards: 'resume' })
  // The journal follows the commit.
  await expect
    .poll(() => told().toEndAgain.map(({ label, action }) => [label, action]))
    .toEqual([
      [`R-00000${grants[0]}`, 'grants.supersede'],
      [`R-00000${grants[2]}`, 'grants.hold'],
    ])
})
