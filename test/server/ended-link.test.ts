import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { sql } from '#db'
import { endGrant, failingProviders } from '#engine'
import { causeOf } from '#shared/refusal-causes'
import { FormCustomer } from '../support/form-customer.ts'
import { type Linked, linkToCode, type Reply, redeem, refresh } from '../support/protocol.ts'
import { TestProvider } from '../support/provider-client.ts'
import { act, openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

/** A code or refresh token that meets the end of its link is refused as that, and nobody is accused of it (R170). */
let world: World
let issuer: string
beforeAll(async () => {
  world = await World.open({ providers: [{}, {}] })
  issuer = await world.listen()
})
afterAll(() => world.close())
afterEach(() => vi.restoreAllMocks())

const p = () => world.provider()
let linked: Linked
let id: number
beforeEach(async () => {
  linked = await linkToCode(issuer, p(), world.customer)
  id = world.newestGrant().id
})
const end = () =>
  endGrant(world.by(), {
    ...{ grantId: id, to: 'revoked', requester: 'self', requestChannel: 'phone' },
    ...{ reason: 'no-longer-used', action: 'grants.revoke' },
  })
const tokenOf = ({ body }: Reply) => String(body.refresh_token)
const refused = async () => {
  await world.engine.access.flush()
  const hours = sql.selectFrom('trafficHours').selectAll().where('providerId', '=', p().id)
  const sums: Record<string, number> = {}
  for (const { measure, n } of world.engine.store.read(hours))
    if (measure.startsWith('refused:')) {
      const cause = causeOf(measure.slice(8))
      sums[cause] = (sums[cause] ?? 0) + n
    }
  return sums
}
const lastRefusal = () => {
  const entries = sql.selectFrom('auditEntries').selectAll().where('outcome', '=', 'refused')
  const [entry] = world.engine.store.read(entries.orderBy('id', 'desc').limit(1))
  const { action, reason, after } = entry ?? {}
  return { action, reason, after: JSON.parse(after ?? '{}') }
}
const lastRecord = () => {
  const records = sql.selectFrom('accessRecords').selectAll().where('grantId', '=', id)
  return world.engine.store.read(records.orderBy('id', 'desc').limit(1))[0]
}
const rows = (table: 'accessTokens' | 'refreshTokens') =>
  world.engine.store.read(sql.selectFrom(table).select('id').where('grantId', '=', id)).length

it.each([
  {
    action: 'oauth.refresh',
    left: 1,
    before: async () => tokenOf(await redeem(issuer, p(), linked)),
  },
  { action: 'oauth.token', left: 0, before: async () => '' },
])(
  '$action in the commit of the end: told, audited and counted as an end',
  async ({ action, left, before }) => {
    const token = await before()
    const [was, { store }] = [await refused(), world.engine]
    const { write } = store
    vi.spyOn(store, 'write').mockImplementationOnce((request) => {
      const ended = write.call(store, end)
      const answered = write.call(store, request)
      return ended.then(() => answered)
    })
    const reply =
      token === '' ? await redeem(issuer, p(), linked) : await refresh(issuer, p(), token)
    expect([reply.status, reply.body]).toEqual([
      400,
      {
        error: 'invalid_grant',
        error_description: 'the authorization has ended or is suspended',
      },
    ])
    const after = { detail: 'revoked', grantId: id }
    expect(lastRefusal()).toEqual({ action, reason: 'grant.not-active', after })
    expect(await refused()).toEqual({ ...was, 'link-ended': (was['link-ended'] ?? 0) + 1 })
    expect(lastRecord()).toMatchObject({ endpoint: action, status: 400, result: 'grant-revoked' })
    // Nothing of what was asked for is left.
    expect([rows('accessTokens'), rows('refreshTokens')]).toEqual([left, left])
  },
)

it('refreshes that come later are told the same on our side, and make no provider a failing one', async () => {
  const token = tokenOf(await redeem(issuer, p(), linked))
  await world.engine.store.write(end)
  const was = await refused()
  for (let n = 0; n < 6; n += 1)
    expect((await refresh(issuer, p(), token)).body).toEqual({
      error: 'invalid_grant',
      error_description: 'grant request is invalid',
    })
  expect(lastRefusal().after).toMatchObject({ explained: 'その連携は、いま「解除」です。' })
  expect(await refused()).toEqual({ ...was, 'link-ended': (was['link-ended'] ?? 0) + 6 })
  expect(failingProviders(world.engine)).toEqual([])
  // After a start it is read from the records.
  await world.restart()
  issuer = await world.listen()
  expect(failingProviders(world.engine)).toEqual([])
})

it('a client that refreshes while staff end its link is left without a token that works', async () => {
  const provider = await TestProvider.open(issuer, world.provider(1))
  const begun = await provider.start()
  const callback = await new FormCustomer().permitAll(begun.url.href, world.person(1))
  const first = await provider.finish(begun, callback)
  const given = [first.access_token]
  const told: unknown[] = []
  const refreshing = [1, 2, 3].map(async () => {
    for (;;)
      try {
        given.push((await provider.refresh(first.refresh_token ?? '')).access_token)
      } catch (error) {
        told.push((error as { error?: string }).error)
        return
      }
  })
  await vi.waitFor(() => expect(given.length).toBeGreaterThan(6))
  const { actor } = await world.staff()
  const request = await openAtCounter(world, actor, 2)
  const grantIds = [world.newestGrant().id]
  await act(world, actor, request, { kind: 'revoke', scope: { kind: 'grants', grantIds } })
  const served = async () =>
    (await Promise.all(given.map((token) => provider.get(token, '/accounts')))).filter(
      ({ status }) => status !== 401,
    )
  expect(await served()).toEqual([])
  await Promise.all(refreshing)
  expect(told).toEqual(Array(3).fill('invalid_grant'))
  expect(await served()).toEqual([])
})
