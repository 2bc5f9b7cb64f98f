import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '#db'
import type { ImportKind } from '#shared/import-columns'
import { dayMs } from '#shared/japanese-date'
import { type CaseOf, type ProposedCall, secondFor } from '#shared/persons'
import { Role } from '#shared/staff'
import { consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { reached } from '../support/import-file.ts'
import { watched } from '../support/watched.ts'
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
const of = <Value>(kept: Map<string, Value>, who: string): Value => {
  const found = kept.get(who)
  if (found === undefined) throw new RangeError(who)
  return found
}
beforeAll(async () => {
  world = await World.open({ customers: 12, providers: [{}, {}], business: true })
  world.clock.stop()
  listener = await consoleOf(world)
  for (const role of Role.options)
    for (const n of [1, 2]) {
      const { login, actor } = await world.staff(role, `${role}-${n}`)
      const { desk } = openDesk(listener.url)
      await desk.staff.signIn(login)
      desks.set(`${role}-${n}`, desk)
      ids.set(`${role}-${n}`, Number(actor.id))
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
/** A provider that is not active, and how far it has come. */
const draft = async (name: string, until: readonly ('review' | 'approval')[] = []) => {
  const { provider } = await registered(0)
  const { id } = await maker().providers.create({ ...provider, name })
  let version = 1
  for (const to of until) {
    await maker().providers.changeStatus({ id, version, to, reason: '' })
    version += 1
  }
  return { id, version, provider: { ...provider, name } }
}
let n = 0
const next = (): string => {
  n += 1
  return String(n).padStart(2, '0')
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
  'providers.changeStatus': {
    prepare: async () => {
      const { id, version } = await draft('準備')
      return () => maker().providers.changeStatus({ id, version, to: 'review', reason: '' })
    },
    activate: async () => {
      const { id, version } = await draft('有効化', ['review', 'approval'])
      return () => maker().providers.changeStatus({ id, version, to: 'active', reason: '' })
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
      if (world.registered(1).status === 'active') await world.suspend(1)
      const { id, version } = await registered(1)
      return () => maker().providers.changeStatus({ id, version, to: 'active', reason: '' })
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
      const changed = { ...provider, contact: another() }
      return () => maker().providers.update({ ...which, provider: changed })
    },
    registration: async () => {
      const { provider, ...which } = await registered(0)
      const changed = { ...provider, redirectUris: [another()] }
      return () => maker().providers.update({ ...which, provider: changed })
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
      const form = { name: actor.name, branchCode: '011', disabled: false }
      return () => maker().staff.update({ id: Number(actor.id), ...form, role: 'clerk' })
    },
    close: async () => {
      const { actor } = await world.staff('officer', `gone-${next()}`)
      const form = { name: actor.name, branchCode: '011', disabled: true }
      return () => maker().staff.update({ id: Number(actor.id), ...form, role: 'officer' })
    },
    above: async () => {
      const { actor } = await world.staff('clerk', `up-${next()}`)
      const form = { name: actor.name, branchCode: '011', disabled: false }
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
    validity: async () => {
      const { 'policy.personal': seen } = await maker().settings.find()
      const value = { ...seen, validityDays: 100 + Number(next()) }
      return () => maker().settings.save({ key: 'policy.personal', seen, value })
    },
    retention: async () => {
      const { retention: seen } = await maker().settings.find()
      const value = { ...seen, auditYears: 10 + Number(next()) }
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
    for (const [role, who] of [
      ['hq-admin', 'hq-admin-1'],
      ...Role.options.filter((role) => !second.includes(role)).map((role) => [role, `${role}-2`]),
    ] as const) {
      const refused = await decide(who, id)
      expect(refused.rows).toEqual({})
      expect(refused.codes).toEqual([
        who === 'hq-admin-1' ? 'proposal.same-person' : 'permission.denied',
      ])
      expect(refused.left).toMatchObject([{ action: 'proposals.decide', outcome: 'refused', role }])
    }
    const agreed = await decide('hq-admin-2', id)
    expect(agreed.codes).toEqual(['done'])
    expect(Object.keys(agreed.rows).length).toBeGreaterThan(1)
    const [change, word] = agreed.left
    expect(change).toMatchObject({ action: call, actorId: String(of(ids, 'hq-admin-1')) })
    expect(JSON.parse(change?.after ?? '')).toMatchObject({ approvedBy: '職員hq-admin' })
    expect(word).toMatchObject({
      ...{ action: 'proposals.decide', outcome: 'done', actorId: String(of(ids, 'hq-admin-2')) },
    })
    // A second word finds nothing to decide.
    expect((await decide('hq-admin-2', id)).codes).toEqual(['proposal.decided'])
  })

  it('refused or withdrawn, it never happens', async () => {
    const refused = await proposed(make)
    const no = await decide('hq-admin-2', refused, false)
    expect(no).toMatchObject({ codes: ['done'], rows: { proposals: 1 } })
    expect(changedRows(no)).toEqual(['proposals'])
    const id = await proposed(make)
    const others = await watched(world, () => of(desks, 'hq-admin-2').proposals.withdraw({ id }))
    expect(others).toMatchObject({ codes: ['proposal.not-yours'], rows: {} })
    const own = await watched(world, () => maker().proposals.withdraw({ id }))
    expect(own).toMatchObject({ codes: ['done'], rows: { proposals: 1 } })
    expect((await decide('hq-admin-2', id)).codes).toEqual(['proposal.decided'])
  })

  it('is not agreed to by whoever’s account its maker opened, for a while', async () => {
    const id = await proposed(make)
    const [staffId, byId] = [of(ids, 'hq-admin-2'), of(ids, 'hq-admin-1')]
    const tie = { staffId, byId, alone: 0, at: world.clock.now() } as const
    const { store, settings } = world.engine
    await store.write(() => store.insert('staffTies', tie))
    expect(await decide('hq-admin-2', id)).toMatchObject({ codes: ['proposal.tied'], rows: {} })
    await store.write(() =>
      store.update(
        'staffTies',
        { staffId },
        { at: world.clock.now() - settings.get('policy').tiedDays * dayMs },
      ),
    )
    expect((await decide('hq-admin-2', id)).codes).toEqual(['done'])
  })

  it('is not made when its maker may not any more, or what it changes has changed', async () => {
    const id = await proposed(make)
    const row = { id: of(ids, 'hq-admin-1') }
    const { store } = world.engine
    for (const gone of [{ role: 'auditor' }, { disabledAt: world.clock.now() }] as const) {
      await store.write(() => store.update('staff', row, gone))
      expect(await decide('hq-admin-2', id)).toMatchObject({
        ...{ codes: ['proposal.maker-gone'], rows: {} },
      })
      await store.write(() => store.update('staff', row, { role: 'hq-admin', disabledAt: null }))
    }
    // The same is proposed twice: what the first has changed the second one does not change.
    const act = await make()
    await act()
    await act()
    const [first = 0, again = 0] = waiting().slice(-2)
    expect((await decide('hq-admin-2', first)).codes).toEqual(['done'])
    const late = await decide('hq-admin-2', again)
    expect(late.rows).toEqual({})
    expect(late.codes[0]).toMatch(/changed-meanwhile$|login-id-taken$/)
    await maker().proposals.withdraw({ id: again })
    await decide('hq-admin-2', id, false)
  })
})
