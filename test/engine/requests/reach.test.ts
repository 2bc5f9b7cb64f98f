import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { type Actor, decideAct, openRequest, reachOf, requestView } from '#engine'
import type { AppError } from '#shared/errors'
import type { ActForm, ActScope } from '#shared/request'
import { act, openAtCounter } from '../../support/request-steps.ts'
import { World } from '../../support/world.ts'

/** What an act would do, as the window shows it before, is what it does. */
let world: World
let clerk: Actor
let requestId: number
/** Grants of customer 1 by what is particular about them; x and y are two accounts whose numbers end alike. */
let grants: Record<'x' | 'y' | 'both' | 'held' | 'ended', number>
let accounts: { x: number; y: number }

const forms = {
  hold: { kind: 'hold', days: 7, afterwards: 'resume' },
  revoke: { kind: 'revoke', confirmation: '鈴木一郎' },
  emergency: { kind: 'emergency', reason: 'lost-or-stolen' },
  resume: { kind: 'resume', paperReceivedOn: '2026-01-01' },
} as const

beforeEach(async () => {
  world = await World.open({ providers: [{}, {}, {}, {}, {}] })
  clerk = (await world.staff('clerk')).actor
  const [x = 0, y = 0] = world.linkable(1)
  accounts = { x, y }
  world.engine.store.bulk((db) =>
    db.exec(`UPDATE accounts SET number = printf('%03d5678', id) WHERE customerId = 1`),
  )
  const permit = (provider: number, ...of: number[]) => world.permit({ provider, accounts: of })
  grants = {
    x: await permit(0, x),
    y: await permit(1, y),
    both: await permit(2, x, y),
    held: await permit(3, x),
    ended: await permit(4, x),
  }
  requestId = await openAtCounter(world, clerk)
  await act(world, clerk, requestId, { ...forms.hold, scope: chosen('held') })
  await act(world, clerk, requestId, { ...forms.revoke, scope: chosen('ended') })
})
afterEach(() => world.close())

const chosen = (...names: (keyof typeof grants)[]): ActScope => ({
  kind: 'grants',
  grantIds: names.map((name) => grants[name]),
})
const scopes = {
  'x and ended': () => chosen('x', 'ended'),
  'x and held': () => chosen('x', 'held'),
  'x, held and ended': () => chosen('x', 'held', 'ended'),
  'account x': () => ({ kind: 'account', accountId: accounts.x }),
  'account y': () => ({ kind: 'account', accountId: accounts.y }),
  'provider of y': () => ({ kind: 'customer-provider', providerId: world.provider(1).id }),
  'provider of ended': () => ({ kind: 'customer-provider', providerId: world.provider(4).id }),
  all: () => ({ kind: 'customer' }),
} satisfies Record<string, () => ActScope>
const named = (targets: { grantId: number; outcome: string }[]) =>
  Object.fromEntries(
    targets.map(({ grantId, outcome }) => [
      Object.entries(grants).find(([, id]) => id === grantId)?.[0],
      outcome,
    ]),
  )
/** The states of which each outcome leaves one. */
const leaves = {
  ended: ['revoked'],
  held: ['held'],
  resumed: ['active'],
  narrowed: ['active'],
  already: ['held', 'revoked', 'active'],
} as const

const rows: [ActForm['kind'], keyof typeof scopes, string, Record<string, keyof typeof leaves>][] =
  [
    ['revoke', 'x and ended', 'none', { x: 'ended', ended: 'already' }],
    ['revoke', 'account x', 'none', { x: 'ended', both: 'narrowed', held: 'ended' }],
    ['revoke', 'account y', 'none', { y: 'ended', both: 'narrowed' }],
    ['revoke', 'provider of y', 'none', { y: 'ended' }],
    ['revoke', 'provider of ended', 'none', {}],
    ['revoke', 'all', 'before', { x: 'ended', y: 'ended', both: 'ended', held: 'ended' }],
    ['hold', 'x, held and ended', 'none', { x: 'held', held: 'already', ended: 'already' }],
    ['emergency', 'all', 'after', { x: 'held', y: 'held', both: 'held', held: 'held' }],
    ['resume', 'all', 'before', { held: 'resumed' }],
    ['resume', 'x and held', 'before', { x: 'already', held: 'resumed' }],
  ]

it.each(rows)('%s %s: %s, %j', async (kind, of, approval, expected) => {
  const scope = scopes[of]()
  const before = world.rows()
  const reach = reachOf(world.by(clerk), { requestId, kind, scope, afterwards: null })
  expect(world.rows()).toEqual(before)
  expect(reach.approval).toBe(approval)
  expect(named(reach.targets)).toEqual(expected)
  for (const target of reach.targets)
    expect(target).toMatchObject({
      label: expect.stringMatching(/^R-/),
      providerName: expect.stringMatching(/^試験業者/),
    })

  const id = await act(world, clerk, requestId, { ...forms[kind], scope })
  if (approval === 'before') {
    const officer = (await world.staff('officer')).actor
    await decideAct(world.by(officer), { actId: id, approve: true, note: '' })
  }
  const viewer = { staffId: Number(clerk.id), role: 'clerk', branchCode: '011' } as const
  const done = requestView(world.engine, viewer, requestId).acts.find((one) => one.id === id)
  expect(named(done?.targets ?? [])).toEqual(expected)
  for (const { grantId, outcome } of done?.targets ?? []) {
    const [row] = world.engine.store.read(
      sql.selectFrom('grants').select('status').where('id', '=', grantId),
    )
    expect(leaves[outcome]).toContain(row?.status)
  }
})

describe('is told to nobody', () => {
  const code = (actor: Actor, id: number, kind: ActForm['kind'], scope: ActScope): string => {
    try {
      reachOf(world.by(actor), { requestId: id, kind, scope, afterwards: null })
      return 'told'
    } catch (error) {
      return (error as AppError).code
    }
  }
  it('but who took the request, before the identity check, or of another customer', async () => {
    const phone = await openRequest(world.by(clerk), {
      customerId: 2,
      providerId: null,
      requestChannel: 'phone',
      requester: 'self',
      otherBranchReason: '',
    })
    const officer = (await world.staff('officer')).actor
    const all = { kind: 'customer' } as const
    expect(code(clerk, phone, 'revoke', all)).toBe('identity.not-met')
    expect(code(clerk, phone, 'emergency', all)).toBe('identity.not-met')
    expect(code(officer, requestId, 'revoke', all)).toBe('request.not-yours')
    const foreign = { kind: 'account', accountId: world.linkable(2)[0] ?? 0 } as const
    expect(code(clerk, requestId, 'revoke', foreign)).toBe('account.not-found')
    const other = await world.permit({ customer: 1 })
    expect(code(clerk, requestId, 'revoke', { kind: 'grants', grantIds: [other] })).toBe(
      'grant.not-found',
    )
  })
})
