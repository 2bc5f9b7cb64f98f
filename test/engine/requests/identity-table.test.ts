import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '#db'
import {
  type Actor,
  accessTo,
  callBackNumber,
  closeRequest,
  compareAnswers,
  describeRequest,
  lookAtRequest,
  noteIdentity,
  openRequest,
  reachOf,
  requestView,
} from '#engine'
import type { AppError } from '#shared/errors'
import { type Channel, Requester } from '#shared/grant'
import { dayMs } from '#shared/japanese-date'
import { type Paper, papers, type SeenPaper } from '#shared/papers'
import { ActKind, IdentityItem, SpokenItem, StaffRequestChannel } from '#shared/request'
import { itemsOf, papersOf, type RequestRule, requestersFor, ruleOf } from '#shared/request-rules'
import { World } from '../../support/world.ts'

/**
 * Every cell of the table (R48, R52, R120, R121, R122, R125): what is in it is what the engine does. Each way is walked whole and then with
 * one part of it left out, and nothing else opens the customer.
 */
let world: World
let clerk: Actor
let officer: Actor
const ids = { personal: 1, business: 0 }
const grants = { personal: 0, business: 0 }
beforeAll(async () => {
  world = await World.open({ providers: [{}], business: true })
  clerk = (await world.staff('clerk')).actor
  officer = (await world.staff('officer')).actor
  ids.business =
    world.engine.store.read(
      sql.selectFrom('customers').select('id').where('channel', '=', 'business').orderBy('id'),
    )[0]?.id ?? 0
  grants.personal = await world.permit()
})
afterAll(() => world.close())

const codeOf = async (done: () => unknown): Promise<string> => {
  try {
    await done()
    return 'done'
  } catch (error) {
    return (error as AppError).code
  }
}
interface Cell {
  requestChannel: StaffRequestChannel
  requester: Requester
  subject: Channel
}
const cells: Cell[] = StaffRequestChannel.options.flatMap((requestChannel) =>
  Requester.options.flatMap((requester) =>
    (['personal', 'business'] as const).map((subject) => ({ requestChannel, requester, subject })),
  ),
)
const taker = (rule: RequestRule): Actor => (rule.begins === 'requests.open' ? clerk : officer)
const open = ({ subject, ...asks }: Cell, actor: Actor) =>
  openRequest(world.by(actor), {
    ...asks,
    customerId: ids[subject],
    providerId: null,
    otherBranchReason: '',
  })
const end = (id: number, actor: Actor) =>
  closeRequest(world.by(actor), { id, result: 'broken-off', reason: '試験' })
const viewer = (actor: Actor) =>
  ({ staffId: Number(actor.id), role: actor.role ?? 'clerk', branchCode: '011' }) as const
const sees = (subject: Channel, actor: Actor): boolean => {
  const customer = world.engine.bank.customer(ids[subject])
  return customer !== undefined && accessTo(world.engine, viewer(actor), customer).full
}

/** What the rightful caller says. */
function said(subject: Channel, item: SpokenItem): string {
  const { bank, store } = world.engine
  const id = ids[subject]
  const customer = bank.customer(id)
  const [account] = bank.openAccounts(id)
  const [movement] = store.read(
    sql
      .selectFrom('transactions')
      .innerJoin('accounts', 'accounts.id', 'transactions.accountId')
      .select(['transactions.date', 'transactions.amount'])
      .where('accounts.customerId', '=', id)
      .orderBy('transactions.date', 'desc'),
  )
  return {
    contact: bank.users(id)[0]?.userName ?? '',
    name: customer?.name ?? '',
    'birth-date': customer?.birthDate ?? '',
    address: customer?.address ?? '',
    phone: customer?.phone ?? '',
    account: account?.number ?? '',
    transaction: `${movement?.date.slice(5).replace('-', '/')} ${movement?.amount}`,
  }[item]
}
const paper = (kind: Paper): SeenPaper => ({
  kind,
  issuer: papers[kind].issuers.length === 0 ? '' : `秋田${papers[kind].issuers[0]}`,
  digits: papers[kind].digits
    ? kind === 'passbook'
      ? said('personal', 'account').slice(-4)
      : 'AB12'
    : '',
})
type Evidence = IdentityItem | Paper
const isPaper = (one: Evidence): one is Paper => one in papers

async function give(id: number, actor: Actor, subject: Channel, all: readonly Evidence[]) {
  const by = world.by(actor)
  const answers = SpokenItem.options.flatMap((item) =>
    all.includes(item) ? [{ item, said: said(subject, item) }] : [],
  )
  if (answers.length > 0) await compareAnswers(by, { id, answers })
  const shown = all.filter(isPaper).map(paper)
  if (shown.length > 0) await noteIdentity(by, { id, item: 'document', papers: shown })
  if (all.includes('call-back')) {
    if ((await codeOf(() => callBackNumber(by, id))) === 'done')
      await noteIdentity(by, { id, item: 'call-back' })
  }
}

/** What is enough by each way, with nothing to spare. */
function enough(rule: RequestRule, requestChannel: StaffRequestChannel): Evidence[][] {
  if (rule.ways === 'nobody') return []
  const { identityItems, identityMinimum } = world.engine.settings.get('requests')
  return rule.ways.flatMap((way) => {
    const person: Evidence[][] =
      way.papers === 0
        ? [[]]
        : requestChannel === 'letter'
          ? [['driving-licence', 'registered-seal']]
          : [['driving-licence'], ['pension-book', 'registered-seal']]
    const must: IdentityItem[] = [...way.all]
    if (way.settings)
      for (const [item, use] of Object.entries(identityItems))
        if (use === 'mandatory') must.push(item as IdentityItem)
    const others: (IdentityItem | Paper | undefined)[] =
      way.oneOf.length > 0 ? [...way.oneOf] : [undefined]
    return person.flatMap((shown) =>
      others.map((other) => {
        const all: Evidence[] = [...must, ...shown, ...(other ? [other] : [])]
        const items = all.filter((one) => !isPaper(one)).length
        const more = way.settings ? Math.max(0, identityMinimum - items) : 0
        const optional = (['address', 'phone', 'account'] as const).filter(
          (item) => !all.includes(item),
        )
        return [...all, ...optional.slice(0, more)]
      }),
    )
  })
}

describe.each(cells)('$requestChannel × $requester × $subject', (cell) => {
  const { requestChannel, requester, subject } = cell
  const rule = ruleOf(requestChannel, requester, subject)

  it('can be begun by those whom the table names, and by nobody else', async () => {
    expect(requestersFor(requestChannel, subject).includes(requester)).toBe(rule !== undefined)
    const code = async (actor: Actor) => codeOf(async () => end(await open(cell, actor), actor))
    if (!rule) {
      expect([await code(clerk), await code(officer)]).toEqual(['input.invalid', 'input.invalid'])
      return
    }
    expect([await code(clerk), await code(officer)]).toEqual([
      rule.begins === 'requests.open' ? 'done' : 'permission.denied',
      'done',
    ])
  })
  if (!rule) return

  it('opens by each of its ways whole, and by none with a part left out', async () => {
    const actor = taker(rule)
    const opens = async (all: readonly Evidence[]): Promise<boolean> => {
      const id = await open(cell, actor)
      await give(id, actor, subject, all)
      const { met } = requestView(world.engine, viewer(actor), id).identity
      expect(sees(subject, actor)).toBe(met && rule.sees === 'all')
      await end(id, actor)
      expect(requestView(world.engine, viewer(actor), id).identity.met).toBe(false)
      return met
    }
    expect(await opens([])).toBe(rule.ways === 'nobody')
    // The number that a call back showed is no answer on that day any more.
    const nextDay = (all: readonly Evidence[]) => {
      if (all.includes('call-back')) world.clock.offset += dayMs
    }
    for (const whole of enough(rule, requestChannel)) {
      nextDay(whole)
      expect(await opens(whole), whole.join()).toBe(true)
      for (const left of whole) {
        nextDay(whole)
        const rest = whole.filter((one) => one !== left)
        expect(await opens(rest), `${whole.join()} without ${left}`).toBe(false)
      }
    }
    // Everything that anybody could say and show, where the table has no way at all.
    if (rule.ways.length === 0) {
      const all = [...IdentityItem.options].filter(
        (one) => one !== 'document' && one !== 'call-back',
      )
      expect(await opens(all)).toBe(false)
    }
  }, 120_000)

  it('takes no paper that is not in its list, and asks no item that is not', async () => {
    const actor = taker(rule)
    const id = await open(cell, actor)
    for (const kind of Object.keys(papers) as Paper[]) {
      if (papersOf(rule).includes(kind)) continue
      const seen = { id, item: 'document' as const, papers: [paper(kind)] }
      expect(await codeOf(() => noteIdentity(world.by(actor), seen)), kind).toBe('input.invalid')
    }
    const asked = itemsOf(rule, world.engine.settings.get('requests')).map(({ item }) => item)
    expect(
      requestView(world.engine, viewer(actor), id).identity.items.map((row) => row.item),
    ).toEqual(asked)
    if (!asked.includes('call-back'))
      expect(await codeOf(() => callBackNumber(world.by(actor), id))).toBe('input.invalid')
    await end(id, actor)
  })

  it('reaches the acts of its cell, each only once the check is met and with its second person', async () => {
    const actor = taker(rule)
    const id = await open(cell, actor)
    const reach = (kind: ActKind) =>
      reachOf(world.by(actor), {
        requestId: id,
        kind,
        scope: { kind: 'customer' },
        afterwards: null,
      })
    const expected = (kind: ActKind) =>
      kind in rule.acts ? 'identity.not-met' : 'request.not-reachable'
    if (rule.ways !== 'nobody')
      for (const kind of ActKind.options)
        expect(await codeOf(() => reach(kind)), kind).toBe(expected(kind))
    const [whole] = enough(rule, requestChannel)
    if (whole) await give(id, actor, subject, whole)
    if (rule.ways.length > 0)
      for (const kind of ActKind.options)
        expect(await codeOf(() => reach(kind)), kind).toBe(
          kind in rule.acts ? 'done' : 'request.not-reachable',
        )
    if (subject === 'personal' && whole)
      for (const [kind, second] of Object.entries(rule.acts) as [ActKind, string][])
        expect(reach(kind).approval, kind).toBe(second === 'many' ? 'before' : second)
    const { look } = requestView(world.engine, viewer(actor), id)
    expect(look.dueAt !== null).toBe(rule.secondLook)
    if (rule.secondLook) {
      expect(await codeOf(() => lookAtRequest(world.by(actor), { id }))).toBe('request.same-person')
      expect(await codeOf(() => lookAtRequest(world.by(officer), { id }))).toBe('done')
      await expect(lookAtRequest(world.by(officer), { id })).rejects.toMatchObject({
        ...{ code: 'request.already-checked', detail: officer.name },
      })
    }
    await end(id, actor)
  })

  it('takes a second person where who asks could have given the answers, and none where papers were seen', async () => {
    const anew = async (whole: readonly Evidence[], actor: Actor) => {
      const id = await open(cell, actor)
      await give(id, actor, subject, whole)
      const view = requestView(world.engine, viewer(actor), id)
      expect(view.identity.met).toBe(true)
      const second = (kind: ActKind, afterwards: 'end' | 'resume' | null) =>
        reachOf(world.by(actor), { requestId: id, kind, scope, afterwards }).approval
      // Only a person's one grant is looked at: what reaches everything takes two anyway.
      const scope = { kind: 'grants' as const, grantIds: [grants.personal] }
      const ends = subject === 'personal' ? [second('revoke', null), second('hold', 'end')] : []
      const stops =
        subject === 'personal' ? [second('hold', 'resume'), second('emergency', null)] : []
      await end(id, actor)
      return { doubted: view.couldAnswer, ends: new Set(ends), stops, opens: view.opens }
    }
    for (const whole of enough(rule, requestChannel)) {
      world.clock.offset += dayMs
      if (subject === 'personal') grants.personal = await world.permit()
      const said = whole.some((one) => !isPaper(one))
      for (const [actor, before] of [
        [clerk, false],
        // The first call of the day told the clerk what is on file.
        [clerk, true],
        [officer, false],
      ] as const) {
        const doubted = said && (before || actor === officer)
        const got = await anew(whole, actor)
        const what = `${whole.join()} ${actor.name} ${before}`
        expect(got.doubted, what).toBe(doubted)
        expect(got.opens.includes('questions'), what).toBe(
          rule.opens.includes('questions') && !doubted,
        )
        if (subject !== 'personal') continue
        const always = rule.acts.revoke === 'before'
        expect(got.ends, what).toEqual(new Set([doubted || always ? 'before' : 'none']))
        expect(got.stops, what).toEqual(['none', 'after'])
      }
    }
  }, 120_000)

  it('forgets the check when requester or channel change, and when the call is over', async () => {
    const [whole] = enough(rule, requestChannel)
    if (!whole) return
    const actor = taker(rule)
    for (const other of cells) {
      const to = ruleOf(other.requestChannel, other.requester, subject)
      const same = other.requestChannel === requestChannel && other.requester === requester
      if (other.subject !== subject || !to || same || to.ways === 'nobody') continue
      const id = await open(cell, actor)
      await give(id, actor, subject, whole)
      expect(sees(subject, actor)).toBe(true)
      const { requestChannel: by, requester: who } = other
      await describeRequest(world.by(actor), { id, requestChannel: by, requester: who })
      expect(sees(subject, actor), `${by} ${who}`).toBe(false)
      await describeRequest(world.by(actor), { id, requestChannel, requester })
      expect(sees(subject, actor), 'and back').toBe(false)
      await end(id, actor)
    }
    const id = await open(cell, actor)
    await give(id, actor, subject, whole)
    world.clock.offset += 14 * 60_000
    expect(sees(subject, actor)).toBe(true)
    world.clock.offset += 2 * 60_000
    expect(sees(subject, actor)).toBe(false)
    expect(await codeOf(() => give(id, actor, subject, ['name', 'driving-licence']))).toBe(
      'request.lapsed',
    )
    await end(id, actor)
  }, 120_000)
})

it('wrong answers are counted by customer and day, whoever asks and however often a request begins anew', async () => {
  const cell: Cell = { requestChannel: 'phone', requester: 'self', subject: 'personal' }
  const other = (await world.staff('clerk', 'other-clerk')).actor
  const wrong = async (actor: Actor) => {
    const id = await open(cell, actor)
    const answers = [{ item: 'phone', said: '090-9999-9999' }] as const
    const code = await codeOf(() => compareAnswers(world.by(actor), { id, answers: [...answers] }))
    await end(id, actor)
    return code
  }
  world.clock.offset += dayMs
  expect([await wrong(clerk), await wrong(other), await wrong(clerk)]).toEqual([
    'done',
    'done',
    'done',
  ])
  expect([await wrong(other), await wrong(officer)]).toEqual([
    'identity.tries-used',
    'identity.tries-used',
  ])
  world.clock.offset += dayMs
  expect(await wrong(clerk)).toBe('done')
})

it.each([
  ['', 'userName', (registered: string) => registered],
  ['経理の代わりの者', 'userName', () => '経理の代わりの者'],
  ['', 'userKana', (registered: string) => registered],
] as const)(
  'the contact of a company on file is written down as the caller, unless one is named: %j, said as %s',
  async (named, as, expected) => {
    const cell = {
      requestChannel: 'phone',
      requester: 'company-contact',
      subject: 'business',
    } as const
    const id = await open(cell, clerk)
    const kept = { callbackPhone: '', note: '', answer: '', complaint: false }
    const { requestChannel, requester } = cell
    await describeRequest(world.by(clerk), {
      id,
      requestChannel,
      requester,
      requesterName: named,
      ...kept,
    })
    const [user] = world.engine.bank.users(ids.business)
    const answers = [{ item: 'contact', said: user?.[as] ?? '' }] as const
    await compareAnswers(world.by(clerk), { id, answers: [...answers] })
    expect(world.engine.store.find('identityChecks', { requestId: id })?.result).toBe('match')
    expect(world.engine.store.find('requests', { id })?.requesterName).toBe(
      expected(user?.userName ?? ''),
    )
    await end(id, clerk)
  },
)
