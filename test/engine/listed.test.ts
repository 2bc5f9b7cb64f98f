import { afterEach, beforeEach, expect, it } from 'vitest'
import { sql } from '#db'
import {
  auditAbout,
  continueDeletions,
  customersListed,
  decideDeletion,
  proposeDeletion,
} from '#engine'
import { dayMs } from '#shared/japanese-date'
import { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open({ customers: 3 })
})
afterEach(() => world.close())

const looksAt = (customer: number) =>
  auditAbout(world.engine, 'customer', customer).filter(
    ({ action }) => action === 'customers.listed',
  )

it('every look at a customer in a list or a file is found again, however many there were since (R124)', async () => {
  const [one, other] = await Promise.all(
    ['one', 'other'].map(async (name) => (await world.staff('hq-admin', name)).actor),
  )
  const file = (ids: readonly number[]) => customersListed(world.by(one), 'customers', ids, true)
  await file([1, 2, 1])
  await file([12, 21])
  await Promise.all(Array.from({ length: 2_100 }, () => file([2])))
  expect(looksAt(1)).toHaveLength(1)
  expect(looksAt(3)).toHaveLength(0)
  await customersListed(world.by(other), 'grants', [1], false)
  await customersListed(world.by(other), 'grants', [1, 3], false)
  expect(looksAt(1).map(({ after }) => JSON.parse(after ?? ''))).toEqual([
    { list: 'grants', shownCustomers: '/1/' },
    { list: 'customers', shownCustomers: '/1/2/' },
  ])
  expect(looksAt(3)).toHaveLength(1)

  // It goes with the audit's own months.
  world.clock.offset = 11 * 366 * dayMs
  const id = await proposeDeletion(world.by(one), 'audit')
  await decideDeletion(world.by(other), { id, approve: true })
  await continueDeletions(world.engine)
  const left = world.engine.store.read(
    sql.selectFrom('listedCustomers').select((e) => e.fn.countAll<number>().as('n')),
  )
  expect([looksAt(1), left]).toEqual([[], [{ n: 0 }]])
})
