import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Reader, sql } from '#db'
import {
  type Actor,
  decideAct,
  endHolds,
  expireGrants,
  issueAccessToken,
  issueRefreshToken,
  verifyTrail,
} from '#engine'
import type { AppError } from '#shared/errors'
import { statusAt } from '#shared/grant'
import { dayMs } from '#shared/japanese-date'
import { act, openAtCounter } from '../../support/request-steps.ts'
import { World } from '../../support/world.ts'

/** R105: what holds of every grant whatever was done to it, in whatever order, and by how many at once. */
let world: World
let people: { clerk: Actor; officer: Actor }
beforeEach(async () => {
  world = await World.open({ providers: [{}, {}, {}] })
  people = {
    clerk: (await world.staff('clerk')).actor,
    officer: (await world.staff('officer')).actor,
  }
})
afterEach(() => world.close())

/** What the engine may answer to an act that comes too late, or to nothing there; anything else is a bug. */
const expected = [
  'grant.already-ended',
  'consent.refused',
  'request.already-checked',
  'grant.not-found',
  'account.not-found',
  'code.already-used',
  'grant.not-active',
  // A stop that came between a resumption and its 検印.
  'request.stopped-since',
]
const settled = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: AppError) => expect(expected).toContain(error.code))

const newest = (customer: number): number =>
  Number(
    world.engine.store.read(
      sql
        .selectFrom('grants')
        .select((e) => e.fn.max('id').as('id'))
        .where('customerId', '=', customer + 1),
    )[0]?.id ?? 0,
  )

async function permit(customer: number, provider: number): Promise<void> {
  const grantId = await world.permit({ customer, provider })
  const { engine } = world
  const issuedAt = Date.now()
  // As the token endpoint does it: one commit, in which the access token asks the grant once more.
  await engine.store.write(() => {
    const access = engine.sequences.next('accessTokens')
    const refresh = engine.sequences.next('refreshTokens')
    issueAccessToken(engine, {
      by: 'code',
      id: access,
      value: `a${access}`,
      grantId,
      issuedAt,
      expiresAt: issuedAt + 600_000,
      scopes: null,
      jkt: null,
    })
    issueRefreshToken(engine, { id: refresh, value: `r${refresh}`, grantId, issuedAt })
  })
}

const kinds = [
  'permit',
  'revoke',
  'account',
  'customer',
  'emergency',
  'resume',
  'hold-resume',
  'hold-end',
  'later',
  'sweep',
] as const
type Kind = (typeof kinds)[number]

async function once(kind: Kind, customer: number, provider: number): Promise<void> {
  const { clerk, officer } = people
  if (kind === 'permit') return void (await settled(permit(customer, provider)))
  if (kind === 'later') {
    world.clock.offset += 20 * dayMs
    return
  }
  if (kind === 'sweep') {
    await Promise.all([expireGrants(world.engine), endHolds(world.engine)])
    return
  }
  const grantId = newest(customer)
  if (grantId === 0) return
  const request = await openAtCounter(world, clerk, customer + 1)
  const grants = { kind: 'grants' as const, grantIds: [grantId] }
  const all = { kind: 'customer' as const }
  const confirmation = world.engine.bank.customer(customer + 1)?.name ?? ''
  const approve = async (actId: number): Promise<void> => {
    const [row] = world.engine.store.read(
      sql.selectFrom('requestActs').selectAll().where('id', '=', actId),
    )
    if (row?.state === 'pending')
      await settled(decideAct(world.by(officer), { actId, approve: true, note: '' }))
  }
  const forms = {
    revoke: { kind: 'revoke', scope: grants },
    account: {
      kind: 'revoke',
      scope: { kind: 'account', accountId: world.linkable(customer + 1)[0] ?? 0 },
    },
    customer: { kind: 'revoke', scope: all, confirmation },
    emergency: { kind: 'emergency', scope: all, reason: 'lost-or-stolen' },
    resume: { kind: 'resume', scope: all, paperReceivedOn: '2026-11-20' },
    'hold-resume': {
      kind: 'hold',
      scope: grants,
      days: 10,
      afterwards: 'resume',
    },
    'hold-end': {
      kind: 'hold',
      scope: grants,
      days: 10,
      afterwards: 'end',
    },
  } as const
  await settled(act(world, clerk, request, forms[kind] as never).then(approve))
}

async function check(): Promise<void> {
  const { store, clock } = world.engine
  const grants = store.read(sql.selectFrom('grants').selectAll())
  const holds = store.read(sql.selectFrom('holds').selectAll().where('endedAt', 'is', null))
  const ends = new Map<number, number>()
  for (const grant of grants) {
    const history = store.read(
      sql.selectFrom('grantHistory').selectAll().where('grantId', '=', grant.id).orderBy('seq'),
    )
    // The sequence of a grant has no gaps, and its last row is its status.
    expect(history.map((line) => line.seq)).toEqual(history.map((_line, i) => i + 1))
    expect(history.at(-1)?.toStatus).toBe(grant.status)
    for (const [i, line] of history.entries())
      if (i > 0) expect(line.fromStatus).toBe(history[i - 1]?.toStatus)
    const live = grant.status === 'active' || grant.status === 'held'
    expect(grant.endedAt === null).toBe(live)
    // Final once: exactly one end, never another row after it.
    const finals = history.filter((line) => line.type === 'ended')
    expect(finals).toHaveLength(live ? 0 : 1)
    if (!live) expect(history.at(-1)?.type).toBe('ended')
    // No live token under a grant that is not live.
    for (const table of ['refreshTokens', 'accessTokens'] as const)
      if (!live)
        expect(
          store.read(
            sql
              .selectFrom(table)
              .select('id')
              .where('grantId', '=', grant.id)
              .where('endedAt', 'is', null),
          ),
        ).toEqual([])
    // Who, by which way and why: of every end that somebody asked for.
    if (grant.status === 'revoked' || grant.status === 'terminated')
      expect([grant.endedBy, grant.requester, grant.requestChannel, grant.reason]).not.toContain(
        null,
      )
    // Held exactly while one hold stands.
    expect(holds.filter((hold) => hold.grantId === grant.id)).toHaveLength(
      grant.status === 'held' ? 1 : 0,
    )
    // A grant that lives has an account left to read.
    if (live)
      expect(
        store.read(
          sql
            .selectFrom('grantAccounts')
            .select('accountId')
            .where('grantId', '=', grant.id)
            .where('removedAt', 'is', null),
        ).length,
      ).toBeGreaterThan(0)
    ends.set(grant.id, grant.expiresAt)
    expect(grant.expiresAt - grant.grantedAt).toBe(90 * dayMs)
  }
  // One live grant of a customer with a provider at most (R40), by the one function that decides expiry.
  const pairs = grants
    .filter((grant) => ['active', 'held'].includes(statusAt(grant, clock.now())))
    .map((grant) => `${grant.customerId}-${grant.providerId}`)
  expect(new Set(pairs).size).toBe(pairs.length)
  expect(
    store.read(sql.selectFrom('counters').select('n').where('name', '=', 'grants'))[0]?.n ?? 0,
  ).toBe(grants.filter((grant) => grant.endedAt === null).length)
  const reader = new Reader(join(store.folder, 'renkei.db'))
  expect((await verifyTrail(reader)).broken).toBeNull()
  reader.close()
}

const step = fc.record({
  kind: fc.constantFrom(...kinds),
  customer: fc.nat(1),
  provider: fc.nat(2),
})

describe('the life of a grant', () => {
  it('keeps its invariants under random acts, one after another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        for (const { kind, customer, provider } of steps) await once(kind, customer, provider)
        await check()
      }),
      { numRuns: 40 },
    )
  })

  it('and under several at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 2, maxLength: 5 }), { maxLength: 5 }),
        async (rounds) => {
          await settled(permit(0, 0))
          for (const round of rounds)
            await Promise.all(
              round.map(({ kind, customer, provider }) => once(kind, customer, provider)),
            )
          await check()
        },
      ),
      { numRuns: 40 },
    )
  })
})
