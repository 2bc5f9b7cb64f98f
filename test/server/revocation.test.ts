import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { type Actor, barsOf, endHolds, haltOf, haltService, resumeService, whyOf } from '#engine'
import { dayMs } from '#shared/japanese-date'
import type { ActForm } from '#shared/request'
import { giveBack, introspect, linkToCode, read, redeem, refresh } from '../support/protocol.ts'
import { act, openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

/** RFC 7009 §2.1: whoever gives a refresh token back ends the link, whatever staff have done with it meanwhile. */
let world: World
let issuer: string
let clerk: Actor
let tokens: { access: string; refresh: string }
let id: number
beforeEach(async () => {
  world = await World.open({ providers: [{}, {}] })
  issuer = await world.listen()
  clerk = (await world.staff()).actor
  const { body } = await redeem(issuer, p(), await linkToCode(issuer, p(), world.customer))
  tokens = { access: String(body.access_token), refresh: String(body.refresh_token) }
  id = world.newestGrant().id
})
afterEach(() => world.close())

const p = (index = 0) => world.provider(index)
async function hold(form: Partial<ActForm> = {}): Promise<void> {
  const request = await openAtCounter(world, clerk)
  const kind = form.kind ?? 'hold'
  const scope: ActForm['scope'] =
    kind === 'emergency' ? { kind: 'customer' } : { kind: 'grants', grantIds: [id] }
  const days = kind === 'hold' ? ({ days: 3, afterwards: 'resume' } as const) : {}
  await act(world, clerk, request, { ...days, ...form, kind, scope })
}
const giveBackNow = async (token = tokens.refresh, by = 0) => {
  const { status, body } = await giveBack(issuer, p(by), token)
  return [status, body.text]
}
const status = () => world.engine.store.find('grants', { id })?.status
const served = async () => (await read(issuer, p(), tokens.access)).status
const barred = () => barsOf(world.engine, 1).length > 0

describe('a refresh token that is given back while staff hold its link', () => {
  it('ends the link: nothing is left of it when the hold is over, and the audit says who asked', async () => {
    await hold()
    expect(await giveBackNow()).toEqual([200, ''])
    expect(status()).toBe('revoked')
    expect(world.engine.store.find('holds', { grantId: id })?.endedAt).not.toBeNull()
    world.clock.offset += 4 * dayMs
    expect(await endHolds(world.engine)).toBe(0)
    expect(whyOf(world.engine, id)).toMatchObject({ code: 'by-provider', by: p().name })
    expect([await served(), (await refresh(issuer, p(), tokens.refresh)).body.error]).toEqual([
      ...[401, 'invalid_grant'],
    ])
    const entry = world.engine.store.find('auditEntries', {
      ...{ action: 'grants.revokeByProvider', targetId: id },
    })
    expect(entry).toMatchObject({
      ...{ actorKind: 'provider', actorId: p().clientId, outcome: 'done' },
      reason: 'customer-request-via-provider',
    })
    expect(JSON.parse(entry?.before ?? '')).toEqual({ status: 'held' })
    expect(JSON.parse(entry?.after ?? '')).toMatchObject({ status: 'revoked', endedTokens: 1 })
    await world.engine.access.flush()
    const [record] = world.engine.store.read(
      sql
        .selectFrom('accessRecords')
        .selectAll()
        .where('grantId', '=', id)
        .where('endpoint', '=', 'oauth.revocation'),
    )
    expect(record).toMatchObject({ status: 200, result: 'ok', providerId: p().id })
    // Given back again, it is as it was.
    expect(await giveBackNow()).toEqual([200, ''])
  })

  it('is good for nothing else, and for no other provider', async () => {
    await hold()
    expect((await refresh(issuer, p(), tokens.refresh)).body.error).toBe('invalid_grant')
    expect((await introspect(issuer, p(), tokens.refresh)).body).toEqual({ active: false })
    expect(await giveBackNow(tokens.refresh, 1)).toEqual([200, ''])
    expect(status()).toBe('held')
  })

  it('an access token that is given back ends alone, and stays ended after the hold', async () => {
    await hold()
    expect(await giveBackNow(tokens.access)).toEqual([200, ''])
    expect(status()).toBe('held')
    world.clock.offset += 4 * dayMs
    expect(await endHolds(world.engine)).toBe(1)
    expect(status()).toBe('active')
    expect(await served()).toBe(401)
    expect((await refresh(issuer, p(), tokens.refresh)).status).toBe(200)
  })

  it('ends the link also after an 緊急停止, and while all is halted', async () => {
    await hold({ kind: 'emergency', reason: 'lost-or-stolen' })
    await haltService(world.by(clerk), { reason: '試験' })
    expect(await giveBackNow()).toEqual([200, ''])
    await resumeService(world.by(), { at: haltOf(world.engine)?.at ?? 0 })
    expect([status(), barred()]).toEqual(['revoked', true])
  })

  it('is refused, and told so, where the provider itself is stopped: it asks again', async () => {
    await hold()
    await world.suspend()
    const refused = await giveBack(issuer, p(), tokens.refresh)
    expect([refused.status, refused.body.error]).toEqual([401, 'invalid_client'])
    await world.resume()
    expect(await giveBackNow()).toEqual([200, ''])
    expect(status()).toBe('revoked')
  })

  it('does not undo what was held for fraud: it bars a new link as long as it was meant', async () => {
    await hold({ reason: 'fraud-suspected' })
    expect(barred()).toBe(true)
    await giveBackNow()
    expect(barred()).toBe(true)
    world.clock.offset += 4 * dayMs
    expect(barred()).toBe(false)
  })

  it.each([
    ['until staff resume, where the hold was to end the link', { afterwards: 'end' } as const, 9],
    ['not at all, where nothing was lost or abused', { reason: 'other' } as const, 0],
  ])('bars a new link %s', async (_name, form, days) => {
    await hold({ reason: 'lost-or-stolen', ...form })
    await giveBackNow()
    world.clock.offset += days * dayMs
    expect(barred()).toBe(days > 0)
  })

  it('bars no new link for a hold that was over before', async () => {
    await hold({ reason: 'fraud-suspected', days: 30 })
    const request = await openAtCounter(world, clerk)
    const scope: ActForm['scope'] = { kind: 'grants', grantIds: [id] }
    await act(world, clerk, request, { kind: 'revoke', scope, reason: 'no-longer-used' })
    expect(barred()).toBe(false)
  })
})
