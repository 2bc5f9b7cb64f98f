import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { endGrant, expireGrants, issueAccessToken, issueRefreshToken, proofOf } from '#engine'
import { dayMs } from '#shared/japanese-date'
import { holdGrant, resumeGrant } from '../../../src/main/engine/grants/hold.ts'
import { narrowGrant } from '../../../src/main/engine/grants/narrow.ts'
import { act, openAtCounter } from '../../support/request-steps.ts'
import { codeOf } from '../../support/watched.ts'
import { changed, World } from '../../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open({ providers: [{}, {}, {}] })
})
afterEach(() => world.close())
const status = (id: number) => world.statusOf(id)

async function tokens(grantId: number): Promise<void> {
  const { engine } = world
  const { store, sequences } = engine
  const now = Date.now()
  const token = { value: 'x', grantId, scopes: null, jkt: null }
  await store.write(() => {
    for (const issuedAt of [now, now - 900_000])
      issueAccessToken(engine, {
        by: 'code',
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

function historyOf(grantId: number) {
  return world.engine.store
    .read(
      sql
        .selectFrom('grantHistory')
        .select(['type', 'fromStatus', 'toStatus', 'endedTokens', 'snapshot'])
        .where('grantId', '=', grantId)
        .orderBy('seq'),
    )
    .map(({ snapshot, ...row }) => ({ ...row, snapshot: JSON.parse(snapshot ?? 'null') }))
}
const line = (type: string, fromStatus: string | null, toStatus: string, snapshot: unknown) => ({
  ...{ type, fromStatus, toStatus, snapshot, endedTokens: null },
})

describe('a grant ended at the counter', () => {
  it('loses status and every live token with history and audit in one commit, and proves it', async () => {
    const { actor } = await world.staff()
    const id = await world.permit()
    await tokens(id)
    // Of two access tokens one has run out.
    expect(await proofOf(world.engine, id)).toMatchObject({ status: 'active', liveTokens: 2 })
    const request = await openAtCounter(world, actor)
    const before = world.rows()
    await act(world, actor, request, { kind: 'revoke', scope: { kind: 'grants', grantIds: [id] } })
    expect(changed(before, world.rows())).toEqual({
      ...{ grantHistory: 1, requests: 1, requestActs: 1, auditEntries: 2 },
      ...{ grants: 1, counters: 2, accessTokens: 1, refreshTokens: 1 },
    })
    expect(await proofOf(world.engine, id)).toMatchObject({
      status: 'revoked',
      liveTokens: 0,
      endedTokens: 2,
      endedByName: '職員clerk',
      refusedCount: 0,
    })
    const [audit] = world.engine.store.read(
      sql.selectFrom('auditEntries').selectAll().where('action', '=', 'grants.revoke'),
    )
    expect(audit).toMatchObject({
      targetId: id,
      actorName: '職員clerk',
      role: 'clerk',
      branchCode: '011',
      reason: 'no-longer-used',
      outcome: 'done',
    })
    expect(JSON.parse(audit?.before ?? '')).toEqual({ status: 'active' })
  })
})

it('what has ended does not end again, whatever for; what is over by the clock only expires', async () => {
  const id = await world.permit()
  const over = await world.permit({ provider: 1 })
  const end = (grantId: number, to: 'revoked' | 'expired') =>
    codeOf(
      world.engine.store.write(() =>
        endGrant(world.by(), {
          ...{ grantId, to, requester: 'self', requestChannel: 'branch' },
          ...{ reason: 'other', action: 'grants.revoke' },
        }),
      ),
    )
  expect(await end(id, 'revoked')).toBe('done')
  world.clock.offset = 90 * dayMs + 1_000
  const before = world.rows()
  expect(await end(id, 'revoked')).toBe('grant.already-ended')
  expect(await end(id, 'expired')).toBe('grant.already-ended')
  expect(await end(over, 'revoked')).toBe('grant.already-ended')
  expect(await end(999, 'revoked')).toBe('grant.not-found')
  expect(changed(before, world.rows())).toEqual({})
  expect(await end(over, 'expired')).toBe('done')
})

describe('grants.expire', () => {
  it('closes what is due at the second, not before, and once', async () => {
    const id = await world.permit()
    world.clock.offset = 90 * dayMs - 2_000
    expect(await expireGrants(world.engine)).toBe(0)
    world.clock.offset = 90 * dayMs + 1_000
    expect(await expireGrants(world.engine)).toBe(1)
    expect(await expireGrants(world.engine)).toBe(0)
    expect(status(id)).toBe('expired')
    expect(
      world.engine.store.read(
        sql
          .selectFrom('auditEntries')
          .select(['action', 'actorKind', 'actorName', 'outcome', 'reason'])
          .where('targetId', '=', id)
          .orderBy('id', 'desc')
          .limit(1),
      ),
    ).toEqual([
      {
        ...{ action: 'grants.expire', actorKind: 'system', actorName: '自動処理' },
        ...{ outcome: 'done', reason: 'period-ended' },
      },
    ])
  })
})

it('an account that was taken out is not taken out again, and the last one takes the grant with it once', async () => {
  const accounts = world.linkable(1).slice(0, 2)
  const [gone = 0, last = 0] = accounts
  const grantId = await world.permit({ accounts })
  const asked = { grantId, requester: 'self', requestChannel: 'branch', reason: 'other' } as const
  const narrow = (accountId: number) =>
    world.engine.store.write(
      () => narrowGrant(world.by(), { ...asked, accountId, to: 'revoked' }).outcome,
    )
  expect(await narrow(gone)).toBe('narrowed')
  for (const [accountId, outcome, becomes] of [
    [gone, 'already', 'active'],
    [last, 'ended', 'revoked'],
    [last, 'already', 'revoked'],
  ] as const) {
    const before = world.rows()
    expect([await narrow(accountId), status(grantId)]).toEqual([outcome, becomes])
    if (outcome === 'already') expect(changed(before, world.rows())).toEqual({})
  }
  const { expiresAt } = world.engine.store.find('grants', { id: grantId }) ?? {}
  const scopes = 'accounts balances transactions'
  expect(historyOf(grantId)).toEqual([
    line('permitted', null, 'active', null),
    line('narrowed', 'active', 'active', { accounts, removed: gone }),
    {
      ...line('ended', 'active', 'revoked', { scopes, expiresAt, lastAccessAt: null }),
      endedTokens: 0,
    },
  ])
})

it('the audit has what each change of a grant made of it', async () => {
  world.clock.stop()
  const accounts = world.linkable(1).slice(0, 2)
  const grantId = await world.permit({ accounts })
  const { actor } = await world.staff()
  const request = await openAtCounter(world, actor)
  const scope = { kind: 'grants' as const, grantIds: [grantId] }
  await act(world, actor, request, { kind: 'hold', scope, days: 1, afterwards: 'end' })
  const { number } = world.engine.store.find('requests', { id: request }) ?? {}
  const asked = { grantId, requester: 'self', requestChannel: 'branch' } as const
  const removed = { ...asked, accountId: accounts[0] ?? 0, to: 'revoked', reason: 'other' } as const
  await world.engine.store.write(() => {
    resumeGrant(world.by(), asked)
    narrowGrant(world.by(), removed)
    endGrant(world.by(), { ...removed, action: 'grants.revoke' })
  })
  const entries = world.engine.store.read(
    sql
      .selectFrom('auditEntries')
      .select(['action', 'before', 'after'])
      .where('targetKind', '=', 'grant')
      .orderBy('id'),
  )
  const read = (text: string | null) => (text === null ? null : JSON.parse(text))
  expect(
    entries.slice(1).map(({ action, before, after }) => [action, read(before), read(after)]),
  ).toEqual([
    [
      'grants.hold',
      { status: 'active' },
      {
        ...{ status: 'held', until: world.clock.now() + dayMs, afterwards: 'end' },
        ...{ emergency: false, request: number },
      },
    ],
    ['grants.resume', { status: 'held' }, { status: 'active' }],
    ['grants.narrow', { accounts: 2 }, { accounts: 1 }],
    [
      'grants.revoke',
      { status: 'active' },
      { status: 'revoked', endedTokens: 0, requester: 'self', requestChannel: 'branch' },
    ],
  ])
})

it('the history keeps until when a grant was held, what was to follow, and that an 緊急停止 replaced it', async () => {
  const { actor } = await world.staff()
  world.clock.stop()
  const id = await world.permit()
  const request = await openAtCounter(world, actor)
  const hold = { scope: { kind: 'grants' as const, grantIds: [id] }, days: 1 }
  await act(world, actor, request, { ...hold, kind: 'hold', afterwards: 'end' })
  await act(world, actor, request, { kind: 'emergency', scope: { kind: 'customer' } })
  const until = world.clock.now() + dayMs
  expect(historyOf(id).slice(1)).toEqual([
    line('held', 'active', 'held', { until, afterwards: 'end', emergency: false }),
    line('held', 'held', 'held', { until: null, afterwards: null, emergency: true }),
  ])
  // What was stopped in an emergency stays as it is, whatever is asked for then (R54).
  const before = world.rows()
  const asked = { requester: 'self', requestChannel: 'branch', reason: 'other' } as const
  const { actId = 0 } = world.engine.store.find('holds', { grantId: id, endedAt: null }) ?? {}
  for (const emergency of [true, false]) {
    const hold = {
      ...asked,
      grantId: id,
      actId,
      until: null,
      afterwards: null,
      emergency,
    }
    const answer = await world.engine.store.write(() => holdGrant(world.by(), hold))
    expect(answer).toBe('already')
  }
  expect(changed(before, world.rows())).toEqual({})
})
