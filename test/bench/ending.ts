import { monitorEventLoopDelay } from 'node:perf_hooks'
import { continueEndings, decideAct, openRequest } from '#engine'
import { get, linkToCode, redeem } from '../support/protocol.ts'
import { act } from '../support/request-steps.ts'
import { World } from '../support/world.ts'
import { withoutLimits } from './no-limits.ts'

export interface EndingFigures {
  grants: number
  /** Milliseconds from the second person's agreement to the provider's first refused call, that call included. */
  refused: number
  /** Milliseconds in which the event loop stood still while the grants' own rows followed: most of the time, and at most. */
  blocked: { p99: number; max: number }
  /** Seconds until all of them had. */
  written: number
}

/** Grants that nobody walked through, with a refresh token and a line of history each. */
export function manyGrants(world: World, providerId: number, grants: number): void {
  const now = world.clock.now()
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < ${999 + grants})`
  world.engine.store.bulk((db) => {
    db.exec(`${numbers}
      INSERT INTO grants (id, customerId, providerId, channel, scopes, grantedAt, expiresAt, textVersion, termsVersion, shownHash, status)
      SELECT i, 2 + i % 30, ${providerId}, 'personal', 'accounts', ${now}, ${now} + 7776000000, 1, '第1版', zeroblob(32), 'active' FROM n;
      ${numbers}
      INSERT INTO refreshTokens (id, hash, grantId, issuedAt) SELECT i, randomblob(16), i, ${now} FROM n;
      ${numbers}
      INSERT INTO grantHistory (grantId, seq, type, toStatus, at, actorKind, actorId, actorName, correlationId)
      SELECT i, 1, 'permitted', 'active', ${now}, 'customer', '1', 'x', 'c' FROM n`)
  })
}

/** All grants of one provider end (R61), real calls beside them. */
export async function measureEnding(grants: number): Promise<EndingFigures> {
  const world = await World.open({ customers: 40, providers: [{ dpop: false }] })
  await withoutLimits(world.engine)
  try {
    const issuer = await world.listen()
    const { id: providerId } = world.provider()
    const maker = (await world.staff('hq-admin', 'maker')).actor
    const checker = (await world.staff('hq-admin', 'checker')).actor
    const code = await linkToCode(issuer, world.provider(), world.person(0))
    const { access_token } = (await redeem(issuer, world.provider(), code)).body
    manyGrants(world, providerId, grants)
    const request = await openRequest(world.by(maker), {
      customerId: null,
      providerId,
      requestChannel: 'institution',
      requester: 'institution',
      otherBranchReason: '',
    })
    const actId = await act(world, maker, request, {
      kind: 'revoke',
      scope: { kind: 'provider', providerId },
      reason: 'provider-distrusted',
      confirmation: '試験業者0',
    })
    const bearer = { authorization: `Bearer ${access_token}` }
    if ((await get(`${issuer}/api/v1/accounts`, bearer)).status !== 200) throw new Error('no link')
    const from = performance.now()
    await decideAct(world.by(checker), { actId, approve: true, note: '' })
    const { status } = await get(`${issuer}/api/v1/accounts`, bearer)
    const refused = performance.now() - from
    if (status !== 401) throw new Error(`answered ${status} after the ending`)
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const begun = performance.now()
    const written = await continueEndings(world.engine)
    delay.disable()
    if (written !== grants + 1) throw new Error(`${written} of ${grants + 1}`)
    const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - 1)
    return {
      grants,
      refused,
      blocked: { p99: ms(delay.percentile(99)), max: ms(delay.max) },
      written: (performance.now() - begun) / 1_000,
    }
  } finally {
    await world.close()
  }
}
