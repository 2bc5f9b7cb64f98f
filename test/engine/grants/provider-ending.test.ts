import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import {
  type Actor,
  changeProviderStatus,
  continueEndings,
  decideAct,
  decideProposal,
  discardProvider,
  expireGrants,
  grantForProtocol,
  openRequest,
  proofOf,
  providerDetail,
  requestView,
  slipOf,
  timelineOf,
  updateProvider,
  whyOf,
} from '#engine'
import { dayMs } from '#shared/japanese-date'
import { revokeGrant } from '../../../src/main/engine/grants/end.ts'
import {
  authenticated,
  linkToCode,
  post,
  pushRequest,
  read,
  redeem,
  refresh,
} from '../../support/protocol.ts'
import { act } from '../../support/request-steps.ts'
import { codeOf } from '../../support/watched.ts'
import { World } from '../../support/world.ts'

let world: World
let maker: Actor
let checker: Actor
let issuer: string
beforeEach(async () => {
  world = await World.open({ customers: 40, providers: [{}, {}] })
  issuer = await world.listen()
  maker = (await world.staff('hq-admin', 'maker')).actor
  checker = (await world.staff('hq-admin', 'checker')).actor
})
afterEach(() => world.close())

const open = (actor: Actor, requestChannel: 'institution' | 'phone' = 'institution') =>
  openRequest(world.by(actor), {
    customerId: null,
    providerId: world.provider().id,
    requestChannel,
    requester: requestChannel === 'phone' ? 'self' : 'institution',
    otherBranchReason: '',
  })
const end = (request: number, confirmation = '試験業者0') =>
  act(world, maker, request, {
    kind: 'revoke',
    scope: { kind: 'provider', providerId: world.provider().id },
    reason: 'provider-distrusted',
    confirmation,
  })
const statuses = (provider = 0) =>
  world.engine.store
    .read(
      sql
        .selectFrom('grants')
        .select('status')
        .where('providerId', '=', world.provider(provider).id)
        .orderBy('id'),
    )
    .map((row) => row.status)

describe('one provider for everybody (R99, R61, U10)', () => {
  it('is head office’s, with the name typed again, between two', async () => {
    const officer = (await world.staff('officer')).actor
    const refused = (actor: Actor, about: object) =>
      codeOf(
        openRequest(world.by(actor), {
          ...{ customerId: null, providerId: null, otherBranchReason: '', ...about },
          ...{ requestChannel: 'institution', requester: 'institution' },
        }),
      )
    const last = () =>
      world.engine.store.read(
        sql.selectFrom('auditEntries').selectAll().orderBy('id', 'desc').limit(1),
      )[0]
    const denied = { action: 'requests.open', outcome: 'refused', reason: 'denied' }
    const { id, name } = world.provider()
    expect(await refused(officer, { providerId: id })).toBe('permission.denied')
    expect(last()).toMatchObject({
      ...{ ...denied, targetKind: 'provider', targetId: id, targetLabel: name },
    })
    const clerk = (await world.staff('clerk')).actor
    expect(await refused(clerk, { customerId: 1 })).toBe('permission.denied')
    expect(last()).toMatchObject({
      ...{ ...denied, targetKind: 'customer', targetId: 1 },
      targetLabel: world.engine.bank.customer(1)?.name,
    })
    expect(await refused(officer, { customerId: 1, providerId: id })).toBe('input.invalid')
    expect(await refused(officer, { customerId: 9_999 })).toBe('customer.not-found')
    expect(await refused(officer, {})).toBe('provider.not-found')
    // Nobody can call about a provider.
    expect(await codeOf(open(maker, 'phone'))).toBe('input.invalid')
    await world.permit()
    const request = await open(maker)
    expect(await codeOf(end(request, '試験業者1'))).toBe('request.confirmation-wrong')
    // Nobody but that provider is reached by it, and by nothing but an end.
    const reach = (kind: 'revoke' | 'hold', provider: number) =>
      codeOf(
        act(world, maker, request, {
          ...{ kind, reason: 'provider-distrusted', confirmation: '試験業者0' },
          scope: { kind: 'provider', providerId: world.provider(provider).id },
        }),
      )
    expect(await reach('revoke', 1)).toBe('request.not-reachable')
    expect(await reach('hold', 0)).toBe('request.not-reachable')
    const actId = await end(request)
    const decide = (actor: Actor) =>
      codeOf(decideAct(world.by(actor), { actId, approve: true, note: '' }))
    expect(await decide(maker)).toBe('request.same-person')
    expect(await decide(officer)).toBe('permission.denied')
    expect(statuses()).toEqual(['active'])
    expect(await decide(checker)).toBe('done')
    await continueEndings(world.engine)
    expect(statuses()).toEqual(['terminated'])
  })

  it('names in each entry who made it, in which role, at which terminal and for which 受付番号, and in each history who agreed', async () => {
    const grants = [await world.permit({ customer: 0 }), await world.permit({ customer: 1 })]
    const request = await open(maker)
    const actId = await end(request)
    await decideAct(world.by(checker), { actId, approve: true, note: '' })
    await continueEndings(world.engine)
    const { store } = world.engine
    const { number } = store.find('requests', { id: request }) ?? {}
    const job = store.find('providerEndings', { actId })
    const entries = store.read(
      sql
        .selectFrom('auditEntries')
        .selectAll()
        .where('action', '=', 'grants.revoke')
        .orderBy('targetId'),
    )
    expect(entries.map((entry) => entry.targetId)).toEqual(grants)
    for (const entry of entries) {
      expect(entry).toMatchObject({
        actorId: maker.id,
        actorName: maker.name,
        role: 'hq-admin',
        branchCode: '011',
        terminal: 'test',
        correlationId: `ending-${job?.id}`,
      })
      expect(JSON.parse(entry.after ?? '')).toMatchObject({
        request: number,
        approvedBy: checker.name,
      })
    }
    const ended = timelineOf(world.engine, grants[0] ?? 0).entries.find(
      ({ kind }) => kind === 'ended',
    )
    expect(ended).toMatchObject({ actorName: maker.name, approvedByName: checker.name })
  })

  it('refuses every one of them at the next call, before their own rows have followed', async () => {
    const tokens = (
      await redeem(
        issuer,
        world.provider(),
        await linkToCode(issuer, world.provider(), world.person(0)),
      )
    ).body
    const pending = await linkToCode(issuer, world.provider(), world.person(1))
    for (let customer = 3; customer < 40; customer += 1) await world.permit({ customer })
    const other = await world.permit({ provider: 1 })
    const call = () => read(issuer, world.provider(), tokens.access_token)
    expect((await call()).status).toBe(200)
    const actId = await end(await open(maker))
    await decideAct(world.by(checker), { actId, approve: true, note: '' })

    expect(new Set(statuses())).toEqual(new Set(['active']))
    expect((await call()).status).toBe(401)
    expect((await refresh(issuer, world.provider(), String(tokens.refresh_token))).body.error).toBe(
      'invalid_grant',
    )
    const asked = await post(`${issuer}/token/introspection`, {
      ...(await authenticated(world.provider(), issuer)),
      token: String(tokens.refresh_token),
    })
    expect(asked.body).toEqual({ active: false })
    expect((await redeem(issuer, world.provider(), pending)).body.error).toBe('invalid_grant')
    expect(grantForProtocol(world.engine, other)?.status).toBe('active')

    // What a crash would leave is taken up again; every grant ends once.
    expect(await continueEndings(world.engine)).toBeGreaterThan(37)
    expect(await continueEndings(world.engine)).toBe(0)
    expect(new Set(statuses())).toEqual(new Set(['terminated']))
    expect(statuses(1)).toEqual(['active'])
    const ends = world.engine.store.read(
      sql
        .selectFrom('grantHistory')
        .select((e) => ['grantId', e.fn.countAll<number>().as('n')])
        .where('type', '=', 'ended')
        .groupBy('grantId'),
    )
    expect(ends.every((row) => row.n === 1)).toBe(true)
    const viewer = { staffId: Number(maker.id), role: 'hq-admin', branchCode: null } as const
    const [request] = world.engine.store.read(sql.selectFrom('requests').select('id'))
    const [done] = requestView(world.engine, viewer, request?.id ?? 0).acts
    expect(done?.progress?.ended).toBe(done?.progress?.total)
    expect(await slipOf(world.engine, viewer, request?.id ?? 0)).toMatchObject({
      ...{ customerName: '試験業者0', customerNumber: '—', channel: null },
    })
    expect(whyOf(world.engine, 1)).toMatchObject({ code: 'terminated', by: '職員hq-admin' })
  })

  it('ends them whatever the clock was set to between their 許可 and the act', async () => {
    const hours = [0, 5, -3, 400, -400, 1]
    for (const [customer, hour] of hours.entries()) {
      world.clock.offset = hour * 3_600_000
      await world.permit({ customer })
    }
    world.clock.offset = -500 * 3_600_000
    const actId = await end(await open(maker))
    await decideAct(world.by(checker), { actId, approve: true, note: '' })
    const live = () =>
      hours.filter((_, i) => grantForProtocol(world.engine, i + 1)?.status === 'active')
    expect(live()).toEqual([])
    expect(await continueEndings(world.engine)).toBe(hours.length)
    expect(live()).toEqual([])
    const anew = await world.permit({ customer: 7 })
    expect(grantForProtocol(world.engine, anew)?.status).toBe('active')
  })

  it('does not touch what is linked afterwards, in the same millisecond', async () => {
    world.clock.stop()
    await world.permit()
    const actId = await end(await open(maker))
    await decideAct(world.by(checker), { actId, approve: true, note: '' })
    const anew = await world.permit()
    expect(grantForProtocol(world.engine, anew)?.status).toBe('active')
    await continueEndings(world.engine)
    expect(statuses()).toEqual(['terminated', 'active'])
  })
})

describe('a provider that comes to its end (R13, R128)', () => {
  const endIt = async (reason = '契約終了') => {
    const { id, version } = world.registered()
    const form = { id, version, to: 'ended', reason } as const
    return (await changeProviderStatus(world.by(maker), form)).waits ?? 0
  }
  const agree = (id: number) =>
    codeOf(decideProposal(world.by(checker), { id, approve: true, note: '' }))
  const provider = () => world.registered().status

  it('does so by another person than who asked, with every link, for good', async () => {
    const tokens = (
      await redeem(
        issuer,
        world.provider(),
        await linkToCode(issuer, world.provider(), world.person(0)),
      )
    ).body
    const pending = await linkToCode(issuer, world.provider(), world.person(1))
    const begun = await pushRequest(issuer, world.provider())
    const held = await world.permit({ customer: 2 })
    const other = await world.permit({ provider: 1 })
    const call = () => read(issuer, world.provider(), tokens.access_token)
    const id = await endIt()
    expect([provider(), (await call()).status]).toEqual(['active', 200])
    // No two readings of this clock are the same: the end of the provider and of its links is one instant all the same.
    const { now } = world.clock
    let readings = 0
    world.clock.now = () => {
      readings += 1
      return now() + readings
    }
    expect(await agree(id)).toBe('done')
    world.clock.now = now

    // From the next call on, before the rows of the links have followed.
    expect(new Set(statuses())).toEqual(new Set(['active']))
    expect((await call()).status).toBe(401)
    const refreshed = await refresh(issuer, world.provider(), String(tokens.refresh_token))
    expect(refreshed.body.error).toBe('invalid_client')
    expect((await redeem(issuer, world.provider(), pending)).body.error).toBe('invalid_client')
    for (const path of ['token/introspection', 'token/revocation', 'par']) {
      const body = { ...(await authenticated(world.provider(), issuer)), token: 'x' }
      expect((await post(`${issuer}/${path}`, body)).body.error).toBe('invalid_client')
    }
    const page = await fetch(begun.url)
    expect(await page.text()).toContain('この「API業者」との連携は終わりました')
    expect(await codeOf(world.permit({ customer: 5 }))).not.toBe('done')
    expect(whyOf(world.engine, held)).toMatchObject({
      ...{ code: 'provider-ended', at: world.registered().statusAt },
    })
    expect(await proofOf(world.engine, held)).toMatchObject({
      ...{ status: 'terminated', endedAt: world.registered().statusAt },
    })
    expect(providerDetail(world.engine, world.provider().id, null)).toMatchObject({
      ...{ liveGrants: 0, customers: 0 },
    })

    await world.restart()
    expect(await continueEndings(world.engine)).toBe(3)
    expect(statuses()).toEqual(['terminated', 'terminated', 'terminated'])
    expect(grantForProtocol(world.engine, other)?.status).toBe('active')
    expect(whyOf(world.engine, held)).toMatchObject({ code: 'provider-ended', by: maker.name })
    expect(
      timelineOf(world.engine, held).entries.find(({ kind }) => kind === 'ended'),
    ).toMatchObject({
      ...{ actorName: maker.name, approvedByName: checker.name, reason: 'provider-ended' },
    })
    const { id: ended, version: last, ...registered } = world.registered()
    const rewrite = { id: ended, version: last, provider: { ...registered, name: '別の名前' } }
    for (const by of [world.by(maker), world.by()])
      expect(await codeOf(updateProvider(by, rewrite))).toBe('provider.ended')
    for (const to of ['draft', 'active', 'suspended', 'ended'] as const) {
      const { id: providerId, version } = world.registered()
      // A window that has not seen the end asks by the version before it, and is told the same.
      for (const seen of [version, version - 1])
        for (const by of [world.by(maker), world.by()]) {
          const form = { id: providerId, version: seen, to, reason: 'x' }
          expect(await codeOf(changeProviderStatus(by, form))).toBe('provider.ended')
        }
    }
    const stale = { id: ended, version: last - 1 }
    expect(await codeOf(discardProvider(world.by(maker), stale))).toBe('provider.ended')
  })

  it('takes no more links with it than were proposed; links that ended meanwhile ask nothing anew', async () => {
    await world.permit({ customer: 0 })
    const grown = await endIt()
    const late = await world.permit({ customer: 1 })
    expect(await agree(grown)).toBe('proposal.changed-meanwhile')
    expect(provider()).toBe('active')
    const shrunk = await endIt()
    await world.engine.store.write(() =>
      revokeGrant(world.by(checker), {
        ...{ grantId: late, to: 'revoked', requester: 'self', requestChannel: 'phone' },
        reason: 'other',
      }),
    )
    expect(await agree(shrunk)).toBe('done')
    expect(provider()).toBe('ended')
  })

  it('needs a reason, and leaves links that had run out before as they were', async () => {
    expect(await codeOf(endIt(''))).toBe('input.invalid')
    const old = await world.permit({ customer: 0 })
    world.clock.offset += 400 * dayMs
    expect(await agree(await endIt())).toBe('done')
    expect(whyOf(world.engine, old)?.code).toBe('expired')
    expect(await continueEndings(world.engine)).toBe(0)
    expect(statuses()).toEqual(['active'])
    await expireGrants(world.engine)
    expect(statuses()).toEqual(['expired'])
  })
})
