import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  type Actor,
  approveText,
  auditAbout,
  changeProviderStatus,
  closeRequest,
  correctRequest,
  countSlip,
  createEnrolled,
  dayCounts,
  decideAct,
  decideDeletion,
  decideProposal,
  discardDraft,
  endGrant,
  followRequest,
  listBranches,
  listProviders,
  listRequests,
  listStaff,
  listViews,
  lookAtCustomer,
  lookAtRequest,
  maskTerm,
  noteIdentity,
  openRequest,
  proofOf,
  providerDetail,
  provisionsOf,
  reenrolStaff,
  removeView,
  requestView,
  saveView,
  searchAll,
  setConsent,
  systemStatus,
  timelineOf,
  unlockCustomer,
  updateProvider,
  updateStaff,
  viewerOf,
  withdrawProposal,
} from '#engine'
import { dayMs, isoDate } from '#shared/japanese-date'
import { nextBusinessDayEnd } from '../../src/main/engine/requests/due.ts'
import { act, licence, openAtCounter } from '../support/request-steps.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

/** What is read of the engine, each answer whole, on one world that nothing changes but what a row says. */
let world: World
let clerk: Actor
let hq: Actor
let used: number
let t0: number
beforeAll(async () => {
  world = await World.open({ customers: 6, providers: [{}, {}, {}, {}, {}, {}] })
  clerk = (await world.staff('clerk')).actor
  hq = (await world.staff('hq-admin')).actor
  world.clock.stop()
  // Noon, so that what follows within hours is of the same day.
  t0 = Date.parse(`${isoDate(world.clock.now())}T12:00:00+09:00`)
  world.clock.now = () => t0
  // Whatever the hour of the test, its providers have been active since before that noon.
  const { store } = world.engine
  await store.write(() => {
    for (const { id } of world.providers)
      store.update('providers', { id }, { statusAt: t0 - dayMs })
  })
  used = await world.permit({ accounts: world.linkable(1).slice(0, 1) })
})
afterAll(() => world.close())
afterEach(() => vi.useRealTimers())

const by = () => world.by(hq)
const at = (ms: number): void => {
  world.clock.now = () => t0 + ms
}
const change = (statement: string) => world.engine.store.bulk((db) => db.exec(statement))
interface Call {
  grantId?: number | null
  endpoint?: string
  accountId?: number | null
  status?: number
  result?: string
}
async function call(ms: number, of: Call = {}, flush = true): Promise<void> {
  world.engine.access.add({
    ...{ at: t0 + ms, providerId: 1, grantId: used, endpoint: 'accounts', accountId: null },
    ...{ status: 200, result: 'ok', rows: 1, ...of },
  })
  if (flush) await world.engine.access.flush()
}
const lastAccess = () => world.engine.store.find('grants', { id: used })?.lastAccessAt

describe('the calls of providers (R82)', () => {
  it('最終アクセス is the last call that was served, written once a minute', async () => {
    for (const [ms, of, last] of [
      [0, { result: 'inactive' }, null],
      [1_000, {}, 1_000],
      [60_999, {}, 1_000],
      [61_000, {}, 61_000],
      [200_000, { grantId: null }, 61_000],
    ] as const) {
      await call(ms, of)
      expect(lastAccess(), String(ms)).toBe(last === null ? null : t0 + last)
    }
  })

  it('is written without anybody asking for it', async () => {
    await call(300_000, {}, false)
    await expect.poll(lastAccess).toBe(t0 + 300_000)
  })

  it('of the last hour are counted by the minute, refusals among them', async () => {
    const from = 10 * 60 * 60_000
    const told = (ms: number) => world.engine.access.lastHour(t0 + from + ms)
    for (const [ms, status] of [
      [0, 399],
      [1, 400],
      [59_999, 200],
      [59 * 60_000, 500],
    ] as const)
      await call(from + ms, { status, grantId: null })
    expect(told(59 * 60_000)).toEqual({ calls: 4, refused: 2, since: null })
    expect(told(60 * 60_000 - 1)).toEqual({ calls: 4, refused: 2, since: null })
    expect(told(60 * 60_000)).toEqual({ calls: 1, refused: 1, since: null })
    expect(told(119 * 60_000)).toEqual({ calls: 0, refused: 0, since: null })
    // A start in between takes nothing from the hour.
    await world.restart()
    expect(told(59 * 60_000)).toEqual({ calls: 4, refused: 2, since: null })
    expect(told(60 * 60_000)).toEqual({ calls: 1, refused: 1, since: null })
  })
})

it('of a former run that had more calls in the last hour than are read again it is told from when on they are counted', async () => {
  const busy = await World.open()
  onTestFinished(() => busy.close())
  const first = busy.clock.now() - 50_000
  busy.engine.store.bulk((db) =>
    db.exec(
      `INSERT INTO accessRecords (at, providerId, grantId, endpoint, accountId, status, result, rows)
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 20999)
        SELECT ${first} + i, 1, NULL, 'accounts', NULL, 200, 'ok', 1 FROM n`,
    ),
  )
  await busy.restart()
  const told = () => busy.engine.access.lastHour(busy.clock.now())
  expect(told()).toEqual({ calls: 20_000, refused: 0, since: first + 1_000 })
  busy.clock.offset += 3_600_000
  expect(told()).toEqual({ calls: 0, refused: 0, since: null })
})

describe('a grant', () => {
  const line = {
    ...{ actorName: null, approvedByName: null, toStatus: null, requester: null },
    ...{ requestChannel: null, reason: null, note: null, endedTokens: null, endpoint: null },
    ...{ count: null, atLeast: false },
  }
  const refusedAt = 400_000

  it('its life: history, what was provided by the day of Japan, what was refused by the day and endpoint; newest first', async () => {
    await call(refusedAt, { endpoint: 'balance', status: 400, result: 'x' })
    await call(refusedAt + 1, { endpoint: 'balance', status: 403, result: 'x' })
    await call(refusedAt + 2, { endpoint: 'transactions', status: 400, result: 'x' })
    await call(12 * 3_600_000, { status: 399 })
    expect(timelineOf(world.engine, used)).toEqual({
      next: null,
      entries: [
        { ...line, kind: 'access-day', at: t0 + 12 * 3_600_000, count: 1 },
        { ...line, kind: 'refused', at: t0 + refusedAt + 2, endpoint: 'transactions', count: 1 },
        { ...line, kind: 'refused', at: t0 + refusedAt + 1, endpoint: 'balance', count: 2 },
        { ...line, kind: 'access-day', at: t0 + 300_000, count: 4 },
        {
          ...{ ...line, kind: 'permitted', at: t0, actorName: '鈴木 一郎' },
          ...{ toStatus: 'active', requester: 'self', requestChannel: 'consent-screen' },
        },
      ],
    })
  })

  it('its 第三者提供記録: what was answered, to whom, when first and last, how often', async () => {
    const [account] = world.engine.bank.openAccounts(1)
    await call(500_000, { endpoint: 'transactions', accountId: account?.id ?? 0 })
    await call(500_001, { endpoint: 'transactions', accountId: 999_999 })
    await call(500_002, { endpoint: 'oauth.refresh' })
    const today = isoDate(t0)
    const told = (from: string, to: string) =>
      provisionsOf(world.engine, { customerId: 1, from, to })
    const row = {
      ...{ grantId: used, label: 'R-000001', recipient: '試験業者0', person: '鈴木 一郎' },
      ...{ consentAt: t0, textVersion: 1, termsVersion: '第1版', times: 6 },
      ...{ firstAt: t0 + 1_000, lastAt: t0 + 500_001 },
    }
    const masked = `•••${account?.number.slice(-4)}`
    const [found, ...others] = told(today, today)
    expect(others).toEqual([])
    expect(found).toMatchObject(row)
    expect(found?.items.toSorted()).toEqual(['accounts', 'transactions'])
    expect(found?.accounts.toSorted()).toEqual(['999999', expect.stringContaining(masked)])
    expect(found?.accounts.find((text) => text !== '999999')).toContain(account?.branchName)
    const tomorrow = isoDate(t0 + dayMs)
    expect(told(tomorrow, tomorrow)).toMatchObject([{ times: 1, accounts: [] }])
    expect(told(isoDate(t0 - dayMs), isoDate(t0 - dayMs))).toEqual([])
  })

  it('its proof: tokens, who ended it, and what the provider still tried, the newest twenty of all', async () => {
    at(0)
    const id = await world.permit({ provider: 1 })
    const whole = {
      ...{ grantId: id, label: `R-00000${id}`, providerName: '試験業者1', checkedAt: t0 },
      ...{ status: 'active', endedAt: null, endedByName: null, liveTokens: 0, endedTokens: 0 },
      ...{ lastAccessAt: null, refusedAttempts: [], refusedCount: 0 },
    }
    await call(-1, { grantId: id, status: 400, result: 'x' })
    expect(await proofOf(world.engine, id)).toEqual(whole)
    await call(0, { grantId: id })
    await call(1, { grantId: id, status: 399, result: 'x' })
    expect(await proofOf(world.engine, id)).toEqual({ ...whole, lastAccessAt: t0 })
    await world.engine.store.write(() =>
      endGrant(world.by(clerk), {
        ...{ grantId: id, to: 'revoked', requester: 'self', requestChannel: 'branch' },
        ...{ reason: 'other', action: 'grants.revoke' },
      }),
    )
    for (let n = 0; n < 22; n += 1) await call(2 + n, { grantId: id, status: 401, result: 'x' })
    await call(30, { grantId: id, result: 'inactive' })
    await call(31, { grantId: id })
    const proof = await proofOf(world.engine, id)
    expect(proof).toMatchObject({
      ...{ ...whole, status: 'revoked', endedAt: t0, endedByName: '職員clerk' },
      ...{ lastAccessAt: t0 + 31, refusedCount: 23, refusedAttempts: expect.any(Array) },
    })
    expect(proof.refusedAttempts.map((one) => one.at - t0)).toEqual([
      30,
      ...Array.from({ length: 19 }, (_, n) => 23 - n),
    ])
  })

  it('over by the clock it has ended then, though no row says so yet', async () => {
    at(0)
    const id = await world.permit({ provider: 2, customer: 1 })
    at(90 * dayMs + 1)
    const over = { status: 'expired', endedAt: t0 + 90 * dayMs, endedByName: null, liveTokens: 0 }
    expect(await proofOf(world.engine, id)).toMatchObject(over)
    expect(await codeOf(proofOf(world.engine, 999))).toBe('grant.not-found')
    at(0)
  })
})

describe('lists', () => {
  it('the register in the order of its readings, with the grants that live', () => {
    const rows = listProviders(world.engine, null)
    expect(rows.map(({ name, liveGrants }) => [name, liveGrants])).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((n) => [`試験業者${n}`, [1, 0, 1][n] ?? 0]),
    ])
    expect(rows[0]).toMatchObject({
      registrationNumber: '関東財務局長（電代）第900号',
      jwksUri: '',
      scopes: expect.any(Array),
    })
    expect(providerDetail(world.engine, 3, null)).toMatchObject({ liveGrants: 1, customers: 1 })
    expect(providerDetail(world.engine, 2, null)).toMatchObject({ liveGrants: 0, customers: 0 })
    expect(providerDetail(world.engine, 99, null)).toBeUndefined()
  })

  it('views: one’s own and those that others share, fifty of one’s own at most', async () => {
    const save = (who: Actor, name: string, shared = false) =>
      saveView(world.by(who), { name, address: `/grants?${name}`, shared })
    await save(clerk, 'b')
    await save(hq, 'c', true)
    await save(hq, 'hidden')
    await save(clerk, 'a', true)
    expect(listViews(world.engine, Number(clerk.id)).map(({ id: _, ...view }) => view)).toEqual([
      { name: 'a', address: '/grants?a', shared: true, mine: true },
      { name: 'b', address: '/grants?b', shared: false, mine: true },
      { name: 'c', address: '/grants?c', shared: true, mine: false },
    ])
    for (let n = 2; n < 50; n += 1) await save(clerk, `n${n}`)
    expect(await codeOf(save(clerk, 'one too many'))).toBe('view.too-many')
    await save(hq, 'another person’s')
  })

  it('staff: in which state each account is, by the engine’s clock', () => {
    const rows = listStaff(world.engine)
    const of = (id: string) => rows.find((row) => row.id === Number(id))
    expect(rows.map((row) => row.loginId)).toEqual(rows.map((row) => row.loginId).toSorted())
    const plain = {
      ...{ id: Number(clerk.id), loginId: 'staff-clerk', name: '職員clerk', role: 'clerk' },
      ...{ branchCode: '011', branchName: expect.stringMatching(/店$/) },
      ...{ createdAt: expect.any(Number), state: 'open' },
    }
    expect(of(clerk.id)).toEqual(plain)
    expect(of(clerk.id)).toEqual(plain)
    const state = (columns: string, expiresAt: number | null): string | undefined => {
      change(`UPDATE staff SET ${columns} WHERE id = ${clerk.id}`)
      change(`DELETE FROM staffEnrolments WHERE staffId = ${clerk.id}`)
      if (expiresAt !== null)
        change(`INSERT INTO staffEnrolments VALUES (${clerk.id}, zeroblob(32), ${expiresAt})`)
      return listStaff(world.engine).find((row) => row.id === Number(clerk.id))?.state
    }
    expect(state(`refusedUntil = ${t0}`, null)).toBe('open')
    expect(state(`refusedUntil = ${t0 + 1}`, null)).toBe('locked-out')
    expect(state("passwordHash = ''", null)).toBe('no-code')
    expect(state("passwordHash = ''", t0)).toBe('no-code')
    expect(state("passwordHash = ''", t0 + 1)).toBe('enrolling')
    expect(state(`disabledAt = ${t0}`, t0 + 1)).toBe('disabled')
    const codes = listBranches(world.engine).map(({ code }) => code)
    expect(codes).toContain('011')
    expect(codes).toEqual(codes.toSorted())
  })

  it('requests page by page, and what the day’s page counts', async () => {
    at(0)
    const ids: number[] = []
    for (let n = 0; n < 3; n += 1) ids.unshift(await openAtCounter(world, clerk, 2))
    const page = (after: number | null, limit: number) => {
      const found = listRequests(world.engine, {
        ...{ view: 'unfinished', branchCode: null, after, limit },
      })
      return { ids: found.rows.map(({ id }) => id), next: found.next }
    }
    expect(page(null, 2)).toEqual({ ids: ids.slice(0, 2), next: ids[1] })
    expect(page(ids[1] ?? 0, 2)).toEqual({ ids: ids.slice(2), next: null })
    expect(page(null, 3)).toEqual({ ids, next: null })
    expect(dayCounts(world.engine, null)).toEqual({
      ...{ branchCode: null, unfinished: 3, toApprove: 0, toLook: 3, overdue: 0 },
      ...{
        endingSoon: 0,
        revokedToday: 1,
        failingProviders: 1,
        dueStops: 0,
        dueKeys: 0,
        manySearches: 0,
        failedPlans: [],
      },
      dueDates: { over: expect.any(Number), soon: expect.any(Number) },
    })
    expect(dayCounts(world.engine, '999')).toMatchObject({ branchCode: '999', unfinished: 0 })
  })

  it('about a customer: what was done, the newest first', async () => {
    const rows = auditAbout(world.engine, 'grant', used)
    expect(rows.map(({ action, singleHanded }) => [action, singleHanded])).toEqual([
      ['grants.permit', false],
    ])
    change('DROP TRIGGER auditEntriesNoUpdate; UPDATE auditEntries SET singleHanded = 1')
    expect(auditAbout(world.engine, 'grant', used)[0]?.singleHanded).toBe(true)
  })
})

describe('a request', () => {
  const view = (who: Actor, id: number) => requestView(world.engine, viewerOf({ actor: who }), id)
  const own = (id: number) => view(clerk, id)
  const minute = 60_000
  // That the call goes on is written at most once a minute.
  const acted = minute + 1

  it('as its taker sees it: what is done, what may be done, until the call is over', async () => {
    at(0)
    const grantIds = [
      await world.permit({ customer: 3 }),
      await world.permit({ customer: 3, provider: 1 }),
    ]
    change("UPDATE providers SET contact = '03-0000-0000' WHERE id = 1")
    world.engine.authority.changed()
    const opened = await openRequest(world.by(clerk), {
      ...{ customerId: 4, providerId: null, requestChannel: 'branch', requester: 'self' },
      otherBranchReason: '',
    })
    const customer = world.engine.bank.customer(4)
    const before = own(opened)
    const number = before.number
    expect(number).toMatch(/^U-\d{6}-\d{4}$/)
    const nothing = {
      ...{ requesterName: '', callbackPhone: '', otherBranchReason: null, closeReason: null },
      ...{ complaint: false, note: '', answer: '', result: null },
      ...{ provider: null, couldAnswer: false, phoneChangedRecently: false },
    }
    const always = {
      ...{ follows: null, followedBy: [], corrections: [], mayCorrect: true },
      ...{ id: opened, number, openedAt: t0, requestChannel: 'branch', requester: 'self' },
      ...{ staffName: '職員clerk', branchName: expect.stringMatching(/店$/), mine: true },
      customer: {
        ...{ id: 4, name: customer?.name, kana: customer?.kana, channel: 'personal' },
        ...{ branchName: customer?.branchName, maskedNumber: '•••0004' },
      },
    }
    const { identity, ...rest } = before
    expect(rest).toEqual({
      ...{ ...always, ...nothing, state: 'open', mayClose: true },
      reachable: expect.arrayContaining(['revoke', 'hold', 'emergency', 'resume']),
      ...{ opens: [], acts: [], contacts: [] },
      look: { dueAt: null, at: null, byName: null, mayLook: false },
    })
    expect(identity).toMatchObject({ met: false, metAt: null, papers: [] })
    expect(
      identity.items.map(({ item, result, registered }) => [item, result, registered]),
    ).toEqual(identity.items.map(({ item }) => [item, null, null]))
    await noteIdentity(world.by(clerk), { id: opened, item: 'document', papers: [licence] })
    const words = '秋田県公安委員会 •••1234'
    const known = own(opened)
    expect(known.identity).toMatchObject({
      ...{ met: true, metAt: t0, papers: [{ kind: 'driving-licence', note: words }] },
    })
    expect(known.opens).toEqual(expect.arrayContaining(['unlock', 'questions']))
    const [first = 0, second = 0] = grantIds
    at(acted)
    await act(world, clerk, opened, {
      kind: 'revoke',
      scope: { kind: 'grants', grantIds: [first] },
    })
    await act(world, clerk, opened, { kind: 'revoke', scope: { kind: 'grants', grantIds } })
    const done = own(opened)
    const target = (grantId: number, provider: number, outcome: string, status: string) => ({
      ...{
        grantId,
        label: `R-00000${grantId}`,
        providerName: `試験業者${provider}`,
        outcome,
        status,
      },
      ...{ at: t0 + acted, endedTokens: 0, endedByName: null, endedAt: t0 + acted },
      ...{ accounts: ['普通 •••0002'], grantedAt: expect.any(Number), permittedBy: null },
    })
    expect(
      done.acts.map(({ targets, changed, already, result, mayDecide, progress }) => ({
        ...{ targets, changed, already, result, mayDecide, progress },
      })),
    ).toEqual([
      {
        ...{ changed: 1, already: 0, result: 'ended', mayDecide: false, progress: null },
        targets: [target(first, 0, 'ended', 'revoked')],
      },
      {
        ...{ changed: 1, already: 1, result: 'ended', mayDecide: false, progress: null },
        targets: [
          { ...target(first, 0, 'already', 'revoked'), endedByName: '職員clerk' },
          target(second, 1, 'ended', 'revoked'),
        ],
      },
    ])
    expect(done).toMatchObject({ state: 'done', result: 'ended', mayClose: false })
    // Whom to ask about data already given out: of what was ended, each once.
    expect(done.contacts).toEqual([{ name: '試験業者0', contact: '03-0000-0000' }])
    const { callMinutes } = world.engine.settings.get('requests')
    at(acted + callMinutes * minute)
    expect(own(opened)).toMatchObject({ opens: done.opens })
    at(acted + callMinutes * minute + 1)
    const over = own(opened)
    expect(over).toMatchObject({ reachable: [], opens: [] })
    expect(over.identity).toMatchObject({ met: false, metAt: t0 })
    expect(over.acts[0]?.targets).toHaveLength(1)
    // Another clerk of the branch sees that it was, not on what.
    const other = { ...clerk, id: hq.id }
    const { acts, ...elsewhere } = view(other, opened)
    expect(acts.map(({ targets }) => targets)).toEqual([null, null])
    expect(elsewhere).toMatchObject({ mine: false, reachable: [], opens: [] })
    expect(elsewhere.identity.papers).toEqual([{ kind: 'driving-licence', note: '' }])
    expect(elsewhere.identity.met).toBe(true)
    at(0)
  })
})

describe('a search', () => {
  const viewer = () => ({ staffId: Number(hq.id), role: 'hq-admin' as const, branchCode: null })
  const found = (text: string) => searchAll(world.engine, viewer(), text)
  const nothing = {
    requests: [],
    customers: [],
    more: false,
    partly: false,
    ignored: [],
    narrow: [],
    hint: null,
    remaking: false,
    providers: [],
    grants: [],
  }

  it.each([
    ['', null],
    ['   ', null],
    ['9999999', null],
    ['99999999', 'digits'],
    ['999-999-999', 'digits'],
    ['9999999999', null],
    ['99999999999', null],
    ['999999999999', 'digits'],
    ['９９９９９９９９', 'digits'],
    ['9999 9999 様', null],
  ])('%j finds nothing, and the hint is %s', (text, hint) => {
    expect(found(text)).toEqual({ ...nothing, hint })
  })

  it('finds a provider by any of its names, five at most, in the order of their readings', () => {
    const told = [0, 1, 2, 3, 4].map((n) => ({
      ...{ id: n + 1, name: `試験業者${n}`, status: 'active', by: null },
    }))
    expect(found('試験業者')).toEqual({ ...nothing, providers: told })
    expect(found('しけん').providers).toEqual(told)
    expect(found('家計簿3').providers).toEqual(told.slice(3, 4))
    expect(found('無い業者')).toEqual(nothing)
  })

  it('finds a grant by its number, and a request by its own', () => {
    const [request] = listRequests(world.engine, {
      ...{ view: 'all', branchCode: null, after: null, limit: 1 },
    }).rows
    const grant = { id: used, label: 'R-000001', customerId: 1, customerName: '鈴木 一郎' }
    for (const text of ['R-000001', 'ｒ１', 'r-1'])
      expect(found(text).grants, text).toEqual([grant])
    expect(found('xR-000001').grants).toEqual([])
    expect(found('R-000999').grants).toEqual([])
    const number = request?.number ?? ''
    const typed = [number, number.slice(2), number.toLowerCase().replace('-0003', '－3')]
    const { id, openedAt, customerName } = request ?? { id: 0 }
    for (const text of typed)
      expect(found(text).requests, text).toEqual([{ id, number, openedAt, customerName }])
    expect(found(`${number}x`).requests).toEqual([])
  })

  it.each([
    ['鈴木 一郎', '鈴• 一•'],
    ['  090-1234 ', '••••••34'],
    ['９０', '９０'],
    ['7', '7'],
    ['𠮷田', '𠮷•'],
    ['ｽ 01234', 'ｽ •••34'],
  ])('%j is kept as %j (R71)', (text, kept) => {
    expect(maskTerm(text)).toBe(kept)
  })
})

describe('稼働状況', () => {
  it('tells what there is', () => {
    at(0)
    expect(systemStatus(world.engine, null)).toMatchObject({
      ...{ at: t0, version: 'test', demo: false, clockOffsetMs: world.engine.clock.offset },
      counts: {
        ...{ customers: 6, liveGrants: 2, providers: 6, suspendedProviders: 0 },
        ...{ endingSoon: 0, revokedToday: 3 },
      },
      database: { journal: 'WAL', onDisk: true, folder: world.engine.store.folder },
    })
    const { database, memoryBytes } = systemStatus(world.engine, null)
    expect(database.bytes).toBeGreaterThan(100_000)
    expect(memoryBytes).toBeGreaterThan(1_000_000)
  })

  it('the data is old by its newest balance, and by the day to which the newest 明細 are complete', () => {
    at(0)
    vi.useFakeTimers({ toFake: ['Date'] })
    const hours = world.engine.settings.get('policy').dataOldHours
    const since = t0 - hours * 3_600_000
    for (const [balanceAt, completeTo, old] of [
      [since, null, false],
      [since - 1, null, true],
      [null, null, true],
      [since, isoDate(since), false],
      [since, isoDate(since - dayMs), true],
    ] as const) {
      vi.setSystemTime(Date.now() + 3_001)
      const day = completeTo === null ? 'NULL' : `'${completeTo}'`
      const complete = completeTo === null ? 'NULL' : "'2000-01-01'"
      change(
        `UPDATE accounts SET balance = iif(${balanceAt} IS NULL, NULL, 1), balanceAt = ${balanceAt}, completeFrom = ${complete}, completeTo = ${day}`,
      )
      expect(systemStatus(world.engine, null).data).toEqual({ balanceAt, completeTo, old })
    }
    // Several windows ask at once: one count for three seconds.
    change('UPDATE accounts SET balanceAt = 1')
    vi.setSystemTime(Date.now() + 3_000)
    expect(systemStatus(world.engine, null).data.balanceAt).toBe(since)
    vi.setSystemTime(Date.now() + 1)
    expect(systemStatus(world.engine, null).data.balanceAt).toBe(1)
  })
})

const none = 9_999
it.each<[string, () => unknown, string]>([
  [
    'providers.changeStatus',
    () => changeProviderStatus(by(), { id: none, version: 1, to: 'review', reason: '' }),
    'provider.not-found',
  ],
  [
    'providers.update',
    () => updateProvider(by(), { id: none, version: 1, provider: world.registered() }),
    'provider.not-found',
  ],
  [
    'staff.update',
    () =>
      updateStaff(by(), {
        id: none,
        name: 'x',
        role: 'officer',
        branchCode: '011',
        disabled: false,
      }),
    'staff.not-found',
  ],
  ['staff.reenrol', () => reenrolStaff(by(), { id: none }), 'staff.not-found'],
  [
    'requests.act',
    () => act(world, clerk, none, { kind: 'revoke', scope: { kind: 'customer' } }),
    'request.not-found',
  ],
  [
    'requests.close',
    () => closeRequest(by(), { id: none, result: 'broken-off', reason: 'x' }),
    'request.not-found',
  ],
  ['requests.correct', () => correctRequest(by(), { id: none, words: 'x' }), 'request.not-found'],
  ['requests.follow', () => followRequest(by(), { id: none, follows: 1 }), 'request.not-found'],
  ['requests.look', () => lookAtRequest(by(), { id: none }), 'request.not-found'],
  [
    'requests.decide',
    () => decideAct(by(), { actId: none, approve: true, note: '' }),
    'request.not-found',
  ],
  ['requests.unlock', () => unlockCustomer(by(), { id: none }), 'request.not-found'],
  ['requests.printSlip', () => countSlip(by(), none), 'request.not-found'],
  ['requests.open', () => openAtCounter(world, clerk, none), 'customer.not-found'],
  ['customers.find', () => lookAtCustomer(by(), none), 'customer.not-found'],
  [
    'customers.setConsent',
    () => setConsent(by(), { id: none, consentBy: 'any', users: [] }),
    'customer.not-found',
  ],
  [
    'proposals.decide',
    () => decideProposal(by(), { id: none, approve: true, note: '' }),
    'proposal.not-found',
  ],
  ['proposals.withdraw', () => withdrawProposal(by(), none), 'proposal.not-found'],
  [
    'retention.decide',
    () => decideDeletion(by(), { id: none, approve: true }),
    'retention.not-found',
  ],
  [
    'texts.approve',
    () => approveText(by(), { kind: 'terms', number: none, seenAt: 0, from: '2030-01-01' }),
    'text.not-found',
  ],
  [
    'texts.discard',
    () => discardDraft(by(), { kind: 'terms', number: none, seenAt: 0 }),
    'text.not-found',
  ],
  ['views.remove', () => removeView(by(), none), 'view.not-found'],
])('%s of what is not there says so', async (_, call, code) => {
  expect(await codeOf(Promise.resolve().then(call))).toBe(code)
})

it('where every day is closed an approval is due a day later', async () => {
  const hours = world.engine.settings.get('hours')
  const days = Array.from({ length: 60 }, (_, n) => isoDate(t0 + n * dayMs).slice(5))
  await world.engine.settings.save('hours', { ...hours, closedDays: days }, t0)
  expect(nextBusinessDayEnd(world.engine, t0)).toBe(t0 + dayMs)
})

it('a login ID is given once', async () => {
  const again = {
    loginId: 'staff-clerk',
    name: 'x',
    role: 'clerk',
    branchCode: '011',
    password: 'long-enough-again',
  } as const
  expect(await codeOf(createEnrolled(world.by(), again))).toBe('staff.login-id-taken')
})
