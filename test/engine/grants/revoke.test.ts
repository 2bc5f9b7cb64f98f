import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import {
  endGrant,
  expireGrants,
  issueAccessToken,
  issueRefreshToken,
  proofOf,
  revokeGrants,
  systemActor,
} from '#engine'
import type { AppError } from '#shared/errors'
import { difference, World } from '../../support/world.ts'

const form = {
  requester: 'self',
  requestChannel: 'phone',
  reason: 'no-longer-used',
  note: undefined,
  correlationId: 'c',
} as const
let world: World
beforeEach(async () => {
  world = await World.open({ providers: [{}, {}, {}] })
})
afterEach(() => world.close())
const status = (id: number) =>
  world.engine.store.read(sql.selectFrom('grants').select('status').where('id', '=', id))[0]?.status

async function tokens(grantId: number): Promise<void> {
  const { engine } = world
  const { store, sequences } = engine
  const now = Date.now()
  const token = { value: 'x', grantId, scopes: null, jkt: null }
  await store.write(() => {
    for (const issuedAt of [now, now - 900_000])
      issueAccessToken(engine, {
        ...token,
        id: sequences.next('accessTokens'),
        issuedAt,
        expiresAt: issuedAt + 600_000,
      })
    issueRefreshToken(engine, {
      id: sequences.next('refreshTokens'),
      value: 'x',
      grantId,
      issuedAt: now,
    })
  })
}

describe('grants.revoke', () => {
  it('ends status and every live token with history and audit in one commit, and proves it', async () => {
    const { actor } = await world.staff()
    const id = await world.permit()
    await tokens(id)
    const before = world.counts()
    expect(await revokeGrants(world.engine, actor, { ...form, grantIds: [id] })).toEqual([
      { grantId: id, endedTokens: 2 },
    ])
    expect(difference(before, world.counts())).toEqual({ grantHistory: 1, auditEntries: 1 })
    expect(await proofOf(world.engine, id)).toMatchObject({
      status: 'revoked',
      liveTokens: 0,
      endedTokens: 2,
      endedByName: '職員clerk',
      refusedCount: 0,
    })
    const [audit] = world.engine.store.read(
      sql.selectFrom('auditEntries').selectAll().orderBy('id', 'desc').limit(1),
    )
    expect(audit).toMatchObject({
      action: 'grants.revoke',
      actorName: '職員clerk',
      role: 'clerk',
      branchCode: '011',
      reason: 'no-longer-used',
      outcome: 'done',
    })
    expect(JSON.parse(audit?.before ?? '')).toEqual({ status: 'active' })
  })

  it('is all or nothing: one grant that has ended keeps the others alive', async () => {
    const { actor } = await world.staff()
    const [a, b] = [await world.permit(), await world.permit({ provider: 1 })]
    await revokeGrants(world.engine, actor, { ...form, grantIds: [b] })
    const before = world.counts()
    await expect(
      revokeGrants(world.engine, actor, { ...form, grantIds: [a, b] }),
    ).rejects.toMatchObject({ code: 'grant.already-ended', detail: 'revoked' })
    expect(status(a)).toBe('active')
    expect(world.counts()).toEqual(before)
  })

  it('of two clerks at once exactly one wins, and the other is told', async () => {
    const { actor } = await world.staff()
    const id = await world.permit()
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => revokeGrants(world.engine, actor, { ...form, grantIds: [id] })),
    )
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected')
        expect((result.reason as AppError).code).toBe('grant.already-ended')
    expect(
      world.engine.store.read(
        sql
          .selectFrom('grantHistory')
          .select('id')
          .where('grantId', '=', id)
          .where('type', '=', 'ended'),
      ),
    ).toHaveLength(1)
  })

  it('tells the true state of a grant that the clock has just ended (R60)', async () => {
    const { actor } = await world.staff()
    const id = await world.permit()
    world.clock.offset = 90 * 86_400_000 + 1_000
    await expect(
      revokeGrants(world.engine, actor, { ...form, grantIds: [id] }),
    ).rejects.toMatchObject({ code: 'grant.already-ended', detail: 'expired' })
  })
})

describe('grants.expire', () => {
  it('closes what is due at the second, not before, and once', async () => {
    const id = await world.permit()
    world.clock.offset = 90 * 86_400_000 - 2_000
    expect(await expireGrants(world.engine)).toBe(0)
    world.clock.offset = 90 * 86_400_000 + 1_000
    expect(await expireGrants(world.engine)).toBe(1)
    expect(await expireGrants(world.engine)).toBe(0)
    expect(status(id)).toBe('expired')
  })
})

describe('the life of a grant, whatever happens to it', () => {
  it('keeps its invariants under random acts', async () => {
    const act = fc.record({
      kind: fc.constantFrom('permit', 'revoke', 'terminate', 'expire', 'later'),
      customer: fc.nat(2),
      provider: fc.nat(2),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        for (const { kind, customer, provider } of acts) {
          const [last] = world.engine.store.read(
            sql.selectFrom('grants').select((e) => e.fn.max('id').as('id')),
          )
          const grantId = Number(last?.id ?? 0)
          if (kind === 'permit') await world.permit({ customer, provider })
          if (kind === 'later') world.clock.offset += 40 * 86_400_000
          if (kind === 'expire') await expireGrants(world.engine)
          if ((kind === 'revoke' || kind === 'terminate') && grantId > 0)
            await world.engine.store
              .write(() =>
                endGrant(world.engine, {
                  grantId,
                  to: kind === 'revoke' ? 'revoked' : 'terminated',
                  actor: systemActor,
                  requester: 'institution',
                  requestChannel: 'institution',
                  reason: 'other',
                  action: 'test',
                  correlationId: 'c',
                }),
              )
              .catch((error: AppError) => expect(error.code).toBe('grant.already-ended'))
        }
        const grants = world.engine.store.read(sql.selectFrom('grants').selectAll())
        for (const grant of grants) {
          const history = world.engine.store.read(
            sql
              .selectFrom('grantHistory')
              .selectAll()
              .where('grantId', '=', grant.id)
              .orderBy('seq'),
          )
          expect(history.map((line) => line.seq)).toEqual(history.map((_line, i) => i + 1))
          expect(history.at(-1)?.toStatus).toBe(grant.status)
          expect(grant.endedAt === null).toBe(grant.status === 'active')
        }
        const live = grants.filter((grant) => grant.endedAt === null)
        expect(
          world.engine.store.read(
            sql.selectFrom('counters').select('n').where('name', '=', 'grants'),
          )[0]?.n,
        ).toBe(live.length)
      }),
      { numRuns: 15 },
    )
  })
})
