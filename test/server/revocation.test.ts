import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sql } from '#db'
import { type Actor, barsOf, endHolds, haltOf, haltService, resumeService, whyOf } from '#engine'
import { dayMs } from '#shared/japanese-date'
import type { ActForm } from '#shared/request'
import {
  giveBack,
  introspect,
  type Linked,
  linkToCode,
  pkce,
  read,
  redeem,
  refresh,
} from '../support/protocol.ts'
import { act, openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

/**
 * Whoever gives a refresh token back ends the link (RFC 7009 §2.1), and so does a code that comes again (RFC 6749 §4.1.2), whatever
 * staff have done with it meanwhile.
 */
let world: World
let issuer: string
let clerk: Actor
let linked: Linked
let tokens: { access: string; refresh: string }
let id: number
beforeEach(async () => {
  world = await World.open({ providers: [{}, {}] })
  issuer = await world.listen()
  clerk = (await world.staff()).actor
  linked = await linkToCode(issuer, p(), world.customer)
  const { body } = await redeem(issuer, p(), linked)
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

describe('a code that comes again while staff hold its link', () => {
  const replay = async (change: Record<string, string> = {}, by = 0) => {
    const { status, body } = await redeem(issuer, p(by), linked, change)
    return [status, body]
  }
  const refused = [400, { error: 'invalid_grant', error_description: 'grant request is invalid' }]
  const lastRefusal = () => {
    const entries = sql.selectFrom('auditEntries').selectAll().where('outcome', '=', 'refused')
    const [entry] = world.engine.store.read(entries.orderBy('id', 'desc').limit(1))
    return [entry?.reason, JSON.parse(entry?.after ?? '{}').explained]
  }

  it('ends the link: nothing is left of it when the hold is over, and the records say why', async () => {
    await hold()
    expect(await replay()).toEqual(refused)
    expect(status()).toBe('revoked')
    expect(world.engine.store.find('holds', { grantId: id })?.endedAt).not.toBeNull()
    expect(lastRefusal()).toEqual(['invalid_grant', expect.stringContaining('二度使われました')])
    const entry = world.engine.store.find('auditEntries', {
      ...{ action: 'grants.endOnReplay', targetId: id },
    })
    expect(entry).toMatchObject({ actorKind: 'system', outcome: 'done', reason: 'code-replay' })
    expect(JSON.parse(entry?.before ?? '')).toEqual({ status: 'held' })
    expect(JSON.parse(entry?.after ?? '')).toMatchObject({ status: 'revoked', endedTokens: 2 })
    world.clock.offset += 4 * dayMs
    expect(await endHolds(world.engine)).toBe(0)
    expect(whyOf(world.engine, id)).toMatchObject({ code: 'replayed' })
    expect([await served(), (await refresh(issuer, p(), tokens.refresh)).body.error]).toEqual([
      ...[401, 'invalid_grant'],
    ])
    await world.engine.access.flush()
    const records = sql.selectFrom('accessRecords').select(['status', 'result'])
    const newest = records.where('grantId', '=', id).where('endpoint', '=', 'oauth.token')
    expect(world.engine.store.read(newest.orderBy('id', 'desc').limit(1))).toEqual([
      { status: 400, result: 'invalid_grant' },
    ])
    // Once more, it is told what became of the link.
    expect(await replay()).toEqual(refused)
    expect(lastRefusal()[1]).toContain('解除')
  })

  const over = async () => {
    world.clock.offset += 4 * dayMs
    expect(await endHolds(world.engine)).toBe(1)
  }
  it.each([
    ['comes', async () => {}, hold],
    ['is over', hold, over],
  ])(
    'ends it too where the hold %s between the look and the commit',
    async (_name, before, between) => {
      await before()
      const { store } = world.engine
      const { write } = store
      const spied = vi.spyOn(store, 'write').mockImplementationOnce(async (request) => {
        await between()
        return write.call(store, request)
      })
      expect(await replay()).toEqual(refused)
      spied.mockRestore()
      expect(status()).toBe('revoked')
      // What was kept as its state before is what it was in the commit.
      const was = between === over ? 'active' : 'held'
      const entry = world.engine.store.find('auditEntries', { action: 'grants.endOnReplay' })
      expect(JSON.parse(entry?.before ?? '')).toEqual({ status: was })
    },
  )

  it('only with what its provider alone has: its verifier, its address, its own key', async () => {
    await hold()
    expect(await replay({ code_verifier: pkce().verifier })).toEqual(refused)
    expect(await replay({ redirect_uri: 'https://elsewhere.example/callback' })).toEqual(refused)
    expect(await replay({}, 1)).toEqual(refused)
    expect(status()).toBe('held')
    expect(lastRefusal()[1]).toBeUndefined()
  })

  it('does not undo what was held for fraud: it bars a new link as long as it was meant', async () => {
    await hold({ reason: 'fraud-suspected' })
    await replay()
    expect([status(), barred()]).toEqual(['revoked', true])
    world.clock.offset += 4 * dayMs
    expect(barred()).toBe(false)
  })

  it('a code that was never redeemed gives nothing while its link is held, and ends nothing', async () => {
    linked = await linkToCode(issuer, p(), world.customer)
    id = world.newestGrant().id
    await hold()
    expect(await replay()).toEqual(refused)
    expect(status()).toBe('held')
  })
})
