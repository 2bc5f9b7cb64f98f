import { afterAll, beforeAll, expect, it } from 'vitest'
import { listAudit, listCustomers, listGrants, listRequests } from '#engine'
import { openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await World.open({ providers: [{}, {}] })
  await world.permit()
  await world.permit({ provider: 1 })
  const { actor } = await world.staff('officer')
  for (const customerId of [1, 2]) await openAtCounter(world, actor, customerId)
})
afterAll(() => world.close())

interface Page {
  rows: { id: number }[]
  next: unknown
}
const lists: Record<string, (limit: number, after: never) => Page> = {
  grants: (limit, after) =>
    listGrants(world.engine, { status: 'all', providerId: null, order: null, after, limit }),
  customers: (limit, after) => listCustomers(world.engine, { branchCode: null, after, limit }),
  requests: (limit, after) =>
    listRequests(world.engine, { view: 'all', branchCode: null, after, limit }),
  audit: (limit, before) =>
    listAudit(world.engine, {
      actorKind: null,
      outcome: null,
      action: '',
      text: '',
      before,
      limit,
    }),
}

/** The ids of each page. */
function walk(list: string, limit: number): number[][] {
  const pages: number[][] = []
  for (let after: unknown = null; pages.length < 1_000; ) {
    const page = lists[list]?.(limit, after as never)
    pages.push(page?.rows.map(({ id }) => id) ?? [])
    if (page?.next == null) return pages
    after = page.next
  }
  throw new Error('endless')
}

it.each(Object.keys(lists))('%s: the page with the last row says that it is the last', (list) => {
  const [all = [], ...more] = walk(list, 500)
  expect(more).toEqual([])
  expect(all.length).toBeGreaterThan(1)
  // Pages of exactly as many rows as there are, of one less, of one more, and of one.
  expect(walk(list, all.length)).toEqual([all])
  expect(walk(list, all.length - 1)).toEqual([all.slice(0, -1), all.slice(-1)])
  expect(walk(list, all.length + 1)).toEqual([all])
  expect(walk(list, 1)).toEqual(all.map((id) => [id]))
})

it('customers without 合言葉 are listed apart, with the key of the page’s last reading', () => {
  const without = (limit: number, after: { key: string; id: number } | null = null) =>
    listCustomers(world.engine, { branchCode: null, without: 'questions', after, limit })
  const [one = 0, other = 0] = walk('customers', 500)[0] ?? []
  expect(without(10)).toEqual({ rows: [], next: null })
  world.engine.store.bulk((db) =>
    db.exec(`UPDATE customers SET lacksQuestions = 1 WHERE id IN (${one}, ${other})`),
  )
  expect(without(10).rows.map(({ id }) => id)).toEqual([one, other])
  const first = without(1)
  expect(first.rows[0]).not.toHaveProperty('kanaKey')
  expect(without(1, first.next)).toMatchObject({ rows: [{ id: other }], next: null })
})
