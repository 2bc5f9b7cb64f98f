import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import {
  type Actor,
  callBackNumber,
  closeRequest,
  compareAnswers,
  dayCounts,
  decideAct,
  describeRequest,
  endHolds,
  grantsOfCustomer,
  listRequests,
  lookAtRequest,
  noteIdentity,
  noteRestore,
  openRequest,
  reachOf,
  requestView,
  slipOf,
  systemContext,
  unlockCustomer,
  updateProvider,
} from '#engine'
import type { Requester } from '#shared/grant'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { ActForm, type SpokenItem, type StaffRequestChannel } from '#shared/request'
import { slipPdf } from '../../../src/main/paper/slip-pdf.ts'
import { pdfText } from '../../support/pdf-text.ts'
import {
  act,
  heirsPaper,
  licence,
  linkOfCompany,
  openAtCounter,
} from '../../support/request-steps.ts'
import { codeOf } from '../../support/watched.ts'
import { changed, World } from '../../support/world.ts'

let world: World
let clerk: Actor
let officer: Actor
beforeEach(async () => {
  world = await World.open({ providers: [{}, {}, {}], business: true })
  clerk = (await world.staff('clerk')).actor
  officer = (await world.staff('officer')).actor
})
afterEach(() => world.close())

const viewer = (actor: Actor) => ({
  staffId: Number(actor.id),
  role: actor.role ?? 'clerk',
  branchCode: actor.branchCode ?? null,
})
const view = (id: number, actor = clerk) => requestView(world.engine, viewer(actor), id)
const status = (id: number) => world.statusOf(id)
const open = (
  given: {
    customerId?: number
    requestChannel?: StaffRequestChannel
    requester?: Requester
    otherBranchReason?: string
  } = {},
  actor = clerk,
) =>
  openRequest(world.by(actor), {
    customerId: 1,
    providerId: null,
    requestChannel: 'phone',
    requester: 'self',
    otherBranchReason: '',
    ...given,
  })
const say = (id: number, said: Partial<Record<SpokenItem, string>>, actor = clerk) =>
  compareAnswers(world.by(actor), {
    id: id,
    answers: Object.entries(said).map(([item, text]) => ({ item: item as SpokenItem, said: text })),
  })
const revoke = { kind: 'revoke' } as const
const all = { kind: 'customer' } as const
const emergency = { kind: 'emergency', scope: all, reason: 'lost-or-stolen' } as const

describe('opening (R46, R58)', () => {
  it('keeps a reason for another branch’s customer alone, and is about a customer or a provider, not both', async () => {
    expect(view(await open({ otherBranchReason: '本店の窓口に来店' })).otherBranchReason).toBeNull()
    const before = world.rows()
    const both = openRequest(world.by(clerk), {
      ...{ customerId: 1, providerId: 1, otherBranchReason: '' },
      ...{ requestChannel: 'phone', requester: 'self' },
    })
    expect(await codeOf(both)).toBe('input.invalid')
    expect(changed(before, world.rows())).toEqual({})
  })

  it('gives numbers of the day, and a time that nothing changes', async () => {
    const [a, b] = [await open(), await open()]
    expect(view(a).number).toMatch(/^U-\d{6}-0001$/)
    expect(view(b).number).toMatch(/^U-\d{6}-0002$/)
    expect(() =>
      world.engine.store.bulk((db) => db.exec('UPDATE requests SET openedAt = openedAt - 1')),
    ).toThrow(/never changes/)
    expect(() => world.engine.store.bulk((db) => db.exec('DELETE FROM requests'))).toThrow(/kept/)
    world.clock.offset = dayMs
    expect(view(await open()).number).toMatch(/-0001$/)
  })

  it('gives no number again that the day had before the data went back to a backup', async () => {
    const restore = () =>
      noteRestore(systemContext(world.engine), {
        madeAt: 0,
        head: 0,
        lostEntries: null,
        changed: [],
      })
    const counts = async () => Number(view(await open()).number.split('-')[2])
    world.clock.offset += startOfDay(world.clock.now()) + 9 * 3_600_000 - world.clock.now()
    expect(await counts()).toBe(1)
    await restore()
    const first = await counts()
    expect([first > 10_000, await counts()]).toEqual([true, first + 1])
    // Once more, to a backup that lacks these two: a later minute is higher.
    world.clock.offset += 60_000
    await restore()
    expect(await counts()).toBe(first + 30)
    // Until midnight, however late it was.
    world.clock.offset += 14.9 * 3_600_000
    await restore()
    world.clock.offset += 3_600_000
    expect(await counts()).toBe(1)
  })

  it('counts on after the 9,999th of a day', async () => {
    const { store } = world.engine
    const first = store.find('requests', { id: await open() })
    if (!first) throw new Error('no request')
    const ninth = first.number.replace('0001', '9999')
    const { id: _, ...row } = first
    await store.write(() => store.insert('requests', { ...row, number: ninth }))
    expect([view(await open()).number, view(await open()).number]).toEqual([
      ninth.replace('9999', '10000'),
      ninth.replace('9999', '10001'),
    ])
  })

  it('refuses who cannot ask in that way', async () => {
    expect(await codeOf(open({ requestChannel: 'phone', requester: 'institution' }))).toBe(
      'input.invalid',
    )
    expect(await codeOf(open({ requestChannel: 'institution', requester: 'self' }))).toBe(
      'input.invalid',
    )
  })
})

describe('the identity check (R48–R51)', () => {
  it('asks what the house set, reveals only what the caller said, and opens at the rule (R49)', async () => {
    const id = await open()
    const { name, kana, birthDate, phone } = world.customer
    expect(view(id).identity).toMatchObject({ met: false, minimum: 3 })
    expect(JSON.stringify(view(id).identity)).not.toContain(birthDate)
    await say(id, { name: kana, 'birth-date': '昭和50年4月12日' })
    expect(view(id).identity.items).toMatchObject([
      { item: 'name', result: 'match', registered: `${name}（${kana}）` },
      { item: 'birth-date', result: 'match', registered: '1975/04/12' },
      { item: 'address', result: null, registered: null },
      { item: 'phone', result: null, registered: null },
      { item: 'account' },
      { item: 'transaction' },
      { item: 'call-back' },
    ])
    expect(view(id).identity.met).toBe(false)
    await say(id, { phone: '０９０ー０１２３ー４５６７' })
    const { metAt, met } = view(id).identity
    expect([met, typeof metAt]).toEqual([true, 'number'])
    expect(phone).toBe('090-0123-4567')
    // What agrees later changes nothing of when it was met.
    world.clock.offset += 1_000
    await say(id, { address: world.engine.bank.customer(1)?.address ?? '' })
    expect(view(id).identity).toMatchObject({ met: true, metAt })
  })

  it('a wrong answer reveals nothing, can be tried so often, and is kept without its words', async () => {
    const id = await open()
    for (const said of ['1975-04-13', 'S50.4.11', '1980-01-01'])
      await say(id, { 'birth-date': said })
    expect(view(id).identity.items[1]).toMatchObject({
      result: 'mismatch',
      triesLeft: 0,
      registered: null,
    })
    expect(await codeOf(say(id, { 'birth-date': '1975-04-12' }))).toBe('identity.tries-used')
    const kept = JSON.stringify(
      world.engine.store.read(sql.selectFrom('identityChecks').selectAll()),
    )
    expect(kept).not.toMatch(/1975|S50|1980/)
  })

  it('of a customer without a registered telephone neither it nor a call back is asked; the other items are enough', async () => {
    const { store } = world.engine
    const none = { phone: '', phoneKey: '', phoneReversed: '' }
    await store.write(() => store.update('customers', { id: 1 }, none))
    const id = await open()
    const onFile = () =>
      view(id).identity.items.flatMap(({ item, onFile }) => (onFile ? [] : [item]))
    expect(onFile()).toEqual(['phone', 'call-back'])
    await say(id, { name: world.customer.kana })
    for (const refused of [
      say(id, { phone: '090-0123-4567' }),
      callBackNumber(world.by(clerk), id),
      noteIdentity(world.by(clerk), { id, item: 'call-back' }),
    ])
      expect(await codeOf(refused)).toBe('identity.not-on-file')
    expect(view(id).identity).toMatchObject({ met: false, failed: false })
    await say(id, {
      'birth-date': '1975-04-12',
      address: world.engine.bank.customer(1)?.address ?? '',
    })
    expect(view(id).identity.met).toBe(true)
    // Where the house asks for it always, nothing said on the telephone can be enough: it is told at once.
    const { settings } = world.engine
    const desk = settings.get('requests')
    const identityItems = { ...desk.identityItems, phone: 'mandatory' as const }
    await settings.save('requests', { ...desk, identityItems }, Date.now())
    expect(view(await open()).identity.failed).toBe(true)
  })

  it('what is no day or no telephone number was mistyped, and is no try', async () => {
    const id = await open()
    const before = view(id).identity.items
    for (const wrong of [
      { 'birth-date': '平成31年5月1日' },
      { 'birth-date': '1975-4' },
      { phone: '0900' },
    ])
      expect(await codeOf(say(id, wrong))).toBe('input.invalid')
    expect(view(id).identity.items).toEqual(before)
  })

  it('a mandatory item cannot be replaced by others', async () => {
    const id = await open()
    const [account] = world.customer.accounts
    const { address } = world.engine.bank.customer(1) ?? { address: '' }
    await say(id, {
      name: '鈴木一郎',
      address,
      phone: '09001234567',
      account: account?.accountNumber ?? '',
    })
    expect(view(id).identity).toMatchObject({ met: false })
  })

  it.each([
    ['address without its prefecture, in another writing', 'address'],
    ['account with its branch', 'account'],
    ['a movement by day and amount', 'transaction'],
  ] as const)('compares %s', async (_name, item) => {
    const id = await open()
    const { engine } = world
    const customer = engine.bank.customer(1)
    const [account] = engine.bank.openAccounts(1)
    const movement = engine.store.read(
      sql
        .selectFrom('transactions')
        .selectAll()
        .where('accountId', '=', account?.id ?? 0)
        .orderBy('date', 'desc'),
    )[0]
    const [, month, day] = movement?.date.split('-').map(Number) ?? []
    const said = {
      address:
        customer?.address
          .replace('秋田県', '')
          .replace('丁目', '－')
          .replace('番', 'ー')
          .replace('号', '') ?? '',
      account: `${account?.branchCode}-${account?.number}`,
      transaction: `${month}月${day}日 ${movement?.amount.toLocaleString('ja-JP')}円`,
    }[item]
    await say(id, { [item]: said })
    expect(view(id).identity.items.find((one) => one.item === item)?.result).toBe('match')
  })

  it.each([
    ['a bare house number', 'address', '1'],
    ['another town', 'address', '秋田市大町9-9-9'],
    ['part of an account number', 'account', '002'],
    ['an amount without a day', 'transaction', '5000'],
    ['nothing but spaces', 'name', '　'],
  ] as const)('is not satisfied by %s', async (_name, item, said) => {
    const id = await open()
    await say(id, { [item]: said })
    expect(view(id).identity.items.find((one) => one.item === item)?.result).not.toBe('match')
  })

  it('shows the registered number for a call back, in the audit, with a warning when it is new (R51)', async () => {
    world.engine.store.bulk((db) =>
      db.exec(`UPDATE customers SET phoneChangedAt = ${Date.now() - 5 * dayMs} WHERE id = 1`),
    )
    const id = await open()
    expect(view(id).phoneChangedRecently).toBe(true)
    // Not before one item agrees; and what was shown is no answer any more.
    expect(await codeOf(callBackNumber(world.by(clerk), id))).toBe('identity.one-first')
    await say(id, { name: '鈴木一郎', 'birth-date': 'S50.4.12' })
    expect(await codeOf(noteIdentity(world.by(clerk), { id, item: 'call-back' }))).toBe(
      'input.invalid',
    )
    expect(await callBackNumber(world.by(clerk), id)).toMatchObject({
      phone: '090-0123-4567',
    })
    expect(await codeOf(say(id, { phone: '090-0123-4567' }))).toBe('identity.shown')
    const anew = await open()
    expect(await codeOf(say(anew, { phone: '090-0123-4567' }))).toBe('identity.shown')
    await closeRequest(world.by(clerk), { id: anew, result: 'broken-off', reason: 'x' })
    expect(view(id).identity.met).toBe(false)
    await noteIdentity(world.by(clerk), { id, item: 'call-back' })
    expect(view(id).identity.met).toBe(true)
    const grant = await world.permit()
    await act(world, clerk, id, { ...revoke, scope: { kind: 'grants', grantIds: [grant] } })
    expect(status(grant)).toBe('active')
    expect(view(id)).toMatchObject({ state: 'waiting', acts: [{ approval: 'before' }] })
    // Who agrees has not looked at papers, of which there are none.
    const look = { dueAt: null, at: null, byName: null, mayLook: false }
    expect(view(id, officer).look).toEqual(look)
    const [waiting] = view(id).acts
    await decideAct(world.by(officer), { actId: waiting?.id ?? 0, approve: true, note: '' })
    expect([status(grant), view(id, officer).look]).toEqual(['revoked', look])
    world.clock.offset = 40 * dayMs
    expect(view(id).phoneChangedRecently).toBe(false)
  })

  it('papers at the counter do instead; on the telephone there are none', async () => {
    const id = await open({ requestChannel: 'branch' })
    const seen = { item: 'document', papers: [licence] } as const
    await noteIdentity(world.by(clerk), { id, ...seen, papers: [licence] })
    expect(view(id).identity.met).toBe(true)
    const phoned = await open()
    expect(
      await codeOf(noteIdentity(world.by(clerk), { id: phoned, ...seen, papers: [licence] })),
    ).toBe('input.invalid')
  })

  it('until it is met nothing can be ended, and what was ended before stays unseen', async () => {
    const grant = await world.permit()
    const id = await open()
    const scope = { kind: 'grants' as const, grantIds: [grant] }
    expect(await codeOf(act(world, clerk, id, { ...revoke, scope }))).toBe('identity.not-met')
    expect(
      await codeOf(
        act(world, clerk, id, {
          kind: 'hold',
          scope,
          days: 1,
          afterwards: 'resume',
        }),
      ),
    ).toBe('identity.not-met')
    expect(status(grant)).toBe('active')
  })
})

describe('who asks decides what can be reached (R52)', () => {
  it.each(['agent', 'heir', 'other'] as const)(
    '%s by telephone: only an emergency stop',
    async (requester) => {
      const grant = await world.permit()
      const id = await open({ requester })
      await say(id, { name: '鈴木一郎', 'birth-date': 'S50.4.12', phone: '09001234567' })
      expect(view(id).reachable).toEqual(['emergency'])
      expect(
        await codeOf(
          act(world, clerk, id, { ...revoke, scope: { kind: 'grants', grantIds: [grant] } }),
        ),
      ).toBe('request.not-reachable')
      await act(world, clerk, id, emergency)
      expect(status(grant)).toBe('held')
    },
  )

  it('an heir with papers at the counter: after a second person agrees', async () => {
    const grant = await world.permit()
    const id = await open({ requestChannel: 'branch', requester: 'heir' })
    await describeRequest(world.by(clerk), {
      id,
      requestChannel: 'branch',
      requester: 'heir',
      requesterName: '鈴木 次郎',
      callbackPhone: '',
      note: '',
      answer: '',
      complaint: false,
    })
    await noteIdentity(world.by(clerk), { id, item: 'document', papers: [licence, heirsPaper] })
    const actId = await act(world, clerk, id, {
      ...revoke,
      reason: 'deceased',
      scope: { kind: 'grants', grantIds: [grant] },
    })
    expect([status(grant), view(id).state]).toEqual(['active', 'waiting'])
    // Who approves sees which links with which accounts.
    expect(view(id, officer).acts[0]?.targets).toMatchObject([
      { grantId: grant, outcome: 'ended', accounts: expect.arrayContaining(['普通 •••0002']) },
    ])
    await decideAct(world.by(officer), { actId, approve: true, note: '' })
    expect([status(grant), view(id).state, view(id).result]).toEqual(['revoked', 'done', 'ended'])
  })

  it('the house itself: terminated, after a second person agrees', async () => {
    const grant = await world.permit()
    const decision = { requestChannel: 'institution', requester: 'institution' } as const
    expect(await codeOf(open(decision))).toBe('permission.denied')
    const id = await open(decision, officer)
    const actId = await act(world, officer, id, {
      ...revoke,
      reason: 'deceased',
      scope: { kind: 'grants', grantIds: [grant] },
    })
    const other = (await world.staff('officer', 'other-officer')).actor
    await decideAct(world.by(other), { actId, approve: true, note: '' })
    expect(status(grant)).toBe('terminated')
  })
})

describe('how far an act reaches (R99)', () => {
  it('one grant; one provider of the customer; nobody else’s', async () => {
    const [a, b, foreign] = [
      await world.permit(),
      await world.permit({ provider: 1 }),
      await world.permit({ customer: 1 }),
    ]
    const id = await openAtCounter(world, clerk)
    expect(
      await codeOf(
        act(world, clerk, id, { ...revoke, scope: { kind: 'grants', grantIds: [a, foreign] } }),
      ),
    ).toBe('grant.not-found')
    expect(status(a)).toBe('active')
    await act(world, clerk, id, {
      ...revoke,
      scope: { kind: 'customer-provider', providerId: world.provider(1).id },
    })
    expect([status(a), status(b), status(foreign)]).toEqual(['active', 'revoked', 'active'])
  })

  it('one account out of all grants: the others stay, a grant without any ends', async () => {
    const both = await world.permit()
    const one = await world.permit({ provider: 1 })
    const [first, second] = world.linkable(1)
    world.engine.store.bulk((db) =>
      db.exec(`DELETE FROM grantAccounts WHERE grantId = ${one} AND accountId <> ${first}`),
    )
    const id = await openAtCounter(world, clerk)
    await act(world, clerk, id, { ...revoke, scope: { kind: 'account', accountId: first ?? 0 } })
    expect([status(both), status(one)]).toEqual(['active', 'revoked'])
    expect(view(id).acts[0]?.targets?.map((target) => target.outcome)).toEqual([
      'narrowed',
      'ended',
    ])
    const left = world.engine.store.read(
      sql
        .selectFrom('grantAccounts')
        .select('accountId')
        .where('grantId', '=', both)
        .where('removedAt', 'is', null),
    )
    expect(left.map((row) => row.accountId)).toEqual(
      world.linkable(1).filter((account) => account !== first),
    )
    expect(left.map((row) => row.accountId)).toContain(second)
    expect(() =>
      world.engine.store.bulk((db) => db.exec('UPDATE grantAccounts SET removedAt = NULL')),
    ).toThrow(/stays out/)
  })

  it('an account that was taken out cannot be taken out again; nothing more is written', async () => {
    await world.permit()
    const [accountId = 0] = world.linkable(1)
    const id = await openAtCounter(world, clerk)
    const take = () => act(world, clerk, id, { ...revoke, scope: { kind: 'account', accountId } })
    await take()
    const before = world.rows()
    await take()
    expect(changed(before, world.rows())).toEqual({ requestActs: 1, auditEntries: 1 })
    expect(view(id).acts.map((one) => one.targets?.map((target) => target.outcome))).toEqual([
      ['narrowed'],
      [],
    ])
  })

  it('chosen grants are judged as they are when it happens: what has changed since is told, the rest is done', async () => {
    const [a, b, c] = [
      await world.permit(),
      await world.permit({ provider: 1 }),
      await world.permit({ provider: 2 }),
    ]
    const chosen = { kind: 'grants' as const, grantIds: [a, b] }
    const third = (await world.staff('officer', 'third-officer')).actor
    const id = await open({ requestChannel: 'institution', requester: 'institution' }, officer)
    const actId = await act(world, officer, id, { ...revoke, scope: chosen })
    const own = await openAtCounter(world, third)
    await act(world, third, own, { ...revoke, scope: { kind: 'grants', grantIds: [a] } })
    const other = (await world.staff('officer', 'other-officer')).actor
    await decideAct(world.by(other), { actId, approve: true, note: '' })
    expect([a, b, c].map(status)).toEqual(['revoked', 'terminated', 'active'])
    expect(view(id, officer).acts[0]?.targets).toMatchObject([
      { outcome: 'already', status: 'revoked', endedByName: '職員officer' },
      { outcome: 'ended', status: 'terminated', endedByName: null },
    ])
  })

  it('a link that is held is one that lives: to end everything of a customer takes two then too', async () => {
    const grant = await world.permit()
    const id = await openAtCounter(world, clerk)
    const held = { kind: 'hold', days: 7, afterwards: 'resume' } as const
    await act(world, clerk, id, { ...held, scope: { kind: 'grants', grantIds: [grant] } })
    await act(world, clerk, id, { ...revoke, scope: all, confirmation: '鈴木一郎' })
    expect(view(id).acts.map((one) => one.approval)).toEqual(['none', 'before'])
    expect(status(grant)).toBe('held')
  })

  it('everything of a customer: the name typed again and a second person (R61)', async () => {
    const [a, b] = [await world.permit(), await world.permit({ provider: 1 })]
    const id = await openAtCounter(world, clerk)
    expect(await codeOf(act(world, clerk, id, { ...revoke, scope: all }))).toBe(
      'request.confirmation-wrong',
    )
    const actId = await act(world, clerk, id, {
      ...revoke,
      scope: all,
      confirmation: 'スズキ',
    }).catch(() => act(world, clerk, id, { ...revoke, scope: all, confirmation: '鈴木　一郎' }))
    expect([status(a), status(b)]).toEqual(['active', 'active'])
    await decideAct(world.by(officer), { actId, approve: true, note: '' })
    expect([status(a), status(b)]).toEqual(['revoked', 'revoked'])
  })

  it('a grant that has just ended by itself: 対象なし, with its true state and no error (R60)', async () => {
    const grant = await world.permit()
    world.clock.offset = 90 * dayMs + 1_000
    const id = await openAtCounter(world, clerk)
    await act(world, clerk, id, { ...revoke, scope: { kind: 'grants', grantIds: [grant] } })
    expect(view(id)).toMatchObject({
      state: 'done',
      result: 'nothing',
      acts: [{ changed: 0, already: 1, targets: [{ outcome: 'already', status: 'expired' }] }],
    })
    const slip = await slipOf(world.engine, viewer(clerk), id)
    const [line] = grantsOfCustomer(world.engine, 1)
    expect(line?.accounts).toHaveLength(world.linkable(1).length)
    expect(slip.acts[0]?.targets[0]?.accounts).toEqual(line?.accounts)
    expect(slip).toMatchObject({
      ...{ customerName: '鈴木 一郎', channel: 'personal', identityMet: true, result: 'nothing' },
      acts: [{ targets: [{ liveTokens: 0 }] }],
    })
  })

  it('a slip that is printed again names company and service as they were, and whom to ask today', async () => {
    const grant = await world.permit()
    const id = await openAtCounter(world, clerk)
    await act(world, clerk, id, { ...revoke, scope: { kind: 'grants', grantIds: [grant] } })
    const target = async () => (await slipOf(world.engine, viewer(clerk), id)).acts[0]?.targets[0]
    const { providerName, service } = (await target()) ?? {}
    expect(service).toBe('家計簿0')
    world.clock.offset += 1_000
    const { id: providerId, version, ...provider } = world.registered()
    const now = { name: '新しい社名', servicePersonal: '新しい家計簿', contact: '新しい窓口' }
    await updateProvider(world.by(), { id: providerId, version, provider: { ...provider, ...now } })
    expect(await target()).toMatchObject({ providerName, service, contact: now.contact })
  })

  it('which user of a company permitted stands in what an act would reach, before who approves, and on its slip; nowhere before the check', async () => {
    const { grantId, company, user } = linkOfCompany(world)
    const mine = await world.permit()
    const told = { grantId, permittedBy: { name: user, leftOn: null } }
    const asked = (requestId: number) => ({
      ...{ requestId, ...revoke, scope: all, afterwards: null },
    })
    const unknown = await open({ customerId: company.id, requester: 'company-contact' })
    expect(() => reachOf(world.by(clerk), asked(unknown))).toThrow('identity.not-met')
    await act(world, clerk, unknown, emergency)
    expect(view(unknown).acts[0]?.targets).toBeNull()
    const id = await openAtCounter(world, clerk, company.id)
    await describeRequest(world.by(clerk), { id, requesterName: '進藤 大輔' })
    expect(reachOf(world.by(clerk), asked(id)).targets).toMatchObject([told])
    await act(world, clerk, id, { ...revoke, scope: all, confirmation: company.name })
    const [made] = view(id, officer).acts
    expect(made).toMatchObject({ state: 'pending', targets: [told] })
    await decideAct(world.by(officer), { actId: made?.id ?? 0, approve: true, note: '' })
    const slip = await slipOf(world.engine, viewer(clerk), id)
    expect(slip.acts[0]?.targets).toMatchObject([told])
    const words = (await pdfText(Buffer.from(await slipPdf({ ...slip, printedBefore: 0 })))).join(
      '',
    )
    expect(words.replace(/\s/g, '')).toContain(`許可した利用者:${user}`.replace(/\s/g, ''))
    // Of a person there is nobody else to name.
    const persons = await openAtCounter(world, clerk)
    const of = { ...asked(persons), scope: { kind: 'grants' as const, grantIds: [mine] } }
    expect(reachOf(world.by(clerk), of).targets).toMatchObject([{ permittedBy: null }])
  })

  it('to end everything where nothing lives takes no second person, for there is nothing to agree to (R60)', async () => {
    const id = await openAtCounter(world, clerk)
    await act(world, clerk, id, { ...revoke, scope: all, confirmation: '鈴木一郎' })
    expect(view(id)).toMatchObject({
      ...{ state: 'done', result: 'nothing', acts: [{ approval: 'none', targets: [] }] },
    })
  })

  it('of three clerks at once exactly one ends it', async () => {
    const grant = await world.permit()
    const ids = [await openAtCounter(world, clerk), await openAtCounter(world, officer)]
    await Promise.all(
      ids.map((id, i) =>
        act(world, i === 0 ? clerk : officer, id, {
          ...revoke,
          scope: { kind: 'grants', grantIds: [grant] },
        }),
      ),
    )
    expect(ids.map((id, i) => view(id, i === 0 ? clerk : officer).result).sort()).toEqual([
      'ended',
      'nothing',
    ])
    const ends = world.engine.store.read(
      sql
        .selectFrom('grantHistory')
        .select('id')
        .where('grantId', '=', grant)
        .where('type', '=', 'ended'),
    )
    expect(ends).toHaveLength(1)
  })
})

describe('emergency stop and hold (R53, R54, R101)', () => {
  it('stops everything at once without an identity, and new links too, until a paper and two persons', async () => {
    const [a, b] = [await world.permit(), await world.permit({ provider: 1 })]
    const id = await open()
    const actId = await act(world, clerk, id, emergency)
    expect([status(a), status(b)]).toEqual(['held', 'held'])
    expect(await codeOf(world.permit({ provider: 2 }))).toBe('consent.refused')
    // Whoever has not shown who they are is told how many, not which.
    expect(view(id).acts[0]).toMatchObject({ changed: 2, targets: null, approval: 'after' })
    expect(await slipOf(world.engine, viewer(clerk), id)).toMatchObject({ identityMet: false })
    const { dueAt } = view(id).acts[0] ?? {}
    expect(dueAt).toBeGreaterThan(Date.now())
    expect(
      listRequests(world.engine, { view: 'to-approve', branchCode: null, after: null, limit: 5 })
        .rows,
    ).toHaveLength(1)
    world.clock.offset = 6 * dayMs
    expect(dayCounts(world.engine, null)).toMatchObject({ toApprove: 1, overdue: 1 })
    await decideAct(world.by(officer), { actId, approve: true, note: '確認済み' })
    expect(dayCounts(world.engine, null)).toMatchObject({ toApprove: 0, overdue: 0 })

    const later = await open({ requestChannel: 'phone' })
    expect(view(later).reachable).not.toContain('resume')
    const counter = await openAtCounter(world, clerk)
    const resume = await act(world, clerk, counter, {
      kind: 'resume',
      scope: all,
      paperReceivedOn: '2026-11-20',
    })
    expect([status(a), status(b)]).toEqual(['held', 'held'])
    const inDoubt = (ms: number) => world.engine.settings.saveMark('clockDoubt', ms, Date.now())
    const agreed = { actId: resume, approve: true, note: '' }
    await inDoubt(91 * dayMs)
    expect(await codeOf(decideAct(world.by(officer), agreed))).toBe('clock.in-doubt')
    expect([status(a), status(b)]).toEqual(['held', 'held'])
    await inDoubt(0)
    await decideAct(world.by(officer), agreed)
    expect([status(a), status(b)]).toEqual(['active', 'active'])
    expect(await codeOf(world.permit({ provider: 2 }))).toBe('done')
  })

  it('stands for links to come even where none is live', async () => {
    const id = await open()
    await act(world, clerk, id, emergency)
    expect(view(id).result).toBe('held')
    expect(await codeOf(world.permit())).toBe('consent.refused')
  })

  it('a resumption is told as one where it lifts a stop or a bar, though no link is live; where there is neither it changed nothing', async () => {
    const resume = async (): Promise<string | null> => {
      const id = await openAtCounter(world, clerk)
      const form = { kind: 'resume', scope: all, paperReceivedOn: '2026-11-20' } as const
      const actId = await act(world, clerk, id, form)
      await decideAct(world.by(officer), { actId, approve: true, note: '' })
      return view(id).result
    }
    expect(await resume()).toBe('nothing')
    await act(world, clerk, await open(), emergency)
    expect([await resume(), await resume()]).toEqual(['resumed', 'nothing'])
    const grant = await world.permit()
    world.clock.offset += 1_000
    const scope = { kind: 'grants' as const, grantIds: [grant] }
    const lost = { ...revoke, scope, reason: 'lost-or-stolen' } as const
    await act(world, clerk, await openAtCounter(world, clerk), lost)
    expect(await codeOf(world.permit())).toBe('consent.refused')
    world.clock.offset += 1_000
    expect([await resume(), await resume()]).toEqual(['resumed', 'nothing'])
    expect(await codeOf(world.permit())).toBe('done')
  })

  it.each(['emergency', 'hold', 'revoked as stolen'] as const)(
    'a resumption that waits lifts no later stop: %s',
    async (later) => {
      const [grant, other] = [await world.permit(), await world.permit({ provider: 1 })]
      await act(world, clerk, await open(), emergency)
      const counter = await openAtCounter(world, clerk)
      const form = { kind: 'resume', scope: all, paperReceivedOn: '2026-11-20' } as const
      const actId = await act(world, clerk, counter, form)
      // The customer calls once more, and somebody else answers.
      const second = (await world.staff('clerk', 'second')).actor
      const scope = { kind: 'grants' as const, grantIds: [other] }
      if (later === 'emergency') await act(world, second, await open({}, second), emergency)
      else
        await act(
          world,
          second,
          await openAtCounter(world, second),
          later === 'hold'
            ? { kind: 'hold', scope, days: 3, afterwards: 'resume' }
            : { ...revoke, scope, reason: 'lost-or-stolen' },
        )
      const before = [status(grant), status(other)]
      const agree = () => codeOf(decideAct(world.by(officer), { actId, approve: true, note: '' }))
      expect(await agree()).toBe('request.stopped-since')
      expect([status(grant), status(other)]).toEqual(before)
      expect(await codeOf(world.permit({ provider: 2 }))).toBe('consent.refused')
      await decideAct(world.by(officer), { actId, approve: false, note: '' })
      // Asked for anew after it, it is made.
      const anew = await act(world, clerk, await openAtCounter(world, clerk), form)
      world.clock.offset += 1_000
      await decideAct(world.by(officer), { actId: anew, approve: true, note: '' })
      expect(status(grant)).toBe('active')
    },
  )

  it('what waited for its 検印 when the data went back to a backup is asked for anew', async () => {
    const grant = await world.permit()
    await act(world, clerk, await open(), emergency)
    const form = { kind: 'resume', scope: all, paperReceivedOn: '2026-11-20' } as const
    const actId = await act(world, clerk, await openAtCounter(world, clerk), form)
    await noteRestore(systemContext(world.engine), {
      ...{ madeAt: 0, head: 0, lostEntries: null, changed: [] },
    })
    const decide = (approve: boolean) =>
      codeOf(decideAct(world.by(officer), { actId, approve, note: '' }))
    expect(await decide(true)).toBe('proposal.changed-meanwhile')
    expect(status(grant)).toBe('held')
    expect(await decide(false)).toBe('done')
  })

  it.each([
    ['resume', 'active'],
    ['end', 'revoked'],
  ] as const)('a hold whose time is over: %s', async (afterwards, becomes) => {
    const grant = await world.permit()
    const id = await openAtCounter(world, clerk)
    await act(world, clerk, id, {
      kind: 'hold',
      scope: { kind: 'grants', grantIds: [grant] },
      days: 3,
      afterwards,
    })
    expect(status(grant)).toBe('held')
    expect(await endHolds(world.engine)).toBe(0)
    world.clock.offset = 3 * dayMs + 1_000
    expect(await endHolds(world.engine)).toBe(1)
    expect(await endHolds(world.engine)).toBe(0)
    expect(status(grant)).toBe(becomes)
  })

  it('a hold of one of two stops that one, and its end lets that one go on', async () => {
    const [one, other] = [await world.permit(), await world.permit({ provider: 1 })]
    const id = await openAtCounter(world, clerk)
    const scope = { kind: 'grants' as const, grantIds: [one] }
    await act(world, clerk, id, { kind: 'hold', scope, days: 1, afterwards: 'resume' })
    expect([one, other].map(status)).toEqual(['held', 'active'])
    const holds = world.engine.store.read(sql.selectFrom('holds').select(['grantId', 'emergency']))
    expect(holds).toEqual([{ grantId: one, emergency: 0 }])
    world.clock.offset = 2 * dayMs
    expect(await endHolds(world.engine)).toBe(1)
    expect([one, other].map(status)).toEqual(['active', 'active'])
  })

  it('an emergency outlasts a hold that was there; a held grant that ends leaves no hold', async () => {
    const grant = await world.permit()
    const id = await openAtCounter(world, clerk)
    await act(world, clerk, id, {
      kind: 'hold',
      scope: { kind: 'grants', grantIds: [grant] },
      days: 1,
      afterwards: 'resume',
    })
    await act(world, clerk, id, emergency)
    world.clock.offset = 2 * dayMs
    await endHolds(world.engine)
    expect(status(grant)).toBe('held')
    await act(world, clerk, await openAtCounter(world, clerk), {
      ...revoke,
      scope: { kind: 'grants', grantIds: [grant] },
    })
    expect(status(grant)).toBe('revoked')
    expect(
      world.engine.store.read(sql.selectFrom('holds').select('id').where('endedAt', 'is', null)),
    ).toEqual([])
  })

  it.each([
    [0, false],
    [-1, false],
    [1.5, false],
    [91, false],
    [1, true],
    [90, true],
  ])('a hold of %s days: %s', (days, allowed) => {
    const form = {
      requestId: 1,
      kind: 'hold',
      reason: 'other',
      note: '確かめたい',
      days,
      afterwards: 'resume',
    }
    const scope = { kind: 'grants', grantIds: [1] }
    expect(ActForm.safeParse({ ...form, scope }).success).toBe(allowed)
  })

  it('a hold is counted by the engine’s clock, whatever the window’s says', async () => {
    world.clock.offset = 40 * dayMs
    const grant = await world.permit()
    await act(world, clerk, await openAtCounter(world, clerk), {
      kind: 'hold',
      scope: { kind: 'grants', grantIds: [grant] },
      days: 2,
      afterwards: 'end',
    })
    world.clock.offset = 42 * dayMs - 60_000
    expect(await endHolds(world.engine)).toBe(0)
    world.clock.offset = 42 * dayMs + 60_000
    expect(await endHolds(world.engine)).toBe(1)
    expect(status(grant)).toBe('revoked')
  })
})

describe('the second person (R45)', () => {
  it('is neither who took the request nor who made the act, in whatever role', async () => {
    const grant = await world.permit()
    const id = await openAtCounter(world, officer)
    const actId = await act(world, officer, id, { ...revoke, scope: all, confirmation: '鈴木一郎' })
    expect(view(id, officer).acts[0]?.mayDecide).toBe(false)
    const decide = (actor: Actor) =>
      codeOf(decideAct(world.by(actor), { actId, approve: true, note: '' }))
    expect(await decide(officer)).toBe('request.same-person')
    // The same person promoted meanwhile, under a second session.
    expect(await decide({ ...officer, role: 'hq-admin', terminal: 'other' })).toBe(
      'request.same-person',
    )
    expect(status(grant)).toBe('active')
    const other = (await world.staff('hq-admin')).actor
    expect(view(id, other).acts[0]?.mayDecide).toBe(true)
    expect(await decide(other)).toBe('done')
    const third = (await world.staff('officer', 'third')).actor
    expect(view(id, third).acts[0]?.mayDecide).toBe(false)
    expect(await decide(third)).toBe('request.already-checked')
    expect(status(grant)).toBe('revoked')
  })

  it('is nobody who might be the maker with another account; nor is it offered to them, or to the maker', async () => {
    const { store, clock } = world.engine
    const grant = await world.permit()
    const id = await openAtCounter(world, clerk)
    const actId = await act(world, clerk, id, { ...revoke, scope: all, confirmation: '鈴木一郎' })
    const offered = (actor: Actor) => {
      const { acts, look } = view(id, actor)
      return [acts[0]?.mayDecide, look.mayLook]
    }
    const promoted = { ...clerk, role: 'officer' } as const
    expect([clerk, promoted, officer].map(offered)).toEqual([
      [false, false],
      [false, false],
      [true, true],
    ])
    const third = (await world.staff('clerk', 'third-clerk')).actor
    expect(offered(third)).toEqual([false, false])
    expect(await codeOf(lookAtRequest(world.by(third), { id }))).toBe('permission.denied')
    const tie = { staffId: Number(officer.id), byId: Number(clerk.id), alone: 0 } as const
    const tieId = await store.write(() => store.insert('staffTies', { ...tie, at: clock.now() }))
    expect(offered(officer)).toEqual([false, false])
    const before = world.rows()
    const decided = decideAct(world.by(officer), { actId, approve: true, note: '' })
    expect(await codeOf(decided)).toBe('proposal.tied')
    expect(await codeOf(lookAtRequest(world.by(officer), { id }))).toBe('proposal.tied')
    expect(changed(before, world.rows())).toEqual({ auditEntries: 2 })
    expect(status(grant)).toBe('active')
    await store.write(() => store.delete('staffTies', { id: tieId }))
    expect(offered(officer)).toEqual([true, true])
  })

  it('is refused by the table itself', async () => {
    await world.permit()
    const id = await openAtCounter(world, clerk)
    await act(world, clerk, id, { ...revoke, scope: all, confirmation: '鈴木一郎' })
    const set = (sqlText: string) => world.engine.store.bulk((db) => db.exec(sqlText))
    expect(() => set(`UPDATE requestActs SET checkedBy = ${clerk.id}, checkedAt = 1`)).toThrow()
    expect(() =>
      set("UPDATE requestActs SET state = 'done', executedAt = 1, result = '{}'"),
    ).toThrow(/CHECK/)
  })

  it('who does not agree ends nothing, and the request is open again', async () => {
    const grant = await world.permit()
    const id = await openAtCounter(world, clerk)
    const actId = await act(world, clerk, id, { ...revoke, scope: all, confirmation: '鈴木一郎' })
    await decideAct(world.by(officer), { actId, approve: false, note: '書類が足りません' })
    expect([status(grant), view(id).state]).toEqual(['active', 'open'])
    expect(view(id).acts[0]).toMatchObject({ state: 'refused', checkNote: '書類が足りません' })
  })
})

describe('requests that come to nothing (R59)', () => {
  it('stay 未完了 until closed with a reason, by who took them or an officer', async () => {
    const id = await open()
    const list = (name: 'unfinished' | 'all') =>
      listRequests(world.engine, { view: name, branchCode: '011', after: null, limit: 10 }).rows
    expect(list('unfinished')).toMatchObject([{ id, customerName: '鈴木 一郎', complaint: false }])
    const other = (await world.staff('clerk', 'other-clerk')).actor
    const broken = { id, result: 'broken-off', reason: '電話が切れた' } as const
    expect(await codeOf(closeRequest(world.by(other), broken))).toBe('request.not-yours')
    await closeRequest(world.by(officer), broken)
    expect(list('unfinished')).toEqual([])
    expect(view(id)).toMatchObject({ state: 'closed', result: 'broken-off' })
    expect(await codeOf(say(id, { name: 'x' }))).toBe('request.closed')
    expect(await codeOf(closeRequest(world.by(clerk), broken))).toBe('request.closed')
  })

  it('say how they ended; who is known did not stay unknown', async () => {
    const wrong = await open()
    await closeRequest(world.by(clerk), { id: wrong, result: 'wrong-customer', reason: '同姓同名' })
    expect(view(wrong)).toMatchObject({ state: 'closed', result: 'wrong-customer' })
    const id = await openAtCounter(world, clerk)
    const unknown = { id, result: 'not-identified', reason: '一致せず' } as const
    expect(await codeOf(closeRequest(world.by(clerk), unknown))).toBe('input.invalid')
    await closeRequest(world.by(clerk), { id, result: 'inquiry-only', reason: '期限の問合せ' })
    expect(view(id)).toMatchObject({ state: 'closed', result: 'inquiry-only' })
  })
})

describe('a check that has failed (R140)', () => {
  const failed = (id: number) => view(id).identity.failed
  const wrongly = async (id: number, said: Partial<Record<SpokenItem, string>>) => {
    for (let n = 0; n < 3; n += 1) await say(id, said)
  }

  it('is told once no answer can open the customer any more, and not before', async () => {
    const id = await open()
    await wrongly(id, { 'birth-date': '2001-01-01' })
    expect(failed(id)).toBe(true)
    expect(failed(await open())).toBe(true)
    world.clock.offset += dayMs
    expect(failed(await open())).toBe(false)
  })

  it('is not told while others can make up for what was wrong; a call back counts once something agrees', async () => {
    const desk = world.engine.settings.get('requests')
    const used: typeof desk.identityItems = {
      ...{ name: 'optional', 'birth-date': 'optional', phone: 'optional' },
      ...{ address: 'off', account: 'off', transaction: 'off', 'call-back': 'optional' },
    }
    const one = { ...desk, identityItems: used, identityMinimum: 1 }
    await world.engine.settings.save('requests', one, Date.now())
    const id = await open()
    await wrongly(id, { name: '別人', 'birth-date': '2001-01-01' })
    expect(failed(id)).toBe(false)
    await wrongly(id, { phone: '03-9999-9999' })
    expect(failed(id)).toBe(true)
  })

  it('is told of nobody who was unknown from the start, nor where papers can still be seen', async () => {
    expect(failed(await open({ requester: 'agent' }))).toBe(false)
    const id = await open({ requestChannel: 'branch' })
    await wrongly(id, { name: '別人', 'birth-date': '2001-01-01' })
    expect(failed(id)).toBe(false)
  })
})

it('who took a request could have given the answers that they were told today: by an earlier check of the same request, by none of a colleague’s', async () => {
  const named = { name: world.customer.name }
  const other = (await world.staff('clerk', 'other-clerk')).actor
  await say(await open({}, other), named, other)
  const id = await open()
  await say(id, named)
  expect(view(id).couldAnswer).toBe(false)
  const asks = (requestChannel: StaffRequestChannel, requester: Requester) =>
    describeRequest(world.by(clerk), { id, requestChannel, requester })
  await asks('branch', 'agent')
  await asks('phone', 'self')
  expect(view(id).couldAnswer).toBe(true)
})

it('whoever sees customers without a caller is not told so where nothing is asked: an agent on the telephone reaches a stop alone', async () => {
  const id = await open({ requester: 'agent' }, officer)
  expect(view(id, officer)).toMatchObject({ reachable: ['emergency'], couldAnswer: false })
  const own = await open({}, officer)
  expect(view(own, officer).couldAnswer).toBe(true)
})

it.each(['before', 'after'] as const)(
  'a login that was opened %s something that waits for its 検印 is told as opened, and the request waits meanwhile',
  async (when) => {
    const { bank, store } = world.engine
    await world.permit()
    const id = await openAtCounter(world, clerk)
    await store.write(() =>
      bank.keepWrongEntry(1, {
        ...{ wrongEntries: 100, refusedUntil: Number.MAX_SAFE_INTEGER, wrongAt: null },
      }),
    )
    const unlock = () => unlockCustomer(world.by(clerk), { id })
    if (when === 'before') await unlock()
    const confirmation = world.engine.bank.customer(1)?.name ?? ''
    const actId = await act(world, clerk, id, { ...revoke, scope: all, confirmation })
    if (when === 'after') await unlock()
    expect(view(id)).toMatchObject({ state: 'waiting', result: 'unlocked' })
    await decideAct(world.by(officer), { actId, approve: false, note: '' })
    expect(view(id)).toMatchObject({ state: 'done', result: 'unlocked', mayClose: false })
  },
)

it('opening a locked login keeps the call going', async () => {
  const { bank, store } = world.engine
  const id = await openAtCounter(world, clerk)
  await store.write(() =>
    bank.keepWrongEntry(1, {
      ...{ wrongEntries: 100, refusedUntil: Number.MAX_SAFE_INTEGER, wrongAt: null },
    }),
  )
  world.clock.offset += 120_000
  world.clock.stop()
  expect(await codeOf(unlockCustomer(world.by(clerk), { id }))).toBe('done')
  expect(store.find('requests', { id })?.activeAt).toBe(world.clock.now())
})

it('who asks cannot be corrected once something was done or waits: what was done was done for them', async () => {
  await world.permit()
  const id = await openAtCounter(world, clerk)
  await act(world, clerk, id, { ...revoke, scope: all, confirmation: '鈴木一郎' })
  const before = world.rows()
  const asks = { id, requestChannel: 'branch', requester: 'agent' } as const
  expect(await codeOf(describeRequest(world.by(clerk), asks))).toBe('request.closed')
  expect(changed(before, world.rows())).toEqual({})
  expect(view(id)).toMatchObject({ requester: 'self', identity: { met: true } })
  expect(await codeOf(describeRequest(world.by(clerk), { id, note: '控え' }))).toBe('done')
})

describe('another branch’s customer (R89)', () => {
  it('needs a reason where the house asks for one, which the audit keeps', async () => {
    const desk = world.engine.settings.get('requests')
    await world.engine.settings.save('requests', { ...desk, ownBranchOnly: true }, Date.now())
    expect(world.engine.bank.customer(1)?.branchCode).toBe('001')
    expect(await codeOf(open())).toBe('request.reason-needed')
    const before = world.rows()
    const id = await open({ otherBranchReason: '本店の窓口に来店' })
    expect(changed(before, world.rows())).toEqual({ requests: 1, auditEntries: 1 })
    expect(view(id).otherBranchReason).toBe('本店の窓口に来店')
    const [entry] = world.engine.store.read(
      sql.selectFrom('auditEntries').selectAll().orderBy('id', 'desc').limit(1),
    )
    expect(entry).toMatchObject({ action: 'requests.open', reason: '本店の窓口に来店' })
  })

  it('is seen by name alone by an officer of the branch that took the request; whole by one of the customer’s', async () => {
    await world.permit()
    const id = await openAtCounter(world, clerk)
    await act(world, clerk, id, { ...revoke, scope: all, confirmation: '鈴木一郎' })
    const desk = world.engine.settings.get('requests')
    await world.engine.settings.save('requests', { ...desk, ownBranchOnly: true }, Date.now())
    const targets = (branchCode: string) =>
      view(id, { ...officer, branchCode }).acts.map((one) => one.targets?.length ?? null)
    expect([targets('011'), targets('001')]).toEqual([[null], [1]])
    // Who looks after the records sees them whole and decides nothing.
    const auditor = (await world.staff('auditor')).actor
    expect(view(id, auditor).acts).toMatchObject([{ targets: [{}], mayDecide: false }])
  })

  it('is neither closed, looked at nor decided by an officer of a third branch', async () => {
    const grant = await world.permit()
    const id = await openAtCounter(world, clerk)
    const actId = await act(world, clerk, id, { ...revoke, scope: all, confirmation: '鈴木一郎' })
    const another = await open()
    const desk = world.engine.settings.get('requests')
    await world.engine.settings.save('requests', { ...desk, ownBranchOnly: true }, Date.now())
    const by = world.by({ ...officer, branchCode: '002' })
    const closed = { id: another, result: 'broken-off', reason: '切れた' } as const
    const before = world.rows()
    const codes = [
      await codeOf(closeRequest(by, closed)),
      await codeOf(lookAtRequest(by, { id })),
      await codeOf(decideAct(by, { actId, approve: true, note: '' })),
    ]
    expect(codes).toEqual(Array(3).fill('permission.denied'))
    expect(changed(before, world.rows())).toEqual({ auditEntries: 3 })
    expect(status(grant)).toBe('active')
    expect(await codeOf(closeRequest(world.by(officer), closed))).toBe('done')
  })
})
