import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract } from '#shared/contract'
import { type CallName, roleMay } from '#shared/contract/may'
import { grantLabel } from '#shared/grant'
import { isOfBranch, Role } from '#shared/staff'
import { consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { pdfText } from '../support/pdf-text.ts'
import { atCounter } from '../support/request-steps.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

/**
 * R124: where the house keeps people to their own branch, no call of the contract tells them of another branch's customer what
 * tells more than who they are. Every call is asked with every id of that customer, by a clerk and by an officer of another branch.
 */
let world: World
let listener: OpenConsole
const desks = {} as Record<'clerk' | 'officer', Desk>
let ids = { customer: 0, grant: 0, request: 0, act: 0 }
let number = ''
beforeAll(async () => {
  world = await World.open({ providers: [{}] })
  listener = await consoleOf(world)
  const grant = await world.permit()
  const home = (await world.staff('hq-admin', 'home')).login
  world.engine.store.bulk((db) =>
    db.exec("UPDATE staff SET branchCode = '001' WHERE loginId = 'home'"),
  )
  const { desk } = openDesk(listener.url)
  await desk.staff.signIn(home)
  const request = await atCounter(desk, 1)
  const { acts } = await desk.requests.act({
    requestId: request.id,
    kind: 'revoke',
    scope: { kind: 'customer' },
    reason: 'no-longer-used',
    note: 'ないしょの話',
    confirmation: world.engine.bank.customer(1)?.name ?? '',
  })
  number = request.number
  ids = { customer: 1, grant, request: request.id, act: acts[0]?.id ?? 0 }
  const policy = world.engine.settings.get('requests')
  await world.engine.settings.save(
    'requests',
    { ...policy, ownBranchOnly: true },
    world.clock.now(),
  )
  for (const role of ['clerk', 'officer'] as const) {
    const one = openDesk(listener.url).desk
    await one.staff.signIn((await world.staff(role, `own-${role}`)).login)
    desks[role] = one
  }
})
afterAll(async () => {
  await listener.close()
  await world.close()
})

const list = { after: null, limit: 200 } as const
const period = { customerId: 1, from: '2020-01-01', to: '2035-12-31' } as const
const csv = { encoding: 'utf-8', replace: false } as const
/** The file, read. */
const file = async (answer: Promise<{ file: string | null }>) =>
  Buffer.from((await answer).file ?? '', 'base64').toString()

/**
 * What each call of a noun that knows customers answers; calls of other nouns answer nothing of a customer. A call that is added
 * to these nouns does not compile until it is here.
 */
type Noun = 'customers' | 'grants' | 'requests' | 'files' | 'audit'
type Asked = Extract<CallName, `${Noun}.${string}`>
const asks: Record<Asked, (desk: Desk) => Promise<unknown>> = {
  'customers.search': async (desk) => [
    await desk.customers.search({ text: grantLabel(ids.grant) }),
    await desk.customers.search({ text: number }),
  ],
  'customers.recent': (desk) => desk.customers.recent(),
  'customers.list': (desk) => desk.customers.list({ branchCode: '001', ...list }),
  'customers.find': async (desk) => {
    const { name: _, kana: __, ...rest } = await desk.customers.find({ id: 1 })
    return rest
  },
  'customers.setQuestions': (desk) =>
    desk.customers.setQuestions({
      requestId: ids.request,
      questions: ['a', 'b', 'c'].map((question) => ({ question, answer: 'x' })),
    }),
  'customers.setConsent': (desk) =>
    desk.customers.setConsent({ id: 1, consentBy: 'any', users: [] }),
  'grants.list': (desk) =>
    desk.grants.list({ status: 'all', providerId: null, order: null, ...list }),
  'grants.timeline': (desk) => desk.grants.timeline({ id: ids.grant }),
  'grants.evidence': (desk) => desk.grants.evidence({ id: ids.grant }),
  'grants.proof': (desk) => desk.grants.proof({ ids: [ids.grant] }),
  'requests.open': (desk) =>
    desk.requests.open({
      ...{ customerId: 1, requestChannel: 'phone', requester: 'self', otherBranchReason: '' },
    }),
  'requests.describe': (desk) => desk.requests.describe({ id: ids.request, note: 'x' }),
  'requests.calls': (desk) => desk.requests.calls({ customerIds: [1] }),
  'requests.identityItems': (desk) =>
    desk.requests.identityItems({ customerId: 1, requestChannel: 'phone', requester: 'self' }),
  'requests.compare': (desk) =>
    desk.requests.compare({ id: ids.request, answers: [{ item: 'name', said: 'x' }] }),
  'requests.noteIdentity': (desk) =>
    desk.requests.noteIdentity({ id: ids.request, item: 'call-back' }),
  'requests.callBackNumber': (desk) => desk.requests.callBackNumber({ id: ids.request }),
  'requests.reach': (desk) =>
    desk.requests.reach({
      ...{ requestId: ids.request, kind: 'revoke', scope: { kind: 'customer' } },
    }),
  'requests.act': (desk) =>
    desk.requests.act({
      requestId: ids.request,
      kind: 'emergency',
      scope: { kind: 'customer' },
      reason: 'lost-or-stolen',
      note: '',
    }),
  'requests.decide': (desk) => desk.requests.decide({ actId: ids.act, approve: true, note: '' }),
  'requests.look': (desk) => desk.requests.look({ id: ids.request }),
  'requests.unlock': (desk) => desk.requests.unlock({ id: ids.request }),
  'requests.close': (desk) =>
    desk.requests.close({ id: ids.request, result: 'broken-off', reason: 'x' }),
  'requests.correct': (desk) => desk.requests.correct({ id: ids.request, words: 'x' }),
  'requests.follow': (desk) => desk.requests.follow({ id: ids.request, follows: ids.request }),
  'requests.find': (desk) => desk.requests.find({ id: ids.request }),
  'requests.list': (desk) => desk.requests.list({ view: 'all', branchCode: null, ...list }),
  'requests.counts': async (desk) => {
    const { unfinished, toApprove, toLook } = await desk.requests.counts()
    return unfinished + toApprove + toLook === 0 ? '' : number
  },
  'requests.printSlip': async (desk) => {
    const { pdf } = await desk.requests.printSlip({ id: ids.request })
    return pdfText(Buffer.from(pdf, 'base64'))
  },
  'files.grants': (desk) =>
    file(desk.files.grants({ filter: { status: 'all', providerId: null }, ...csv })),
  'files.customers': (desk) =>
    file(desk.files.customers({ filter: { branchCode: '001' }, ...csv })),
  'files.requests': (desk) =>
    file(desk.files.requests({ filter: { view: 'all', branchCode: null }, ...csv })),
  'files.providers': (desk) =>
    file(desk.files.providers({ filter: { view: 'all' }, ...csv } as never)),
  'files.audit': (desk) =>
    file(
      desk.files.audit({
        filter: { actorKind: null, outcome: null, action: '', text: '' },
        ...csv,
      }),
    ),
  'files.job': (desk) => desk.files.job({ id: 'none' }),
  'files.cancel': (desk) => desk.files.cancel({ id: 'none' }),
  'files.provisions': (desk) => desk.files.provisions(period),
  'files.provisionsPaper': (desk) => desk.files.provisionsPaper(period),
  'files.provisionsFile': (desk) => file(desk.files.provisionsFile({ ...period, ...csv })),
  'audit.about': async (desk) => {
    const kinds = ['customer', 'request'] as const
    const told = []
    for (const kind of kinds) {
      const about = desk.audit.about({ kind, id: ids[kind] })
      if ((await codeOf(about)) === 'done') told.push(await about)
    }
    return told
  },
  'audit.verify': async () => '',
  'audit.list': (desk) =>
    desk.audit.list({
      ...{ actorKind: null, outcome: null, action: '', text: '', before: null, limit: 500 },
    }),
}

/** What is known of the customer of another branch, the name among it. */
const secrets = (): string[] => {
  const customer = world.engine.bank.customer(1)
  return [
    ...[customer?.name, customer?.birthDate, customer?.address, customer?.phone],
    ...[customer?.customerNumber, 'ないしょの話', number],
    ...world.engine.bank.openAccounts(1).map((account) => account.number),
  ].filter((word) => word !== undefined)
}

// The audit first: later it holds what people of this branch did themselves.
const inOrder = (Object.keys(asks) as Asked[]).sort(
  (a, b) => Number(b.includes('audit')) - Number(a.includes('audit')),
)
describe.each(['officer', 'clerk'] as const)('%s of another branch', (role) => {
  it.each(inOrder)('%s', async (call) => {
    let answer: unknown
    const code = await codeOf(
      asks[call](desks[role]).then((given) => {
        answer = given
      }),
    )
    const told = JSON.stringify(answer ?? code)
    for (const word of secrets()) expect(told, word).not.toContain(word)
  })
})

it('the numbers of 稼働状況 and きょう are those of the lists that one may see', async () => {
  const counts = async (desk: Desk) => {
    const { customers, liveGrants, endingSoon, revokedToday } = (await desk.system.status()).counts
    return { customers, liveGrants, endingSoon, revokedToday }
  }
  const { rows: listed } = await desks.officer.customers.list({ branchCode: null, ...list })
  const own = { customers: listed.length, liveGrants: 0, endingSoon: 0, revokedToday: 0 }
  const { endingSoon, revokedToday } = await desks.officer.requests.counts()
  expect({ endingSoon, revokedToday }).toEqual({ endingSoon: 0, revokedToday: 0 })
  for (const role of ['clerk', 'officer'] as const) expect(await counts(desks[role])).toEqual(own)
  const { desk } = openDesk(listener.url)
  await desk.staff.signIn((await world.staff('hq-admin', 'whole')).login)
  expect(await counts(desk)).toMatchObject({ liveGrants: 1, customers: 12 })
})

describe('the numbers of a provider are those of the list that they lead to', () => {
  const branches = new Map<number, string>()
  beforeAll(async () => {
    const { store, bank } = world.engine
    const of = (id: number) => bank.customer(id)?.branchCode ?? ''
    const [own, ...others] = Array.from({ length: 12 }, (_, i) => i + 1).sort(
      (a, b) => Number(of(b) === '011') - Number(of(a) === '011'),
    )
    for (const id of [own ?? 0, ...others.filter((one) => one > 1).slice(0, 3)]) {
      await world.permit({ customer: id - 1 })
      branches.set(id, of(id))
    }
    branches.set(1, of(1))
    expect(store.find('customers', { id: own ?? 0 })?.branchCode).toBe('011')
  })

  it.each(Role.options.filter((role) => roleMay(role, 'providers.find')))('%s', async (role) => {
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn((await world.staff(role, `numbers-${role}`)).login)
    const seen = [...branches.values()].filter((one) => !isOfBranch(role) || one === '011')
    expect(seen.length).toBe(isOfBranch(role) ? 1 : 5)
    const { id } = world.provider()
    const [listed] = await desk.providers.list()
    const { liveGrants, customers } = await desk.providers.find({ id })
    const told = [listed?.liveGrants, liveGrants, customers]
    expect(told).toEqual(told.map(() => seen.length))
    expect(await file(desk.files.providers({ filter: { view: 'all' }, ...csv }))).toContain(
      `,${seen.length},`,
    )
    if (!roleMay(role, 'grants.list')) return
    const { rows } = await desk.grants.list({
      ...{ status: 'active', providerId: id, order: null, ...list },
    })
    expect(rows).toHaveLength(seen.length)
  })
})

it('an officer is offered no other branch to choose from', async () => {
  const { branches } = await desks.officer.customers.list({ branchCode: null, ...list })
  expect(branches.map(({ code }) => code)).toEqual(['011'])
})

it('asks every call of the nouns that know customers', () => {
  const nouns: Noun[] = ['customers', 'grants', 'requests', 'files', 'audit']
  const all = nouns.flatMap((noun) => Object.keys(contract[noun]).map((verb) => `${noun}.${verb}`))
  expect(Object.keys(asks).sort()).toEqual(all.sort())
})

it('can fail: without the rule the lists and numbers tell an officer of that customer', async () => {
  const policy = world.engine.settings.get('requests')
  await world.engine.settings.save(
    'requests',
    { ...policy, ownBranchOnly: false },
    world.clock.now(),
  )
  for (const call of [
    'customers.search',
    'grants.list',
    'requests.find',
    'files.customers',
  ] as const)
    expect(JSON.stringify(await asks[call](desks.officer)), call).toContain('鈴木')
  // Looking at a list counts as looking at each customer in it, and stands in the customer's own part of the audit.
  const about = await desks.officer.audit.about({ kind: 'customer', id: 1 })
  expect(about.filter(({ action }) => action === 'customers.listed').length).toBeGreaterThan(1)
  const listed = async () =>
    (await desks.officer.audit.about({ kind: 'customer', id: 1 })).filter(
      ({ action }) => action === 'customers.listed',
    ).length
  const before = await listed()
  await asks['grants.list'](desks.officer)
  expect(await listed(), 'a list that refreshes itself is one look').toBe(before)
  await asks['files.grants'](desks.officer)
  expect(await listed(), 'each file is a look').toBe(before + 1)
})
