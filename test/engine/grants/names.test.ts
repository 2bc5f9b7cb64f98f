import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Actor, grantsOfCustomer, permittedBy, updateProvider } from '#engine'
import type { Channel } from '#shared/grant'
import { act, linkOfCompany, openAtCounter } from '../../support/request-steps.ts'
import { World } from '../../support/world.ts'

/** How the grants of a customer are told: by which names, and in which order. */
let world: World
let clerk: Actor
beforeEach(async () => {
  world = await World.open({
    business: true,
    providers: [{ channels: ['personal', 'business'] }, {}, {}],
  })
  clerk = (await world.staff('clerk')).actor
})
afterEach(() => world.close())

it.each<[Channel, object, string | null]>([
  ['personal', { contact: '窓口' }, null],
  ['personal', { servicePersonal: '新しい家計簿' }, '試験業者0 家計簿0'],
  ['personal', { serviceBusiness: '新しい会計' }, null],
  ['personal', { name: '新しい社名' }, '試験業者0 家計簿0'],
  ['business', { servicePersonal: '新しい家計簿' }, null],
  ['business', { serviceBusiness: '新しい会計' }, '試験業者0 会計0'],
  ['business', { name: '新しい社名' }, '試験業者0 会計0'],
])('a link of %s, and then %j: the former name is %s', async (channel, change, former) => {
  const now = world.clock.now()
  world.engine.store.bulk((db) =>
    db.exec(`INSERT INTO grants (id, customerId, providerId, channel, scopes, status, grantedAt, expiresAt, textVersion, termsVersion, shownHash)
      VALUES (1, 1, 1, '${channel}', 'accounts', 'active', ${now}, ${now + 1_000_000}, 1, '第1版', zeroblob(32))`),
  )
  world.clock.offset += 1_000
  const { id, version, ...provider } = world.registered()
  await updateProvider(world.by(), { id, version, provider: { ...provider, ...change } })
  expect(grantsOfCustomer(world.engine, 1)).toMatchObject([{ formerName: former }])
})

it('those that live come first, held or not, the newest of them on top', async () => {
  const [active, held, ended] = [
    await world.permit(),
    await world.permit({ provider: 1 }),
    await world.permit({ provider: 2 }),
  ]
  const request = await openAtCounter(world, clerk)
  const chosen = (id: number) => ({ kind: 'grants' as const, grantIds: [id] })
  const hold = { kind: 'hold', days: 7, afterwards: 'resume' } as const
  await act(world, clerk, request, { ...hold, scope: chosen(held) })
  await act(world, clerk, request, { kind: 'revoke', scope: chosen(ended) })
  expect(grantsOfCustomer(world.engine, 1).map(({ id }) => id)).toEqual([held, active, ended])
})

it('with a provider that is suspended, and no other', async () => {
  await world.permit()
  await world.permit({ provider: 1 })
  await world.suspend(1)
  const told = grantsOfCustomer(world.engine, 1).map((one) => one.providerSuspended)
  expect(told).toEqual([true, false])
})

it('each with its own accounts, the narrower one with fewer', async () => {
  const [x = 0, y = 0] = world.linkable(1)
  const both = await world.permit({ accounts: [x, y] })
  const one = await world.permit({ provider: 1, accounts: [y] })
  const numbers = [x, y].map((id) => world.engine.store.find('accounts', { id })?.number)
  const lines = grantsOfCustomer(world.engine, 1)
  expect(lines.map(({ id }) => id)).toEqual([one, both])
  expect(lines.map(({ accounts }) => accounts.length)).toEqual([1, 2])
  const [narrow, wide] = lines
  for (const number of numbers)
    expect(wide?.accounts.some((text) => text.includes(String(number).slice(-4)))).toBe(true)
  expect(narrow?.accounts[0]).toContain(String(numbers[1]).slice(-4))
})

it('who of a company permitted is named by their own name, and nobody besides a person', async () => {
  const { grantId: grant, company, user } = linkOfCompany(world)
  expect([...permittedBy(world.engine, company)]).toEqual([[grant, { name: user, leftOn: null }]])
  const renamed = { ...company, name: '新しい社名' }
  expect([...permittedBy(world.engine, renamed)]).toEqual([
    [grant, { name: `${company.name}（${user}）`, leftOn: null }],
  ])
  const person = { ...company, channel: 'personal' }
  expect(permittedBy(world.engine, person).size).toBe(0)
})
