import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import {
  endGrant,
  expireGrants,
  issueAccessToken,
  issueRefreshToken,
  proofOf,
  systemActor,
} from '#engine'
import type { AppError } from '#shared/errors'
import { act, openAtCounter } from '../../support/desk-steps.ts'
import { difference, World } from '../../support/world.ts'

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

describe('a grant ended at the counter', () => {
  it('loses status and every live token with history and audit in one commit, and proves it', async () => {
    const { actor } = await world.staff()
    const id = await world.permit()
    await tokens(id)
    const request = await openAtCounter(world, actor)
    const before = world.counts()
    await act(world, actor, request, { kind: 'revoke', scope: { kind: 'grants', grantIds: [id] } })
    expect(difference(before, world.counts())).toEqual({
      grantHistory: 1,
      requestActs: 1,
      auditEntries: 2,
    })
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
    const acts = fc.record({
      kind: fc.constantFrom('permit', 'revoke', 'terminate', 'expire', 'later'),
      customer: fc.nat(2),
      provider: fc.nat(2),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(acts, { maxLength: 12 }), async (done) => {
        for (const { kind, customer, provider } of done) {
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
