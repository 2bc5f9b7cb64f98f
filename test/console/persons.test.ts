import { generateKeyPairSync } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { continueDeletions, grantsOfCustomer, updateProvider } from '#engine'
import { type CallName, roleMay } from '#shared/contract/may'
import type { ImportKind } from '#shared/import-columns'
import { dayMs, isoDate } from '#shared/japanese-date'
import { type CaseOf, type ProposedCall, type persons, secondFor } from '#shared/persons'
import { type ProviderInput, plainProvider } from '#shared/provider'
import { Role } from '#shared/staff'
import { revokeGrant } from '../../src/main/engine/grants/end.ts'
import { haltMark } from '../../src/main/engine/system/halt-state.ts'
import { consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { reached } from '../support/import-file.ts'
import { fillLedger } from '../support/ledger.ts'
import { atCounter } from '../support/request-steps.ts'
import { codeOf, watched } from '../support/watched.ts'
import { World } from '../support/world.ts'

/**
 * By how many persons each change is made (R14): every cell of the table of persons, as the console answers. A case without a
 * row here does not compile.
 */
let world: World
let listener: OpenConsole
/** Two of each role: one makes, the other is asked to agree. */
const desks = new Map<string, Desk>()
const ids = new Map<string, number>()
const logins = new Map<string, { loginId: string; password: string }>()
const of = <Value>(kept: Map<string, Value>, who: string): Value => {
  const found = kept.get(who)
  if (found === undefined) throw new RangeError(who)
  return found
}
beforeAll(async () => {
  world = await World.open({ customers: 24, providers: [{}, {}], business: true })
  world.clock.stop()
  listener = await consoleOf(world)
  for (const role of Role.options)
    for (const n of [1, 2]) {
      const { login, actor } = await world.staff(role, `${role}-${n}`)
      const { desk } = openDesk(listener.url)
      await desk.staff.signIn(login)
      desks.set(`${role}-${n}`, desk)
      ids.set(`${role}-${n}`, Number(actor.id))
      logins.set(`${role}-${n}`, login)
    }
})
afterAll(async () => {
  await listener.close()
  await world.close()
})

const maker = () => of(desks, 'hq-admin-1')
const registered = async (index: number) => {
  const { id } = world.provider(index)
  const found = world.registered(index)
  const { version, policy, jwks, jwksUri, signingAlgorithm, dpop, asksServices } = found
  const { name, kana, servicePersonal, serviceBusiness, registrationNumber, contact } = found
  const { site, privacyPolicy, purpose, channels, scopes, redirectUris, asksAccounts } = found
  return {
    ...{ id, version },
    provider: {
      ...{ name, kana, servicePersonal, serviceBusiness, registrationNumber, contact, site },
      ...{ privacyPolicy, purpose, channels, scopes, redirectUris, jwks, jwksUri, dpop },
      ...{ signingAlgorithm, asksServices, asksAccounts, policy },
    },
  }
}
const serve = () => world.engine.settings.saveMark(haltMark, null, 0)
afterEach(serve)
/** 全体停止 by the maker, anew. @returns since when */
const halted = async (): Promise<number> => {
  await serve()
  await maker().system.halt({ reason: '調査' })
  return (await maker().system.status()).halt?.at ?? 0
}
/** A provider that is not active, and how far it has come. */
const draft = async (name: string, until: readonly ('review' | 'approval')[] = []) => {
  const { provider } = await registered(0)
  const registrationNumber = `関東財務局長（電代）第${5000 + Number(next())}号`
  const { id } = await maker().providers.create({ ...provider, name, registrationNumber })
  await world.engine.store.write(() => fillLedger(world.engine, id))
  let version = 1
  for (const to of until) {
    await maker().providers.changeStatus({ id, version, to, reason: '' })
    version += 1
  }
  return { id, version, provider: { ...provider, name, registrationNumber } }
}
let n = 0
const next = (): string => {
  n += 1
  return String(n).padStart(2, '0')
}
/** A public key, as a provider would send it. */
function signingKey(alg: 'ES256' | 'EdDSA'): Record<string, unknown> {
  const pair =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('ed25519')
  return { ...pair.publicKey.export({ format: 'jwk' }), kid: alg, alg, use: 'sig' }
}
const another = (): string => `https://changed-${next()}.example/cb`

/** So many of the company's users may consent; null: any. */
const company = () => ({ id: world.companies[0]?.id ?? 0, consentBy: 'named' as const })
const users = () => world.engine.bank.users(company().id).map(({ id }) => id)
const consenting = (many: number | null) => {
  const { store, bank } = world.engine
  return store.write(() => {
    bank.consentBy(company().id, many === null ? 'any' : 'named')
    for (const [index, id] of users().entries())
      bank.allowConsent(id, many === null || index < many)
  })
}

/** In a house whose providers were never active. */
async function beforeAnyProvider(call: () => Promise<unknown>): Promise<unknown> {
  const run = (text: string) => world.engine.store.bulk((db) => db.exec(text))
  // What has ended never changes, but here.
  run(`DROP TRIGGER IF EXISTS providersEndedStays;
    CREATE TEMP TABLE was AS SELECT id, status FROM providers; UPDATE providers SET status = 'draft'`)
  try {
    return await call()
  } finally {
    run(`UPDATE providers SET status = (SELECT status FROM was WHERE was.id = providers.id);
      DROP TABLE was`)
  }
}

const numberOf = (id: number) => world.engine.bank.customer(id)?.customerNumber ?? ''
const newCustomer = () => `9000${next()},個人,菅原 恵,ｽｶﾞﾜﾗ ﾒｸﾞﾐ,1990-01-13,秋田県,018-023-4567,011`
/** A file is sent and accepted, as far as one person comes with it. */
const file = (kind: ImportKind, text: string) => async (): Promise<void> => {
  const piece = Buffer.from(text)
  const { id } = await maker().imports.begin({ kind, fileName: 'f.csv', size: piece.length })
  await maker().imports.add({ id, piece: piece.toString('base64') })
  await reached(world.engine, id, ['checked'])
  await maker().imports.accept({ id })
  await reached(world.engine, id, ['waiting', 'done', 'failed'])
}
/** Rows of a file stand aside until they are accepted; that is all that one person's word writes of it. */
const aside = ['importRows', 'imports']

/** Customers whose link is at stake: each once, since 解約 bars the next one. */
let linked = 0

type Make = () => Promise<unknown>
/** What each case asks for, by a maker who may. */
const makes: { [Call in ProposedCall]: { [Case in CaseOf<Call>]: () => Promise<Make> } } = {
  'customers.setConsent': {
    narrow: async () => {
      await consenting(null)
      return () => maker().customers.setConsent({ ...company(), users: users().slice(0, 1) })
    },
    widen: async () => {
      await consenting(1)
      return () => maker().customers.setConsent({ ...company(), users: users() })
    },
  },
  'imports.accept': {
    plain: async () => file('branches', '店番,店名,店名カナ\n098,新店,ｼﾝﾃﾝ\n'),
    people: async () =>
      file(
        'customers',
        `顧客番号,区分,氏名,カナ,生年月日,住所,電話番号,取扱店\n${newCustomer()}\n`,
      ),
    ends: async () => {
      const { settings } = world.engine
      await settings.save('policy', { ...settings.get('policy'), eventsNeedTwoFrom: 1 }, 0)
      linked += 1
      await world.permit({ customer: linked })
      const at = new Date(world.clock.now()).toISOString().replace(/\.\d+/, '')
      return file('events', `顧客番号,出来事,発生日時\n${numberOf(linked + 1)},解約,${at}\n`)
    },
  },
  'ledger.remove': {
    entry: async () => {
      const item = 'subprocessors.1.name'
      const providerId = world.provider().id
      const { entries } = await maker().ledger.find({ providerId })
      const version = entries.find((one) => one.item === item)?.version ?? 0
      const words = { value: `甲社${next()}`, note: '', evidence: '', owner: '', dueOn: null }
      await maker().ledger.save({ providerId, item, version, ...words })
      const now = await maker().ledger.find({ providerId })
      const items = now.entries.filter((one) => one.item === item)
      return () =>
        maker().ledger.remove({
          providerId,
          items: items.map(({ version: v }) => ({ item, version: v })),
        })
    },
  },
  'providers.changeStatus': {
    prepare: async () => {
      const { id, version } = await draft('準備')
      return () => maker().providers.changeStatus({ id, version, to: 'review', reason: '' })
    },
    activate: async () => {
      const { id, version } = await draft('有効化', ['review', 'approval'])
      return () => maker().providers.changeStatus({ id, version, to: 'active', reason: '' })
    },
    restrict: async () => {
      if (world.registered(1).status !== 'active') await world.resume(1)
      const { id, version } = await registered(1)
      const stop = { cause: 'contract-ended', reason: '' } as const
      return () => maker().providers.changeStatus({ id, version, to: 'restricted', ...stop })
    },
    suspend: async () => {
      if (world.registered(1).status === 'suspended') await world.resume(1)
      const { id, version } = await registered(1)
      return () => maker().providers.changeStatus({ id, version, to: 'suspended', reason: '調査' })
    },
    end: async () => {
      const { id, version } = await draft('終了', ['review', 'approval'])
      return () => maker().providers.changeStatus({ id, version, to: 'ended', reason: '契約終了' })
    },
    resume: async () => {
      if (world.registered(1).status !== 'suspended') await world.suspend(1)
      const { id, version } = await registered(1)
      return () => maker().providers.changeStatus({ id, version, to: 'active', reason: '' })
    },
  },
  'providers.discard': {
    own: async () => {
      const { provider: given } = await registered(0)
      const { id } = await maker().providers.create({ ...given, registrationNumber: '' })
      return () => maker().providers.discard({ id, version: 1 })
    },
    shared: async () => {
      const { id, version } = await draft('削除')
      return () => maker().providers.discard({ id, version })
    },
  },
  'providers.update': {
    inactive: async () => {
      const { provider, ...which } = await draft('下書き')
      const changed = { ...provider, redirectUris: [another()] }
      return () => maker().providers.update({ ...which, provider: changed })
    },
    note: async () => {
      const { provider, ...which } = await registered(0)
      const changed = { ...provider, kana: `${provider.kana}ア` }
      return () => maker().providers.update({ ...which, provider: changed })
    },
    limits: async () => {
      const first = await registered(0)
      const unattendedPerDay = (first.provider.policy.unattendedPerDay ?? 2_000) - 1
      if (first.provider.policy.unattendedPerDay === null)
        await updateProvider(world.by(), {
          ...first,
          provider: {
            ...first.provider,
            policy: { ...first.provider.policy, unattendedPerDay: 2_000 },
          },
        })
      const { provider, ...which } = await registered(0)
      const changed = { ...provider, policy: { ...provider.policy, unattendedPerDay } }
      return () => maker().providers.update({ ...which, provider: changed })
    },
    registration: async () => {
      const { provider, ...which } = await registered(0)
      const changed = { ...provider, redirectUris: [another()] }
      return () => maker().providers.update({ ...which, provider: changed })
    },
  },
  'system.resume': {
    resume: async () => {
      const at = await halted()
      return () => maker().system.resume({ at })
    },
  },
  'staff.create': {
    clerk: async () => {
      const loginId = `new-${next()}`
      return () => maker().staff.create({ loginId, name: '新人', role: 'clerk', branchCode: '011' })
    },
    first: async () => () => Promise.resolve(),
    above: async () => {
      const loginId = `new-${next()}`
      return () =>
        maker().staff.create({ loginId, name: '新人', role: 'officer', branchCode: '011' })
    },
  },
  'staff.reenrol': {
    clerk: async () => {
      const { actor } = await world.staff('clerk', `lost-${next()}`)
      return () => maker().staff.reenrol({ id: Number(actor.id) })
    },
    first: async () => () => Promise.resolve(),
    above: async () => {
      const { actor } = await world.staff('sysadmin', `lost-${next()}`)
      return () => maker().staff.reenrol({ id: Number(actor.id) })
    },
  },
  'staff.update': {
    clerk: async () => {
      const { actor } = await world.staff('officer', `down-${next()}`)
      const was = { name: actor.name, branchCode: '011', disabled: false }
      const form = { ...was, seen: { ...was, role: 'officer' as const } }
      return () => maker().staff.update({ id: Number(actor.id), ...form, role: 'clerk' })
    },
    close: async () => {
      const { actor } = await world.staff('officer', `gone-${next()}`)
      const was = { name: actor.name, branchCode: '011', role: 'officer' as const }
      const form = { ...was, disabled: true, seen: { ...was, disabled: false } }
      return () => maker().staff.update({ id: Number(actor.id), ...form })
    },
    above: async () => {
      const { actor } = await world.staff('clerk', `up-${next()}`)
      const was = { name: actor.name, branchCode: '011', disabled: false }
      const form = { ...was, seen: { ...was, role: 'clerk' as const } }
      return () => maker().staff.update({ id: Number(actor.id), ...form, role: 'hq-admin' })
    },
  },
  'settings.save': {
    firstHouse: async () => {
      const { institution: seen } = await maker().settings.find()
      const value = { ...seen, phoneHours: `平日 ${next()}` }
      return () =>
        beforeAnyProvider(() => maker().settings.save({ key: 'institution', seen, value }))
    },
    house: async () => {
      const { institution: seen } = await maker().settings.find()
      const value = { ...seen, phoneHours: `平日 ${next()}` }
      return () => maker().settings.save({ key: 'institution', seen, value })
    },
    desk: async () => {
      const { policy: seen } = await maker().settings.find()
      const value = { ...seen, eventsNeedTwoFrom: 100 + Number(next()) }
      return () => maker().settings.save({ key: 'policy', seen, value })
    },
    lists: async () => {
      const { registers: seen } = await maker().settings.find()
      const value = { ...seen, kinds: [...seen.kinds, `種類${next()}`] }
      return () => maker().settings.save({ key: 'registers', seen, value })
    },
    validity: async () => {
      const { 'policy.personal': seen } = await maker().settings.find()
      const value = { ...seen, validityDays: 100 + Number(next()) }
      return () => maker().settings.save({ key: 'policy.personal', seen, value })
    },
    retention: async () => {
      const { retention: seen } = await maker().settings.find()
      const value = { ...seen, auditYears: seen.auditYears === 10 ? 11 : 10 }
      return () => maker().settings.save({ key: 'retention', seen, value })
    },
  },
}

/** `first` is of a house that is new: test/console/first-accounts.test.ts. */
const cases = (Object.keys(makes) as ProposedCall[]).flatMap((call) =>
  Object.keys(makes[call])
    .filter((what) => what !== 'first')
    .map((what) => {
      const make = makes[call][what as never] as () => Promise<Make>
      return { call, what, make, second: secondFor(call, what as never) }
    }),
)
const changedRows = ({ rows }: { rows: object }) =>
  Object.keys(rows).filter((table) => !aside.includes(table))
const waiting = () =>
  world.engine.store
    .read(sql.selectFrom('proposals').selectAll().where('state', '=', 'pending'))
    .map(({ id }) => id)
const decide = async (who: string, id: number, approve = true) => {
  const said = await watched(world, () =>
    of(desks, who).proposals.decide({ id, approve, note: '' }),
  )
  // Rows of a file that was agreed to are written after the word.
  await world.engine.imports.ended()
  return said
}
const proposed = async (make: () => Promise<Make>): Promise<number> => {
  await (await make())()
  return waiting().at(-1) ?? 0
}

describe.each(cases)('$call $what', ({ call, make, second }) => {
  if (second === null) {
    it('is done by one', async () => {
      const act = await make()
      const { codes, left, rows } = await watched(world, act)
      expect({ codes, actions: left.map(({ action }) => action) }).toEqual({
        codes: ['done'],
        actions: [call],
      })
      expect(rows).not.toHaveProperty('proposals')
    })
    return
  }
  it('changes nothing until another person agrees, and then exactly that', async () => {
    const act = await make()
    const made = await watched(world, act)
    expect(made).toMatchObject({ codes: ['done'], rows: { proposals: 1 } })
    expect(changedRows(made)).toEqual(['proposals'])
    expect(made.left.map(({ action }) => action)).toEqual(['proposals.make'])
    const id = waiting().at(-1) ?? 0
    const agreed = await decide('hq-admin-2', id)
    expect(agreed.codes).toEqual(['done'])
    expect(await maker().proposals.outcome({ id })).toMatchObject({
      ...{ state: 'agreed', decidedByName: '職員hq-admin', note: '' },
    })
    expect(Object.keys(agreed.rows).length).toBeGreaterThan(1)
    const [change, word] = agreed.left
    expect(change).toMatchObject({ action: call, actorId: String(of(ids, 'hq-admin-1')) })
    expect(JSON.parse(change?.after ?? '')).toMatchObject({ approvedBy: '職員hq-admin' })
    expect(word).toMatchObject({
      ...{ action: 'proposals.decide', outcome: 'done', actorId: String(of(ids, 'hq-admin-2')) },
    })
  })

  it('refused or withdrawn, it never happens', async () => {
    const refused = await proposed(make)
    const no = await decide('hq-admin-2', refused, false)
    expect(no).toMatchObject({ codes: ['done'], rows: { proposals: 1 } })
    expect(changedRows(no)).toEqual(['proposals'])
    const id = await proposed(make)
    const others = await watched(world, () => of(desks, 'hq-admin-2').proposals.withdraw({ id }))
    expect(others).toMatchObject({ codes: ['proposal.not-yours'], rows: {} })
    // Its maker alone follows it.
    const became = (who = maker()) => codeOf(who.proposals.outcome({ id }))
    expect([await became(), await became(of(desks, 'hq-admin-2'))]).toEqual([
      'done',
      'proposal.not-found',
    ])
    const outcome = async (one: number) => (await maker().proposals.outcome({ id: one })).state
    expect([await outcome(refused), await outcome(id)]).toEqual(['refused', 'pending'])
    // On きょう too, for its maker alone, and for some days.
    const told = (await maker().proposals.refused()).find((one) => one.id === refused)
    expect(told).toMatchObject({ action: call, decidedByName: '職員hq-admin' })
    expect(await of(desks, 'hq-admin-2').proposals.refused()).toEqual([])
    const own = await watched(world, () => maker().proposals.withdraw({ id }))
    expect(await outcome(id)).toBe('withdrawn')
    expect(own).toMatchObject({ codes: ['done'], rows: { proposals: 1 } })
    expect((await decide('hq-admin-2', id)).codes).toEqual(['proposal.decided'])
  })
})

/** Another value of each field of a registration. A field that nobody has thought of does not compile. */
const otherValues: Record<keyof ProviderInput, object> = {
  name: { name: '別の業者' },
  kana: { kana: 'ベツノギョウシャ' },
  servicePersonal: { servicePersonal: '別の家計簿' },
  serviceBusiness: { serviceBusiness: '別の会計' },
  registrationNumber: { registrationNumber: '関東財務局長（電代）第77号' },
  contact: { contact: '0120-000-000' },
  site: { site: 'https://other.example' },
  privacyPolicy: { privacyPolicy: 'https://other.example/privacy' },
  purpose: { purpose: '別の目的' },
  channels: { channels: ['personal', 'business'], serviceBusiness: '会計' },
  scopes: { scopes: ['accounts'] },
  redirectUris: { redirectUris: ['https://other.example/cb'] },
  jwks: { jwks: { keys: [{ ...signingKey('ES256'), kid: 'other' }] } },
  jwksUri: { jwks: null, jwksUri: 'https://other.example/keys' },
  signingAlgorithm: { signingAlgorithm: 'EdDSA', jwks: { keys: [signingKey('EdDSA')] } },
  dpop: { dpop: false },
  asksServices: { asksServices: true },
  asksAccounts: { asksAccounts: true },
  policy: { policy: { ...plainProvider.policy, personalValidityDays: 30 } },
}
describe('a field of an active provider’s registration takes two persons, but for the reading', () => {
  it.each(Object.entries(otherValues))('%s', async (field, change) => {
    const { provider, ...which } = await registered(0)
    const { waits } = await maker().providers.update({
      ...{ ...which, provider: { ...provider, ...change } },
      ...(field === 'name' && { sameEntity: '商号変更の登記' }),
    })
    expect(waits === null).toBe(field === 'kana')
    if (waits !== null) await maker().proposals.withdraw({ id: waits })
  })
})

it('limits of a provider’s calls: lower than its contract has it one person, anything else two (R173)', async () => {
  const policy = world.engine.settings.get('policy')
  expect([policy.unattendedPerDay, policy.callsPerMinute]).toEqual([2_000, 3_000])
  const waits = async (own: object, more: object = {}) => {
    const { provider, ...which } = await registered(1)
    const changed = { ...provider, ...more, policy: { ...provider.policy, ...own } }
    const made = await maker().providers.update({ ...which, provider: changed })
    if (made.waits !== null) await maker().proposals.withdraw({ id: made.waits })
    return made.waits !== null
  }
  // A number of its own, however low, takes it out of what the house sets later.
  expect(await waits({ unattendedPerDay: 500 })).toBe(true)
  const { provider, ...which } = await registered(1)
  const agreed = { ...provider.policy, unattendedPerDay: 600, callsPerMinute: 100 }
  await updateProvider(world.by(), { ...which, provider: { ...provider, policy: agreed } })
  expect(await waits({ unattendedPerDay: 601 })).toBe(true)
  expect(await waits({ unattendedPerDay: 500 })).toBe(false)
  expect(await waits({ unattendedPerDay: null })).toBe(true)
  expect(await waits({ unattendedPerDay: 400, callsPerMinute: 101 })).toBe(true)
  expect(await waits({ callsPerMinute: 10, accessTokenSeconds: 60 })).toBe(true)
  expect(await waits({ callsPerMinute: 10 }, { contact: '別の窓口' })).toBe(true)
  expect(await waits({ callsPerMinute: 10 })).toBe(false)
})

it('who may consent for a company: fewer of those named take one person, another one or everybody two', async () => {
  const waits = async (form: { consentBy: 'any' | 'named'; users: number[] }) => {
    const made = await maker().customers.setConsent({ id: company().id, ...form })
    if (made.waits !== null) await maker().proposals.withdraw({ id: made.waits })
    return made.waits !== null
  }
  const [first = 0, second = 0] = users()
  await consenting(2)
  expect(await waits({ consentBy: 'named', users: [second] })).toBe(false)
  await consenting(1)
  expect(await waits({ consentBy: 'named', users: [first] })).toBe(false)
  expect(await waits({ consentBy: 'named', users: [second] })).toBe(true)
  expect(await waits({ consentBy: 'any', users: [] })).toBe(true)
})

it('a draft of a text is offered to those who may approve texts, and not to its maker', async () => {
  await text('次の版')
  const offered = async (who: string) =>
    (await of(desks, who).proposals.list()).filter(
      ({ decidedBy, notMine }) => decidedBy === 'texts.approve' && notMine === null,
    ).length
  expect([await offered('officer-1'), await offered('hq-admin-2')]).toEqual([1, 1])
  for (const who of ['hq-admin-1', 'auditor-1', 'sysadmin-1'])
    expect([who, await offered(who)]).toEqual([who, 0])
})

/** What waits for a second person, and how that person gives a word to it. */
interface Waiting {
  decide: (desk: Desk) => Promise<unknown>
}
interface TwoPersonAct {
  name: string
  /** Who asks, and of which roles the second person is. */
  asks: string
  second: readonly Role[]
  ask: () => Promise<Waiting>
  /** One whose ground is gone: what is answered to who agrees to it. */
  stale: () => Promise<Waiting>
  codes: { own: string; again: string; gone: string; stale: RegExp }
}
const today = () => isoDate(world.clock.now())
const mayDo = (call: CallName) => Role.options.filter((role) => roleMay(role, call))

/** What the table leaves to a call of its own. A call that agrees to something without its row here does not compile. */
type Agrees = {
  [Call in CallName]: (typeof persons)[Call] extends 'agrees' ? Call : never
}[CallName]
type ByItself = Record<Exclude<Agrees, 'proposals.decide'>, Omit<TwoPersonAct, 'name' | 'second'>>

const text = async (note: string) => {
  const kind = 'terms' as const
  const { versions } = await maker().texts.list({ kind })
  const open = versions.find(({ approvedAt }) => approvedAt === null)
  const { body } = await maker().texts.find({ kind, number: versions.at(-1)?.number ?? 1 })
  const draft = open ? { number: open.number, seenAt: open.updatedAt } : null
  const { number } = await maker().texts.save({ kind, draft, body, note })
  return { kind, number, seenAt: (await maker().texts.find({ kind, number })).updatedAt }
}
const approving = async (): Promise<Waiting> => {
  const seen = await text('次の版')
  return { decide: (desk) => desk.texts.approve({ ...seen, from: today() }) }
}
const deleting = async (): Promise<Waiting> => {
  while ((await continueDeletions(world.engine)) > 0);
  const { store } = world.engine
  const open = store.find('retentionRuns', { class: 'provisions', state: 'pending' })
  const old = { at: 1, providerId: world.provider().id, endpoint: 'accounts', status: 200 }
  await store.write(() => store.insert('accessRecords', { ...old, result: 'ok' }))
  if (!open) await maker().retention.propose({ kind: 'provisions' })
  const id = store.find('retentionRuns', { class: 'provisions', state: 'pending' })?.id ?? 0
  return { decide: (desk) => desk.retention.decide({ id, approve: true }) }
}
/** Others than whose links end by 出来事. */
let customers = 0
const nextCustomer = () => {
  customers += 1
  return 17 + (customers % 8)
}
const revoking = async (): Promise<Waiting & { customer: number }> => {
  const customer = nextCustomer()
  await world.permit({ customer: customer - 1 })
  const clerk = of(desks, 'clerk-1')
  const { id } = await atCounter(clerk, customer)
  const confirmation = world.engine.bank.customer(customer)?.name ?? ''
  const scope = { kind: 'customer' } as const
  const asked = { requestId: id, kind: 'revoke', scope, note: '', confirmation } as const
  const { acts } = await clerk.requests.act({ ...asked, reason: 'no-longer-used' })
  const actId = acts[0]?.id ?? 0
  return { customer, decide: (desk) => desk.requests.decide({ actId, approve: true, note: '' }) }
}
const looking = async (): Promise<Waiting & { id: number }> => {
  const { id } = await atCounter(of(desks, 'clerk-1'), nextCustomer())
  return { id, decide: (desk) => desk.requests.look({ id }) }
}
const ofRequests = { asks: 'clerk-1', own: 'request.same-person', again: 'request.already-checked' }
const entering = async (): Promise<Waiting> => {
  const providerId = world.provider().id
  const { entries } = await maker().ledger.find({ providerId })
  const item = 'party.address'
  const version = entries.find((one) => one.item === item)?.version ?? 0
  const words = { value: `秋田市${next()}`, note: '', evidence: '', owner: '', dueOn: null }
  await maker().ledger.save({ providerId, item, version, ...words })
  const items = [{ item, version: version + 1 }]
  return { decide: (desk) => desk.ledger.check({ providerId, items }) }
}
const byThemselves: ByItself = {
  'system.lookAtHalt': {
    asks: 'hq-admin-1',
    ask: async () => {
      const at = await halted()
      return { decide: (desk) => desk.system.lookAtHalt({ at }) }
    },
    stale: async () => {
      const at = (await halted()) - 1
      return { decide: (desk) => desk.system.lookAtHalt({ at }) }
    },
    codes: {
      ...{ own: 'proposal.same-person', again: 'proposal.decided' },
      ...{ gone: 'done', stale: /^service.changed-meanwhile$/ },
    },
  },
  'ledger.check': {
    asks: 'hq-admin-1',
    ask: entering,
    stale: async () => {
      const seen = await entering()
      await entering()
      return seen
    },
    codes: {
      ...{ own: 'proposal.same-person', again: 'proposal.decided' },
      // What stands there is checked, whoever has entered it.
      ...{ gone: 'done', stale: /^provider.changed-meanwhile$/ },
    },
  },
  'texts.approve': {
    asks: 'hq-admin-1',
    ask: approving,
    stale: async () => {
      const seen = await approving()
      await text('そのあと')
      return seen
    },
    codes: {
      ...{ own: 'text.same-person', again: 'text.approved-already' },
      ...{ gone: 'proposal.maker-gone', stale: /^text.changed-meanwhile$/ },
    },
  },
  'retention.decide': {
    asks: 'hq-admin-1',
    ask: deleting,
    // Records only become older: what was counted is still there.
    stale: deleting,
    codes: {
      ...{ own: 'request.same-person', again: 'request.already-checked' },
      ...{ gone: 'proposal.maker-gone', stale: /^done$/ },
    },
  },
  'requests.decide': {
    asks: 'clerk-1',
    ask: revoking,
    // Ended by another meanwhile: the act reaches nothing, which is no fault of who asked (R60).
    stale: async () => {
      const { customer, decide } = await revoking()
      for (const { id } of grantsOfCustomer(world.engine, customer))
        if (world.statusOf(id) === 'active')
          await world.engine.store.write(() =>
            revokeGrant(world.by(), {
              ...{ grantId: id, to: 'revoked', reason: 'other' },
              ...{ requester: 'self', requestChannel: 'phone' },
            }),
          )
      return { decide }
    },
    // It is the customer's word, whoever took it.
    codes: { ...ofRequests, gone: 'done', stale: /^done$/ },
  },
  'requests.look': {
    asks: 'clerk-1',
    ask: looking,
    stale: async () => {
      const { id, decide } = await looking()
      await of(desks, 'officer-1').requests.look({ id })
      return { decide }
    },
    codes: { ...ofRequests, gone: 'done', stale: /^request.already-checked$/ },
  },
}

const everyAct: TwoPersonAct[] = [
  ...cases.flatMap(({ call, what, make, second }): TwoPersonAct[] => {
    if (second === null) return []
    const asked = async (): Promise<Waiting> => {
      const id = await proposed(make)
      return { decide: (desk) => desk.proposals.decide({ id, approve: true, note: '' }) }
    }
    return [
      {
        ...{ name: `${call} ${what}`, asks: 'hq-admin-1', second, ask: asked },
        // Asked for twice: what the first has changed the second one does not change.
        stale: async () => {
          const act = await make()
          await act()
          await act()
          const [first = 0, again = 0] = waiting().slice(-2)
          await decide('hq-admin-2', first)
          return { decide: (desk) => desk.proposals.decide({ id: again, approve: true, note: '' }) }
        },
        codes: {
          ...{ own: 'proposal.same-person', again: 'proposal.decided' },
          ...{
            gone: 'proposal.maker-gone',
            stale: /changed-meanwhile$|login-id-taken$|^provider.(not-found|ended)$/,
          },
        },
      },
    ]
  }),
  ...Object.entries(byThemselves).map(([name, act]) => ({
    ...{ ...act, name, second: mayDo(name as CallName) },
  })),
]
/** A word that must change nothing is watched. */
const word = (who: Desk, { decide: by }: Waiting) => watched(world, () => by(who))
const agree = async (who: string, { decide: by }: Waiting): Promise<string> => {
  const code = await codeOf(by(of(desks, who)))
  await world.engine.imports.ended()
  return code
}
const nothing = { rows: {} }
const windows = new Map<string, Desk>()
const otherWindow = async (who: string): Promise<Desk> => {
  const { desk } = openDesk(listener.url)
  if (!windows.has(who)) await desk.staff.signIn(of(logins, who))
  windows.set(who, windows.get(who) ?? desk)
  return of(windows, who)
}

it('each window is told whether it is the one that halted all', async () => {
  await halted()
  const mine = (who: string) =>
    of(desks, who)
      .system.status()
      .then(({ halt }) => halt?.mine)
  expect([await mine('hq-admin-1'), await mine('hq-admin-2')]).toEqual([true, false])
})

describe.each(everyAct)('$name, asked for by $asks', ({ asks, second, ask, stale, codes }) => {
  const agrees = `${second.includes('hq-admin') ? 'hq-admin' : second[0]}-2`

  it(`is decided by ${second}, and by no other role`, async () => {
    let one = await ask()
    for (const role of Role.options) {
      const may = second.includes(role)
      const who = `${role}-2`
      if (may) {
        expect([role, await agree(who, one)]).toEqual([role, 'done'])
        one = await ask()
      } else
        expect([role, await word(of(desks, who), one)]).toMatchObject([
          role,
          { codes: ['permission.denied'], ...nothing },
        ])
    }
    await agree(agrees, one)
  })

  it('is not decided by who asked, in whatever window and role', async () => {
    const one = await ask()
    for (const own of [of(desks, asks), await otherWindow(asks)])
      for (const role of second) {
        await as(asks, { role })
        expect(await word(own, one)).toMatchObject({ codes: [codes.own], ...nothing })
      }
    await as(asks, {})
    await agree(agrees, one)
  })

  it('is decided once, whoever comes at once or again', async () => {
    const desk = await otherWindow(agrees)
    const one = await ask()
    const both = await Promise.all([
      codeOf(one.decide(of(desks, agrees))),
      codeOf(one.decide(desk)),
    ])
    expect(both.toSorted()).toEqual(['done', codes.again].toSorted())
    await world.engine.imports.ended()
    expect(await word(of(desks, agrees), one)).toMatchObject({ codes: [codes.again], ...nothing })
  })

  it('is not decided by whoever might be the same person with another account, for a while', async () => {
    const one = await ask()
    const { store, settings, clock } = world.engine
    const [asker, agreer] = [of(ids, asks), of(ids, agrees)]
    const over = settings.get('policy').tiedDays * dayMs
    for (const tie of [
      { staffId: agreer, byId: asker, alone: 0 },
      { staffId: asker, byId: agreer, alone: 1 },
    ] as const) {
      await store.write(() => store.insert('staffTies', { ...tie, at: clock.now() }))
      expect(await word(of(desks, agrees), one)).toMatchObject({
        ...{ codes: ['proposal.tied'], ...nothing },
      })
      await store.write(() => store.update('staffTies', tie, { at: clock.now() - over }))
    }
    expect(await agree(agrees, one)).toBe('done')
  })

  it.each([{ role: 'auditor' }, { disabledAt: 1 }] as const)(
    `${codes.gone === 'done' ? 'is still' : 'is not'} agreed to when who asked is %o`,
    async (gone) => {
      const one = await ask()
      await as(asks, gone)
      if (codes.gone === 'done') expect(await agree(agrees, one)).toBe('done')
      else
        expect(await word(of(desks, agrees), one)).toMatchObject({
          ...{ codes: [codes.gone], ...nothing },
        })
      await as(asks, {})
      if (codes.gone !== 'done') expect(await agree(agrees, one)).toBe('done')
    },
  )

  it('is not another act than the one that was asked for', async () => {
    const one = await stale()
    const said = await word(of(desks, agrees), one)
    expect(said.codes[0]).toMatch(codes.stale)
    if (said.codes[0] !== 'done') expect(said).toMatchObject(nothing)
  })
})

/** Another role, or a closed account, for a moment; {}: as it was. */
async function as(who: string, now: { role?: Role; disabledAt?: number }): Promise<void> {
  const was = { role: who.replace(/-\d$/, '') as Role, disabledAt: null }
  const { store } = world.engine
  await store.write(() => store.update('staff', { id: of(ids, who) }, { ...was, ...now }))
}
