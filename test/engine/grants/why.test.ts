import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Actor, decideAct, endGrant, expireGrants, whyOf } from '#engine'
import { dayMs } from '#shared/japanese-date'
import { act, openAtCounter } from '../../support/request-steps.ts'
import { World } from '../../support/world.ts'

/** R98: each cause, from the server's own records, has its one answer. */
let world: World
let clerk: Actor
let grant: number
beforeEach(async () => {
  world = await World.open({ providers: [{}, {}] })
  clerk = (await world.staff()).actor
  grant = await world.permit()
})
afterEach(() => world.close())

const why = () => whyOf(world.engine, grant)
async function access(result: string, status: number, of: number | null = grant): Promise<void> {
  world.engine.access.add({
    at: world.clock.now(),
    providerId: world.provider().id,
    grantId: of,
    endpoint: 'oauth.refresh',
    accountId: null,
    status,
    result,
    rows: null,
  })
  await world.engine.access.flush()
}
const end = (reason: 'customer-request-via-provider' | 'code-replay') =>
  world.engine.store.write(() =>
    endGrant(world.by({ kind: 'provider', id: 'p', name: '試験業者0' }), {
      grantId: grant,
      to: 'revoked',
      requester: 'provider',
      requestChannel: 'provider-api',
      reason,
      action: 'grants.revoke',
    }),
  )

describe('why a link stopped', () => {
  it('never used', () => expect(why()).toMatchObject({ code: 'never-used' }))
  it('it works', async () => {
    world.clock.offset += 1_000
    await access('ok', 200)
    expect(why()).toMatchObject({ code: 'working', at: expect.any(Number) })
  })
  it('the provider’s last try was refused', async () => {
    world.clock.offset += 1_000
    await access('ok', 200)
    world.clock.offset += 1_000
    await access('invalid_grant', 400)
    expect(why()).toMatchObject({ code: 'refused' })
  })
  it('the provider’s key is wrong, which is told of no grant', async () => {
    world.clock.offset += 1_000
    await access('ok', 200)
    world.clock.offset += 1_000
    await access('invalid_client', 401, null)
    expect(why()).toMatchObject({ code: 'key-refused' })
    world.clock.offset += 1_000
    await access('ok', 200)
    expect(why()).toMatchObject({ code: 'working' })
  })
  it('its 90 days are over, before and after the sweep', async () => {
    world.clock.offset = 90 * dayMs + 1_000
    const before = why()
    expect(before).toMatchObject({ code: 'expired' })
    await expireGrants(world.engine)
    expect(why()).toMatchObject({ code: 'expired', at: before?.at })
  })
  it('the customer linked anew', async () => {
    await world.permit()
    expect(why()).toMatchObject({ code: 'superseded', other: 'R-000002' })
  })
  it('the provider is suspended', async () => {
    await world.suspend()
    expect(why()).toMatchObject({ code: 'provider-suspended' })
  })
  it('revoked: who asked, how, and who took it', async () => {
    await act(world, clerk, await openAtCounter(world, clerk), {
      kind: 'revoke',
      scope: { kind: 'grants', grantIds: [grant] },
    })
    expect(why()).toMatchObject({
      code: 'revoked',
      by: '職員clerk',
      requester: 'self',
      requestChannel: 'branch',
    })
  })
  it('held until a day, and stopped in an emergency', async () => {
    const request = await openAtCounter(world, clerk)
    await act(world, clerk, request, {
      kind: 'hold',
      scope: { kind: 'grants', grantIds: [grant] },
      days: 1,
      afterwards: 'resume',
    })
    expect(why()).toMatchObject({ code: 'held' })
    expect(Math.abs(Number(why()?.until) - world.clock.now() - dayMs)).toBeLessThan(60_000)
    await act(world, clerk, request, {
      kind: 'emergency',
      scope: { kind: 'customer' },
      reason: 'fraud-suspected',
    })
    expect(why()).toMatchObject({ code: 'emergency', until: null })
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
    ['customer-request-via-provider', 'by-provider'],
    ['code-replay', 'replayed'],
  ] as const)('ended by %s', async (reason, code) => {
    await end(reason)
    expect(why()).toMatchObject({ code })
  })
})
