import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Actor,
  decideAct,
  endGrant,
  expireGrants,
  failingProviders,
  haltService,
  proofOf,
  resumeService,
  whyOf,
} from '#engine'
import { dayMs } from '#shared/japanese-date'
import type { WhyCode } from '#shared/why'
import type { Why } from '../../../src/main/engine/grants/why.ts'
import { act, openAtCounter } from '../../support/request-steps.ts'
import { World } from '../../support/world.ts'

/** R98: each cause, from the server's own records, has its one answer. */
let world: World
let clerk: Actor
let grant: number
let permittedAt: number
beforeEach(async () => {
  world = await World.open({ providers: [{}, {}] })
  clerk = (await world.staff()).actor
  world.clock.stop()
  permittedAt = world.clock.now()
  grant = await world.permit()
})
afterEach(() => world.close())

const why = () => whyOf(world.engine, grant)
/** The whole answer: what is not told here is not told at all. */
const told = (code: WhyCode, at: number, more: Partial<Why> = {}): Why => ({
  ...{ code, at, by: null, requester: null, requestChannel: null, until: null, other: null },
  ...more,
})
/** A call of the provider, a second after the one before; @returns when */
async function access(
  result: string,
  status: number,
  { of = grant as number | null, provider = 0 } = {},
): Promise<number> {
  world.clock.offset += 1_000
  world.engine.access.add({
    at: world.clock.now(),
    providerId: world.provider(provider).id,
    grantId: of,
    endpoint: 'oauth.refresh',
    accountId: null,
    status,
    result,
    rows: null,
  })
  await world.engine.access.flush()
  return world.clock.now()
}
const asked = { requester: 'provider', requestChannel: 'provider-api' } as const

describe('why a link stopped', () => {
  it('never used', () => expect(why()).toEqual(told('never-used', permittedAt)))
  it('it works', async () => {
    const at = await access('ok', 200)
    expect(why()).toEqual(told('working', at))
  })
  it('the provider’s last try was refused', async () => {
    const first = await access('invalid_grant', 400)
    expect(why()).toEqual(told('refused', first))
    const good = await access('ok', 200)
    expect(why()).toEqual(told('working', good))
    const at = await access('invalid_grant', 400)
    expect(why()).toEqual(told('refused', at))
  })
  it('what was answered without being served is no good call', async () => {
    const good = await access('ok', 200)
    await access('inactive', 200)
    await access('ok', 400)
    expect(why()).toEqual(told('refused', good + 2_000))
  })
  it('the provider’s key is wrong, which is told of no grant', async () => {
    await access('ok', 200)
    await access('invalid_client', 401, { of: null, provider: 1 })
    expect(why()).toMatchObject({ code: 'working' })
    const at = await access('invalid_client', 401, { of: null })
    expect(why()).toEqual(told('key-refused', at))
    const good = await access('ok', 200)
    expect(why()).toEqual(told('working', good))
  })
  it('a wrong key is told no more once the server was known by its key, for whichever link: anybody can use its name', async () => {
    const good = await access('ok', 200)
    await access('invalid_client', 401, { of: null })
    expect(why()?.code).toBe('key-refused')
    const other = await world.permit({ customer: 2 })
    await access('ok', 200, { of: other })
    expect(why()).toEqual(told('working', good))
    // Another provider's is not its own.
    const at = await access('invalid_client', 401, { of: null })
    await access('ok', 200, { of: null, provider: 1 })
    expect(why()).toEqual(told('key-refused', at))
  })
  it('the last call is told by the clock that is right, though one came while it was ahead', async () => {
    world.clock.offset += 400 * dayMs
    await access('ok', 200)
    world.clock.offset -= 400 * dayMs
    const at = await access('ok', 200)
    expect(world.engine.store.find('grants', { id: grant })?.lastAccessAt).toBe(at)
    expect((await proofOf(world.engine, grant)).lastAccessAt).toBe(at)
  })
  it('what came last is told after months of refusals, and after months of good calls', async () => {
    const { store } = world.engine
    const good = await access('ok', 200)
    const many = (status: number, result: string, attended: 0 | null) => {
      world.clock.offset += 120_000
      const at = world.clock.now()
      const row = {
        at,
        providerId: world.provider().id,
        grantId: grant,
        accountId: null,
        rows: null,
      }
      store.bulk(() => {
        for (let n = 0; n < 5_000; n += 1)
          store.insert('accessRecords', { ...row, endpoint: 'accounts', status, result, attended })
      })
      return at
    }
    const refusedAt = many(400, 'invalid_grant', null)
    expect(why()).toEqual(told('refused', refusedAt))
    expect((await proofOf(world.engine, grant)).lastAccessAt).toBe(good)
    const latest = await access('ok', 200)
    expect(why()).toEqual(told('working', latest))
    expect((await proofOf(world.engine, grant)).lastAccessAt).toBe(latest)
    // 最終アクセス is written once a minute: the call is found all the same.
    await access('ok', 200)
    const last = await access('ok', 200)
    many(429, 'calls.per-day', 0)
    expect((await proofOf(world.engine, grant)).lastAccessAt).toBe(last)
  })
  it('its 90 days are over, before and after the sweep', async () => {
    world.clock.offset = 90 * dayMs + 1_000
    const before = told('expired', permittedAt + 90 * dayMs)
    expect(why()).toEqual(before)
    await expireGrants(world.engine)
    const timer = { requester: 'institution', requestChannel: 'timer' } as const
    expect(why()).toEqual({ ...before, ...timer })
  })
  it('the customer linked anew', async () => {
    world.clock.offset += 1_000
    await world.permit()
    const self = { requester: 'self', requestChannel: 'consent-screen' } as const
    expect(why()).toEqual(told('superseded', permittedAt + 1_000, { ...self, other: 'R-000002' }))
  })
  it('the provider is suspended', async () => {
    world.clock.offset += 1_000
    await world.suspend()
    expect(why()).toEqual(told('provider-suspended', permittedAt + 1_000))
    await world.resume()
    expect(why()).toEqual(told('never-used', permittedAt))
  })
  it('what we refused while we had stopped the provider accuses it of nothing, here or on きょう', async () => {
    const failing = () => failingProviders(world.engine).length
    await access('ok', 200)
    await world.suspend()
    for (let n = 0; n < 6; n += 1) await access('invalid_client', 401, { of: null })
    expect([why()?.code, failing()]).toEqual(['provider-suspended', 0])
    world.clock.offset += 1_000
    await world.resume()
    expect([why()?.code, failing()]).toEqual(['working', 0])
    await access('invalid_client', 401, { of: null })
    expect(why()?.code).toBe('key-refused')
  })
  it('all is halted, and afterwards what was refused meanwhile counts for nothing', async () => {
    const good = await access('ok', 200)
    await haltService(world.by(clerk), { reason: '調査' })
    await access('service.halted', 503)
    expect(why()).toEqual(told('halted', good))
    world.clock.offset += 1_000
    await resumeService(world.by(), { at: good })
    expect(why()).toEqual(told('working', good))
  })
  it('a grant that is not there has no answer', () =>
    expect(whyOf(world.engine, grant + 1)).toBeUndefined())
  it('revoked: who asked, how, and who took it', async () => {
    await act(world, clerk, await openAtCounter(world, clerk), {
      kind: 'revoke',
      scope: { kind: 'grants', grantIds: [grant] },
    })
    expect(why()).toEqual(
      told('revoked', permittedAt, {
        ...{ by: '職員clerk', requester: 'self', requestChannel: 'branch' },
      }),
    )
  })
  it('held until a day, and stopped in an emergency', async () => {
    const request = await openAtCounter(world, clerk)
    await act(world, clerk, request, {
      kind: 'hold',
      scope: { kind: 'grants', grantIds: [grant] },
      days: 1,
      afterwards: 'resume',
    })
    expect(why()).toEqual(told('held', permittedAt, { until: permittedAt + dayMs }))
    await act(world, clerk, request, {
      kind: 'emergency',
      scope: { kind: 'customer' },
      reason: 'fraud-suspected',
    })
    expect(why()).toEqual(told('emergency', permittedAt))
    const officer = (await world.staff('officer')).actor
    const resume = await act(world, clerk, await openAtCounter(world, clerk), {
      kind: 'resume',
      scope: { kind: 'customer' },
      paperReceivedOn: '2026-11-20',
    })
    await decideAct(world.by(officer), { actId: resume, approve: true, note: '' })
    expect(why()).toMatchObject({ code: 'never-used' })
  })
  it.each([
    ['revoked', 'customer-request-via-provider', 'by-provider'],
    ['revoked', 'code-replay', 'replayed'],
    ['terminated', 'password-changed', 'password-changed'],
    ['terminated', 'service-stopped', 'service-stopped'],
    ['terminated', 'contract-ended', 'contract-ended'],
    ['terminated', 'provider-distrusted', 'terminated'],
    ['revoked', 'other', 'revoked'],
  ] as const)('%s for %s: %s, by whom', async (to, reason, code) => {
    world.clock.offset += 1_000
    await world.engine.store.write(() =>
      endGrant(world.by({ kind: 'provider', id: 'p', name: '試験業者0' }), {
        ...{ ...asked, grantId: grant, to, reason, action: 'grants.revoke' },
      }),
    )
    expect(why()).toEqual(told(code, permittedAt + 1_000, { ...asked, by: '試験業者0' }))
  })
  it('the code was never redeemed', async () => {
    await world.engine.store.write(() =>
      endGrant(world.by(), {
        ...{ grantId: grant, to: 'lapsed', reason: 'code-not-redeemed', action: 'grants.lapse' },
        ...{ requester: 'institution', requestChannel: 'timer' },
      }),
    )
    const timer = { requester: 'institution', requestChannel: 'timer' } as const
    expect(why()).toEqual(told('lapsed', permittedAt, timer))
  })
})
