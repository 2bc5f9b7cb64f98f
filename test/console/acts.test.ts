import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it, type MockInstance, vi } from 'vitest'
import { sql } from '#db'
import { changeProviderStatus, dayCounts, listBranches, listStaff } from '#engine'
import { type CallName, isAct } from '#shared/contract/may'
import { isoDate } from '#shared/japanese-date'
import { listColumns } from '#shared/list-columns'
import { untilUnlocked } from '#shared/lock'
import { sayIn } from '#shared/messages/catalogue'
import { type SettingKey, settings } from '#shared/settings'
import type { Role } from '#shared/staff'
import { notInWords } from '../support/audit-in-words.ts'
import { applicant, channelFor, passTest } from '../support/connection-test.ts'
import { consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { pdfText } from '../support/pdf-text.ts'
import { atCounter, licence } from '../support/request-steps.ts'
import { codeOf, watched } from '../support/watched.ts'
import { changed, World } from '../support/world.ts'

/**
 * Every call of the contract: what it leaves in the audit and in the tables, or that it leaves nothing. A call without a row
 * does not compile. Each act is sent twice under its key, so that all this also says: once.
 */
let world: World
let listener: OpenConsole
let soon: MockInstance
/** Off for what is refused before any act is begun: asked twice, it is refused twice. */
const repeated = { on: true }
type Person = 'clerk' | 'officer' | 'admin' | 'checker' | 'sysadmin'
const desks = {} as Record<Person, Desk>
const ids = {} as Record<Person, number>
const roles: Record<Person, Role> = {
  clerk: 'clerk',
  officer: 'officer',
  admin: 'hq-admin',
  checker: 'hq-admin',
  sysadmin: 'sysadmin',
}
beforeAll(async () => {
  world = await World.open({ providers: [{}, {}, {}], business: true, customers: 40 })
  world.clock.stop()
  soon = vi.spyOn(world.engine.sweeps, 'soon')
  channel = await channelFor(world)
  world.testChannel = channel.channel
  listener = await consoleOf(world)
  for (const [person, role] of Object.entries(roles)) {
    const { login, actor } = await world.staff(role, `act-${person}`)
    desks[person as Person] = openDesk(listener.url, repeated).desk
    ids[person as Person] = Number(actor.id)
    await desks[person as Person].staff.signIn(login)
  }
})
afterAll(async () => {
  await listener.close()
  await channel.test.close()
  await world.close()
})

/** A provider in 審査中, which may test its connection. */
async function tested(name: string): Promise<{ id: number; clientId: string }> {
  const { id, entry } = await applicant(world, name)
  await changeProviderStatus(world.by(), { id, version: 1, to: 'review', reason: '' })
  return { id, clientId: entry.clientId }
}
let channel: Awaited<ReturnType<typeof channelFor>>

/** What is expected of one call, once what it needs is there. */
interface Act {
  by: Person | 'nobody'
  call: () => Promise<unknown>
  /** Less the name, who acted, and `done`. */
  entry: {
    target?: [kind: string, id: number, label: string]
    before?: object
    after?: object
    reason?: string
    singleHanded?: true
  }
  /** Rows of tables beside the audit. */
  rows: Record<string, number>
  /** Other entries that belong to it. */
  beside?: string[]
  /** Another person agrees to it first. */
  agreedBy?: Person
  afterwards?: () => void | Promise<void>
}
const nothing = null

const customer = (id: number) =>
  ['customer', id, world.engine.bank.customer(id)?.name ?? ''] as [string, number, string]
const onPhone = (customerId: number) => ({
  customerId,
  requestChannel: 'phone' as const,
  requester: 'self' as const,
  otherBranchReason: '',
})
const requestOf = async (customerId: number, person: Person = 'clerk') => {
  const { id, number } = await atCounter(desks[person], customerId)
  return { id, target: ['request', id, number] as [string, number, string] }
}
const revokeAll = (requestId: number, customerId: number) => ({
  requestId,
  kind: 'revoke' as const,
  scope: { kind: 'customer' as const },
  reason: 'no-longer-used' as const,
  note: '',
  confirmation: world.engine.bank.customer(customerId)?.name ?? '',
})
const file = { encoding: 'utf-8', replace: false } as const
const exported = (
  call: () => Promise<{ rows: number }>,
  filter: object,
  person: Person = 'officer',
) => {
  let rows = -1
  return {
    by: person,
    call: async () => {
      rows = (await call()).rows
    },
    entry: {
      target: ['system', 0, expect.stringMatching(/\.csv$/)] as [string, number, string],
      get after() {
        return { rows, filter, encoding: 'utf-8', columns: null, sort: null }
      },
    },
    rows: {},
  } satisfies Act
}
const provider = {
  name: '株式会社台帳',
  kana: 'ダイチョウ',
  servicePersonal: '家計簿',
  serviceBusiness: '',
  registrationNumber: '関東財務局長（電代）第9号',
  contact: '',
  channels: ['personal' as const],
  scopes: ['accounts' as const],
  redirectUris: ['https://a.example/cb'],
  jwks: {
    keys: [
      {
        kty: 'EC',
        kid: 'k1',
        crv: 'P-256',
        x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
        y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
      },
    ],
  },
  jwksUri: '',
  signingAlgorithm: 'ES256' as const,
  dpop: true,
}
const registered = async (index: number) => {
  const {
    liveGrants: _,
    customers: __,
    byChannel: _a,
    keys: _keys,
    keyDays: _keyDays,
    traffic: _traffic,
    planned: _planned,
    keySet: _keySet,
    statusCause: _b,
    statusUntil: _c,
    ...found
  } = await desks.admin.providers.find({
    id: world.provider(index).id,
  })
  const { id, clientId: _1, status: _2, statusReason: _3, statusAt: _4, ...more } = found
  const {
    version,
    createdAt: _5,
    updatedAt: _6,
    grantsEndedAt: _7,
    ...input
  } = more as typeof more & {
    grantsEndedAt?: unknown
  }
  return { id, version, input }
}
const draft = async (note: string) => {
  const { body } = await desks.admin.texts.find({ kind: 'terms', number: 2 })
  const { number } = await desks.admin.texts.save({ kind: 'terms', draft: null, body, note })
  const { updatedAt } = await desks.admin.texts.find({ kind: 'terms', number })
  return {
    number,
    seenAt: updatedAt,
    target: ['system', number, `terms 第${number}版`] as [string, number, string],
  }
}
const newStaff = async (loginId: string) => {
  const form = { loginId, name: `職員 ${loginId}`, role: 'clerk' as const, branchCode: '011' }
  const { id, code } = await desks.admin.staff.create(form)
  const { desk } = openDesk(listener.url)
  const password = 'じぶんで決めた合言葉です'
  await desk.staff.enrol({ loginId, code, password })
  return { id, desk, password, target: ['staff', id, form.name] as [string, number, string] }
}
const proposed = async () => {
  const { policy: seen } = await desks.admin.settings.find()
  const value = { ...seen, dataOldHours: 72 }
  const { waits } = await desks.admin.settings.save({ key: 'policy', seen, value })
  return { id: waits ?? 0, target: ['system', 0, 'policy'] as [string, number, string] }
}
/** An item of a ledger, entered for the so manieth time. */
const address = (nth: number) => ({
  ...{ providerId: world.provider(1).id, item: 'party.address', version: nth - 1 },
  ...{ value: `秋田市${nth}`, note: '', evidence: '登記 2026-1', owner: '', dueOn: null },
})
const outage = {
  kind: 'incident' as const,
  facts: {
    ...{ category: 'outage' as const, discoveredAt: 1_000, from: null, until: null },
    ...{ summary: '応答がない', deskWords: '', conditions: '復旧の報告', reportBy: null },
  },
}
const ending = {
  kind: 'ending' as const,
  facts: {
    ...{ cause: 'contract-ended' as const, announcedOn: '2099-01-04', endsOn: '2099-03-31' },
    ...{ successorId: null, letterWords: '' },
  },
}
const told = ({ successorId: _, ...facts }: (typeof ending)['facts']) => facts
/** The ending of the last provider that is under way. */
const begun = async () => {
  const { id: providerId, name } = world.provider(2)
  const { rows } = await desks.admin.cases.list({ providerId })
  const { id } =
    rows.find(({ kind, closedAt }) => kind === 'ending' && closedAt === null) ??
    (await desks.admin.cases.open({ providerId, form: ending, stop: null }))
  const { version } = await desks.admin.cases.find({ id })
  return { id, version, target: ['provider', providerId, name] as [string, number, string] }
}
const halted = async () => {
  const { halt } = await desks.admin.system.status()
  if (!halt) throw new Error('not halted')
  return halt
}
/** The newest proposal, agreed to. */
const agree = async (person: Person) => {
  const newest = (await desks[person].proposals.list()).at(-1)
  await desks[person].proposals.decide({ id: newest?.id ?? 0, approve: true, note: '' })
}
const imported = async () => {
  const rows = Buffer.from('店番,店名,店名カナ,有効開始日,有効終了日\r\n098,新店,ｼﾝﾃﾝ,,\r\n')
  const { id } = await desks.admin.imports.begin({
    ...{ kind: 'branches', fileName: '店舗.csv', size: rows.length },
  })
  await desks.admin.imports.add({ id, piece: rows.toString('base64') })
  await expect.poll(async () => (await desks.admin.imports.status({ id })).state).toBe('checked')
  return id
}

const calls: Record<CallName, (() => Promise<Act>) | null> = {
  'audit.about': nothing,
  'audit.list': nothing,
  'audit.verify': nothing,
  // With a plan the call begins a backup, whose entries come when they come: test/backup/backups.test.ts.
  'backups.run': nothing,
  'cases.list': nothing,
  'cases.find': nothing,
  'cases.open': async () => ({
    by: 'admin',
    call: () =>
      desks.admin.cases.open({ providerId: world.provider(2).id, form: outage, stop: 'suspended' }),
    entry: {
      target: ['provider', world.provider(2).id, world.provider(2).name],
      after: {
        ...{ caseKind: 'incident', incidentCategory: 'outage', discoveredAt: 1_000 },
        ...{ concernedFromAt: null, concernedUntilAt: null, summary: '応答がない', deskWords: '' },
        ...{ conditions: '復旧の報告', reportBy: null },
      },
    },
    rows: { providerCases: 1, providerCaseSteps: 1, providers: 1 },
    beside: ['providers.changeStatus'],
    afterwards: async () => {
      const { id, version } = world.registered(2)
      await desks.admin.providers.changeStatus({ id, version, to: 'active', reason: '' })
      await agree('checker')
    },
  }),
  'cases.save': async () => {
    const { id, version, target } = await begun()
    const facts = { ...ending.facts, endsOn: '2099-06-30', letterWords: '一言' }
    return {
      by: 'admin',
      call: () => desks.admin.cases.save({ id, version, form: { ...ending, facts } }),
      entry: {
        target,
        before: { caseKind: 'ending', ...told(ending.facts) },
        after: { caseKind: 'ending', ...told(facts) },
      },
      rows: { providerCases: 1 },
    }
  },
  'cases.note': async () => {
    const { id, target } = await begun()
    const words = { whom: '店頭', note: '掲示した', evidence: '文書1' }
    const step = { step: 'announced' as const, outcome: 'done' as const, at: 1_000 }
    return {
      by: 'admin',
      call: () => desks.admin.cases.note({ id, ...step, ...words }),
      entry: {
        target,
        after: { caseStep: 'announced', stepOutcome: 'done', doneAt: 1_000, ...words },
      },
      rows: { providerCaseSteps: 1 },
    }
  },
  'cases.customers': async () => {
    const { id, target } = await begun()
    return {
      by: 'admin',
      call: () => desks.admin.cases.customers({ id, ...file }),
      entry: {
        target: ['system', 0, expect.stringContaining('対象のお客さま')],
        after: {
          ...{ rows: 0, filter: { provider: target[2] }, encoding: 'utf-8' },
          ...{ columns: null, sort: null },
        },
      },
      rows: { providerCaseSteps: 1 },
      beside: ['cases.made'],
    }
  },
  'cases.close': async () => {
    const { id, version, target } = await begun()
    return {
      by: 'admin',
      call: () => desks.admin.cases.close({ id, version, as: 'called-off', note: '契約を続ける' }),
      entry: {
        target,
        after: { caseKind: 'ending', closedAs: 'called-off', note: '契約を続ける' },
      },
      rows: { providerCases: 1 },
    }
  },
  'customers.list': nothing,
  'customers.recent': nothing,
  'customers.find': async () => ({
    by: 'clerk',
    call: () => desks.clerk.customers.find({ id: 20 }),
    entry: { target: customer(20), after: { shown: 'masked' } },
    rows: {},
  }),
  'customers.search': async () => ({
    by: 'clerk',
    call: () => desks.clerk.customers.search({ text: '鈴木' }),
    entry: {
      after: { term: '鈴•', found: 1, shownCustomers: expect.stringMatching(/^\/\d+\/$/) },
    },
    rows: {},
  }),
  'customers.setQuestions': async () => {
    const { id, number } = await atCounter(desks.clerk, 9)
    const questions = ['母の旧姓', '出身地', '初恋の人'].map((question) => ({
      question,
      answer: '秋',
    }))
    return {
      by: 'clerk',
      call: () => desks.clerk.customers.setQuestions({ requestId: id, questions }),
      entry: {
        target: customer(9),
        before: { questions: 3 },
        after: { questions: 3, request: number },
      },
      rows: { customerQuestions: 3 },
    }
  },
  'customers.setConsent': async () => {
    const id = world.companies[0]?.id ?? 0
    const [first, second] = world.engine.bank.users(id)
    return {
      by: 'officer',
      call: () =>
        desks.officer.customers.setConsent({ id, consentBy: 'named', users: [first?.id ?? 0] }),
      entry: {
        target: customer(id),
        before: { consentBy: 'any', users: [first?.userName, second?.userName] },
        after: { consentBy: 'named', users: [first?.userName] },
      },
      rows: { customers: 1, logins: 1 },
    }
  },
  'files.audit': async () => {
    const filter = { actorKind: null, outcome: null, action: 'system.seed', text: '' }
    return exported(() => desks.officer.files.audit({ ...file, filter }), filter)
  },
  'files.customers': async () => {
    const filter = { branchCode: null }
    const seen = { ...filter, without: null }
    const made = exported(() => desks.officer.files.customers({ ...file, filter }), seen)
    // A look at each customer in it (R124).
    return {
      ...made,
      get entry() {
        return made.entry
      },
      beside: ['customers.listed'],
    }
  },
  'files.grants': async () => {
    const filter = { status: 'all', providerId: 1 } as const
    // A number of ours tells nobody anything.
    const told = { status: 'all', provider: world.registered().name }
    return exported(() => desks.officer.files.grants({ ...file, filter }), told)
  },
  'files.providers': async () => {
    const filter = { view: 'all' as const, text: '' }
    return exported(() => desks.clerk.files.providers({ ...file, filter }), filter, 'clerk')
  },
  'files.requests': async () => {
    const filter = { view: 'all', branchCode: null } as const
    const made = exported(() => desks.officer.files.requests({ ...file, filter }), filter)
    // A look at each customer in it (R124).
    return {
      ...made,
      get entry() {
        return made.entry
      },
      beside: ['customers.listed'],
    }
  },
  'files.provisionsFile': async () => {
    const period = { from: '2026-01-01', to: '2026-12-31' }
    const filter = { customerId: 1, ...period }
    const told = { customer: world.engine.bank.customer(1)?.name, ...period }
    return exported(() => desks.officer.files.provisionsFile({ ...file, ...filter }), told)
  },
  'files.provisionsPaper': async () => {
    const period = { from: '2026-01-01', to: '2026-12-31' }
    return {
      by: 'officer',
      call: () => desks.officer.files.provisionsPaper({ customerId: 1, ...period }),
      entry: { target: customer(1), after: { rows: 0, ...period } },
      rows: {},
    }
  },
  'files.cancel': nothing,
  'files.job': nothing,
  'files.provisions': nothing,
  'grants.evidence': nothing,
  'grants.list': nothing,
  'grants.proof': nothing,
  'grants.timeline': nothing,
  'imports.current': nothing,
  'imports.list': nothing,
  'imports.status': nothing,
  // Until somebody accepts it, a file is nobody's word.
  'imports.add': nothing,
  'imports.begin': nothing,
  'imports.overview': null,
  'imports.problems': nothing,
  'imports.cancel': nothing,
  'imports.accept': async () => {
    const id = await imported()
    return {
      by: 'admin',
      call: async () => {
        await desks.admin.imports.accept({ id })
        await expect.poll(async () => (await desks.admin.imports.status({ id })).state).toBe('done')
      },
      entry: {
        target: ['system', 1, '店舗.csv'],
        after: {
          ...{ kind: 'branches', encoding: 'utf-8', rows: 1 },
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          effects: expect.objectContaining({ new: 1, changed: 0, replaced: 0 }),
        },
      },
      rows: { imports: 1, branches: 1 },
    }
  },
  'preview.make': nothing,
  'proposals.list': nothing,
  'proposals.outcome': nothing,
  'proposals.refused': nothing,
  // With what is agreed to: each call that may take two persons, and test/console/persons.test.ts.
  'proposals.decide': async () => {
    const { target, id } = await proposed()
    return {
      by: 'checker',
      call: () => desks.checker.proposals.decide({ id, approve: false, note: '不要' }),
      entry: {
        target,
        after: { action: 'settings.save', approve: false, maker: '職員hq-admin' },
        reason: '不要',
      },
      rows: { proposals: 1 },
    }
  },
  'ledger.find': nothing,
  'ledger.save': async () => ({
    by: 'admin',
    call: () => desks.admin.ledger.save(address(2)),
    entry: {
      target: ['provider', world.provider(1).id, world.provider(1).name],
      before: { ledgerItem: 'party.address', ledgerText: '記載済み' },
      after: { ledgerItem: 'party.address', ledgerText: '秋田市2', evidence: '登記 2026-1' },
    },
    rows: { ledgerEntries: 1 },
  }),
  'ledger.check': async () => {
    const providerId = world.provider(1).id
    const item = 'party.address'
    const { entries } = await desks.admin.ledger.find({ providerId })
    const version = entries.find((one) => one.item === item)?.version ?? 0
    return {
      by: 'checker',
      call: () => desks.checker.ledger.check({ providerId, items: [{ item, version }] }),
      entry: {
        target: ['provider', providerId, world.provider(1).name],
        after: { ledger: ['本店の所在地：秋田市2／根拠：登記 2026-1'] },
      },
      rows: { ledgerEntries: 1 },
    }
  },
  'ledger.send': nothing,
  'ledger.file': nothing,
  'ledger.due': nothing,
  'ledger.calendar': nothing,
  'ledger.attach': async () => {
    const provider = world.provider(1)
    const [upload, item] = ['0b5d6c2e-9f0c-4d0a-8d43-0f4b2f1f7a11', 'party.contract']
    await desks.admin.ledger.send({ upload, at: 0, piece: Buffer.from('x').toString('base64') })
    const form = { providerId: provider.id, item, version: 1, name: '名簿.pdf', upload }
    return {
      by: 'admin',
      call: () => desks.admin.ledger.attach(form),
      entry: {
        target: ['provider', provider.id, provider.name],
        after: {
          ...{ ledgerItem: item, ledgerText: '記載済み', file: '名簿.pdf' },
          sha256: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
        },
      },
      rows: { ledgerEntries: 1, ledgerFiles: 1 },
    }
  },
  'ledger.remove': async () => {
    const provider = world.provider(1)
    const item = 'subprocessors.1.name'
    const words = { value: '甲社', note: '', evidence: '', owner: '', dueOn: null }
    await desks.admin.ledger.save({ providerId: provider.id, item, version: 0, ...words })
    return {
      by: 'admin',
      call: () =>
        desks.admin.ledger.remove({ providerId: provider.id, items: [{ item, version: 1 }] }),
      agreedBy: 'checker',
      entry: {
        target: ['provider', provider.id, provider.name],
        before: { ledger: ['再委託先1　名称：甲社'] },
        after: { approvedBy: '職員hq-admin' },
      },
      rows: { ledgerEntries: 1 },
    }
  },
  'ledger.importChecklist': async () => {
    const providerId = world.provider(1).id
    const csv = '項目,内容,回答,コメント,評価\nSec-3,体制,はい,,適切\nSec-4,委託,いいえ,代替あり,\n'
    return {
      by: 'admin',
      call: () => desks.admin.ledger.importChecklist({ providerId, csv }),
      entry: {
        target: ['provider', providerId, world.provider(1).name],
        after: {
          ...{ counted: 3, written: 3 },
          ledger: [
            'Sec-3：満たす（Yes）／設問：体制',
            'Sec-3　当組合の評価：適切',
            'Sec-4：満たさない（No）／設問：委託／メモ：代替あり',
          ],
        },
      },
      rows: { ledgerEntries: 3 },
    }
  },
  'proposals.withdraw': async () => {
    const { target, id } = await proposed()
    return {
      by: 'admin',
      call: () => desks.admin.proposals.withdraw({ id }),
      entry: { target, after: { action: 'settings.save' } },
      rows: { proposals: 1 },
    }
  },
  'providers.find': nothing,
  'providers.list': nothing,
  'providers.readKeys': nothing,
  'providers.readKeysAt': nothing,
  'providers.create': async () => ({
    by: 'admin',
    call: () => desks.admin.providers.create(provider),
    entry: {
      target: ['provider', 4, provider.name],
      after: expect.objectContaining({
        name: provider.name,
        kids: [expect.stringMatching(/^k1 \(/)],
        dpop: true,
      }),
    },
    rows: { providers: 1, providerNames: 1 },
  }),
  'connectionTest.find': nothing,
  'connectionTest.endLinks': async () => {
    const { id, clientId } = await tested('連携を終える試験')
    await passTest(world, channel.channel, clientId)
    return {
      by: 'admin',
      call: () => desks.admin.connectionTest.endLinks({ providerId: id }),
      entry: { target: ['provider', id, expect.any(String)], after: { grants: 0 } },
      rows: {},
    }
  },
  'connectionTest.record': async () => {
    const { id, clientId } = await tested('合格の記録')
    await passTest(world, channel.channel, clientId)
    return {
      by: 'admin',
      call: () => desks.admin.connectionTest.record({ providerId: id }),
      entry: {
        target: ['provider', id, expect.any(String)],
        after: expect.objectContaining({
          ledgerItem: 'technical.connectionTest',
          ledgerValue: 'passed',
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        }),
      },
      rows: { ledgerEntries: 1, ledgerFiles: 1 },
    }
  },
  'providers.notice': async () => {
    const { id, name } = world.registered(0)
    return {
      by: 'admin',
      call: () => desks.admin.providers.notice({ id }),
      entry: {
        target: ['provider', id, name],
        after: {
          number: 1,
          notice: expect.arrayContaining([expect.stringContaining('client_id')]),
        },
      },
      rows: {},
    }
  },
  'providers.discard': async () => {
    const { id } = await desks.admin.providers.create({ ...provider, registrationNumber: '' })
    return {
      by: 'admin',
      call: () => desks.admin.providers.discard({ id, version: 1 }),
      entry: {
        target: ['provider', id, provider.name],
        before: expect.objectContaining({ name: provider.name, kids: [expect.any(String)] }),
      },
      rows: { providers: 1, providerNames: 1, counters: 1 },
    }
  },
  'providers.update': async () => {
    const { id, version, input } = await registered(0)
    const redirectUris = ['https://moved.example/cb']
    return {
      by: 'admin',
      call: () =>
        desks.admin.providers.update({ id, version, provider: { ...input, redirectUris } }),
      agreedBy: 'checker',
      entry: {
        target: ['provider', id, input.name],
        before: expect.objectContaining({ redirectUris: input.redirectUris }),
        after: expect.objectContaining({ redirectUris, approvedBy: '職員hq-admin' }),
      },
      rows: { providers: 1 },
    }
  },
  'providers.withdrawChange': async () => {
    const { id, version, input } = await registered(1)
    const change = { ...input, contact: '新しい窓口' }
    await desks.admin.providers.update({ id, version, provider: change, from: '2099-04-01' })
    await agree('checker')
    const { planned } = await desks.admin.providers.find({ id })
    return {
      by: 'admin',
      call: () => desks.admin.providers.withdrawChange({ id: planned[0]?.id ?? 0 }),
      entry: {
        target: ['provider', id, input.name],
        after: { plan: 'withdrawn', effectiveOn: '2099-04-01' },
      },
      rows: { plannedChanges: 1 },
    }
  },
  'providers.changeStatus': async () => {
    const { id, version, input } = await registered(1)
    return {
      by: 'admin',
      call: () =>
        desks.admin.providers.changeStatus({
          ...{ id, version, to: 'suspended', cause: 'incident', reason: '調査中' },
          until: '2099-03-31',
        }),
      entry: {
        target: ['provider', id, input.name],
        before: { status: 'active' },
        after: { status: 'suspended', cause: 'incident', until: '2099-03-31' },
        reason: '調査中',
      },
      rows: { providers: 1 },
      afterwards: async () => {
        const again = { id, version: version + 1, to: 'active' as const, reason: '' }
        await desks.admin.providers.changeStatus(again)
        await agree('checker')
      },
    }
  },
  'requests.open': async () => ({
    by: 'clerk',
    call: () => desks.clerk.requests.open(onPhone(5)),
    entry: {
      target: ['request', expect.any(Number), expect.stringMatching(/^U-/)],
      after: {
        customer: world.engine.bank.customer(5)?.name,
        requestChannel: 'phone',
        requester: 'self',
      },
    },
    rows: { requests: 1 },
  }),
  'requests.describe': async () => {
    const { id, target } = await requestOf(6)
    const was = {
      requestChannel: 'branch',
      requester: 'self',
      requesterName: '',
      callbackPhone: '',
    }
    const before = { ...was, note: '', answer: '', complaint: false }
    return {
      by: 'clerk',
      call: () => desks.clerk.requests.describe({ id, note: '転居のため', complaint: true }),
      entry: { target, before, after: { ...before, note: '転居のため', complaint: true } },
      rows: { requests: 1 },
    }
  },
  'requests.compare': async () => {
    const { id, number } = await desks.clerk.requests.open(onPhone(1))
    return {
      by: 'clerk',
      call: () =>
        desks.clerk.requests.compare({
          id,
          answers: [
            { item: 'name', said: '鈴木一郎' },
            { item: 'phone', said: '090-9999-9999' },
          ],
        }),
      entry: {
        target: ['request', id, number],
        after: { name: 'match', phone: 'mismatch', met: false },
      },
      rows: { identityChecks: 2 },
    }
  },
  'requests.noteIdentity': async () => {
    const { id, number } = await desks.clerk.requests.open({
      ...onPhone(7),
      requestChannel: 'branch',
    })
    return {
      by: 'clerk',
      call: () => desks.clerk.requests.noteIdentity({ id, item: 'document', papers: [licence] }),
      entry: {
        target: ['request', id, number],
        after: { item: 'document', papers: ['driving-licence'], met: true },
      },
      rows: { identityChecks: 1, requests: 1 },
    }
  },
  'requests.callBackNumber': async () => {
    const { id, target } = await requestOf(8)
    return {
      by: 'clerk',
      call: () => desks.clerk.requests.callBackNumber({ id }),
      entry: { target },
      rows: { identityChecks: 1 },
    }
  },
  'requests.look': async () => {
    const { id, target } = await requestOf(8)
    return {
      by: 'officer',
      call: () => desks.officer.requests.look({ id }),
      entry: { target, after: { papers: true } },
      rows: { requests: 1 },
    }
  },
  'requests.act': async () => {
    const grant = await world.permit({ customer: 8 })
    const { id, target } = await requestOf(9)
    const scope = { kind: 'grants' as const, grantIds: [grant] }
    return {
      by: 'clerk',
      call: () =>
        desks.clerk.requests.act({
          requestId: id,
          kind: 'revoke',
          scope,
          reason: 'no-longer-used',
          note: '',
        }),
      entry: {
        target,
        after: { kind: 'revoke', scope, approval: 'none', targets: 1, paperReceivedOn: null },
        reason: 'no-longer-used',
      },
      rows: { requestActs: 1, requests: 1, grants: 1, grantHistory: 1, counters: 2 },
      beside: ['grants.revoke'],
      afterwards: async () => {
        const told = entries('grants.revoke').at(-1)
        expect(told).toMatchObject({ targetKind: 'grant', targetId: grant, role: 'clerk' })
        expect(JSON.parse(told?.after ?? '')).toMatchObject({
          status: 'revoked',
          request: target[2],
        })
        // A record shows its own part of the audit (U11).
        const own = await desks.officer.audit.about({ kind: 'request', id })
        expect(own.map((one) => one.action)).toEqual([
          ...['requests.act', 'requests.noteIdentity', 'requests.open'],
        ])
        expect(new Set(own.map((one) => one.targetLabel))).toEqual(new Set([target[2]]))
      },
    }
  },
  'requests.decide': async () => {
    await world.permit({ customer: 9 })
    const { id, target } = await requestOf(10)
    const { acts } = await desks.clerk.requests.act(revokeAll(id, 10))
    return {
      by: 'officer',
      call: () =>
        desks.officer.requests.decide({ actId: acts[0]?.id ?? 0, approve: true, note: '確認済み' }),
      entry: {
        target,
        after: { act: 'revoke', approve: true, maker: '職員clerk' },
        reason: '確認済み',
      },
      rows: { requestActs: 1, requests: 1, grants: 1, grantHistory: 1, counters: 2 },
      beside: ['grants.revoke'],
      // What takes long is begun at once.
      afterwards: () => expect(soon).toHaveBeenLastCalledWith('endings'),
    }
  },
  'requests.unlock': async () => {
    const { bank, store } = world.engine
    const { id, target } = await requestOf(7, 'officer')
    await store.write(() =>
      bank.keepWrongEntry(7, {
        ...{ wrongEntries: 100, refusedUntil: untilUnlocked, wrongAt: 1_000 },
      }),
    )
    const { full } = await desks.officer.customers.find({ id: 7 })
    expect(full?.locks).toEqual([{ userName: null, since: 1_000, until: null, wrongEntries: 100 }])
    const named: [string, number, string] = ['customer', 7, bank.customer(7)?.name ?? '']
    return {
      by: 'officer',
      call: () => desks.officer.requests.unlock({ id }),
      entry: {
        target: named,
        before: [{ userName: null, wrongEntries: 100, refusedUntil: untilUnlocked }],
        after: { request: target[2], logins: 1 },
      },
      rows: { requests: 1, logins: 1 },
      afterwards: async () => {
        expect(bank.loginById(7)).toMatchObject({
          ...{ wrongEntries: 0, refusedUntil: null, wrongAt: null },
        })
      },
    }
  },
  'requests.close': async () => {
    const { id, target } = await requestOf(11)
    return {
      by: 'clerk',
      call: () => desks.clerk.requests.close({ id, result: 'broken-off', reason: '電話が切れた' }),
      entry: { target, after: { result: 'broken-off' }, reason: '電話が切れた' },
      rows: { requests: 1 },
    }
  },
  'requests.correct': async () => {
    const { id, target } = await requestOf(15)
    await desks.clerk.requests.close({ id, result: 'inquiry-only', reason: '問合せ' })
    const words = '申出人は母親'
    return {
      by: 'clerk',
      call: () => desks.clerk.requests.correct({ id, words }),
      entry: { target, after: { words } },
      rows: { requestCorrections: 1 },
      afterwards: async () => {
        const { pdf } = await desks.clerk.requests.printSlip({ id })
        expect((await pdfText(Buffer.from(pdf, 'base64'))).join()).toContain(words)
      },
    }
  },
  'requests.follow': async () => {
    const cut = await requestOf(14, 'officer')
    // The call is long over.
    world.engine.store.bulk((db) =>
      db.exec(`UPDATE requests SET activeAt = 0 WHERE id = ${cut.id}`),
    )
    const { id, target } = await requestOf(14)
    return {
      by: 'clerk',
      call: () => desks.clerk.requests.follow({ id, follows: cut.id }),
      entry: { target, after: { follows: cut.target[2] } },
      rows: { requests: 2 },
      beside: ['requests.close'],
      afterwards: async () => {
        expect(await desks.officer.requests.find({ id: cut.id })).toMatchObject({
          ...{ state: 'closed', result: 'broken-off', closeReason: '新しい受付で続けた' },
          followedBy: [{ id, number: target[2] }],
        })
      },
    }
  },
  'requests.printSlip': async () => {
    const { id, target } = await requestOf(12)
    const print = async () => {
      const { pdf } = await desks.clerk.requests.printSlip({ id })
      return (await pdfText(Buffer.from(pdf, 'base64'))).join()
    }
    return {
      by: 'clerk',
      call: async () => expect(await print()).not.toContain('再発行'),
      entry: { target, after: { again: false } },
      rows: { requests: 1 },
      afterwards: async () => {
        expect(await print()).toContain('再発行')
        expect(entries('requests.printSlip').at(-1)?.after).toBe('{"again":true}')
      },
    }
  },
  'requests.calls': nothing,
  'requests.counts': nothing,
  'requests.find': nothing,
  'requests.identityItems': nothing,
  'requests.list': nothing,
  'requests.reach': nothing,
  'retention.overview': nothing,
  'retention.propose': async () => {
    const old = { at: 1, providerId: world.provider().id, endpoint: 'accounts', status: 200 }
    await world.engine.store.write(() =>
      world.engine.store.insert('accessRecords', { ...old, result: 'ok' }),
    )
    return {
      by: 'admin',
      call: () => desks.admin.retention.propose({ kind: 'provisions' }),
      entry: {
        target: ['system', 1, 'provisions'],
        after: { class: 'provisions', before: expect.any(Number), counted: 1 },
      },
      rows: { retentionRuns: 1 },
    }
  },
  'retention.decide': async () => ({
    by: 'checker',
    call: () => desks.checker.retention.decide({ id: 1, approve: false }),
    entry: {
      target: ['system', 1, 'provisions'],
      after: { approve: false, maker: '職員hq-admin', counted: 1 },
    },
    rows: { retentionRuns: 1 },
    afterwards: () => expect(soon).toHaveBeenLastCalledWith('deletions'),
  }),
  'settings.find': nothing,
  'settings.save': async () => {
    const { 'policy.personal': before } = await desks.admin.settings.find()
    const after = { ...before, validityDays: 100 }
    return {
      by: 'admin',
      call: () => desks.admin.settings.save({ key: 'policy.personal', seen: before, value: after }),
      agreedBy: 'checker',
      entry: {
        target: ['system', 0, 'policy.personal'],
        before,
        after: { ...after, approvedBy: '職員hq-admin' },
      },
      rows: { settings: 1 },
    }
  },
  'setup.status': nothing,
  'setup.missing': nothing,
  // In a house where nobody is yet: below.
  'setup.run': nothing,
  'staff.list': nothing,
  'staff.me': nothing,
  'staff.stay': nothing,
  // A screen that is locked is no act; whoever opens it again is in the audit.
  'staff.lock': nothing,
  'staff.create': async () => ({
    by: 'sysadmin',
    call: () =>
      desks.sysadmin.staff.create({
        ...{ loginId: 'new-one', name: '新人', role: 'clerk', branchCode: '001' },
      }),
    entry: {
      target: ['staff', expect.any(Number), '新人'],
      after: { loginId: 'new-one', name: '新人', role: 'clerk', branchCode: '001' },
    },
    rows: { staff: 1, staffEnrolments: 1, staffTies: 1 },
  }),
  'staff.enrol': async () => {
    const form = { loginId: 'to-enrol', name: '新人', role: 'clerk', branchCode: '011' } as const
    const { id, code } = await desks.admin.staff.create(form)
    const password = 'じぶんで決めた合言葉です'
    return {
      by: 'nobody',
      call: () => openDesk(listener.url).desk.staff.enrol({ loginId: 'to-enrol', code, password }),
      entry: { target: ['staff', id, '新人'] },
      rows: { staff: 1, staffEnrolments: 1, staffSessions: 1 },
    }
  },
  'staff.update': async () => {
    const { id, target } = await newStaff('to-update')
    const was = {
      ...{ name: '職員 to-update', role: 'clerk' as const },
      ...{ branchCode: '011', disabled: false },
    }
    const becomes = { name: '異動', role: 'clerk', branchCode: null, disabled: true } as const
    return {
      by: 'admin',
      call: () => desks.admin.staff.update({ id, ...becomes, seen: was }),
      entry: { target, before: was, after: becomes },
      rows: { staff: 1, staffSessions: 1 },
    }
  },
  'staff.reenrol': async () => {
    const { id, desk, target } = await newStaff('to-reset')
    const { secret } = await desk.staff.beginSecondFactor()
    await desk.staff.confirmSecondFactor({ code: codeFor(secret) })
    return {
      by: 'admin',
      call: () => desks.admin.staff.reenrol({ id }),
      entry: {
        target,
        before: { enrolled: true, enrolsUntil: null },
        after: { enrolled: false },
      },
      rows: { staff: 1, staffSessions: 1, staffEnrolments: 1, staffTies: 1 },
      afterwards: () =>
        expect(world.engine.store.find('staff', { id })).toMatchObject({
          ...{ totpSecret: null, totpPending: null, totpLastStep: null, passwordHash: '' },
        }),
    }
  },
  'staff.changePassword': async () => {
    const { desk, target, password } = await newStaff('to-change')
    return {
      by: 'nobody',
      call: () => desk.staff.changePassword({ password, next: 'たいせつな合言葉のことば' }),
      entry: { target },
      rows: { staff: 1 },
    }
  },
  'staff.beginSecondFactor': async () => {
    const { desk, target } = await newStaff('to-begin')
    return {
      by: 'nobody',
      call: () => desk.staff.beginSecondFactor(),
      entry: { target },
      rows: { staff: 1 },
    }
  },
  'staff.confirmSecondFactor': async () => {
    const { desk, target } = await newStaff('to-confirm')
    const { secret } = await desk.staff.beginSecondFactor()
    return {
      by: 'nobody',
      call: () => desk.staff.confirmSecondFactor({ code: codeFor(secret) }),
      entry: { target },
      rows: { staff: 1 },
    }
  },
  'staff.signIn': async () => {
    const { login, actor } = await world.staff('clerk', 'to-sign-in')
    return {
      by: 'nobody',
      call: () => openDesk(listener.url).desk.staff.signIn(login),
      entry: { target: ['staff', Number(actor.id), '職員clerk'] },
      rows: { staffSessions: 1 },
    }
  },
  'staff.signOut': async () => {
    const { desk, target } = await newStaff('to-sign-out')
    return {
      by: 'nobody',
      call: () => desk.staff.signOut(),
      entry: { target },
      rows: { staffSessions: 1 },
    }
  },
  'staff.unlock': async () => {
    const { desk, target, password } = await newStaff('to-unlock')
    await desk.staff.lock()
    return {
      by: 'nobody',
      call: () => desk.staff.unlock({ password }),
      entry: { target },
      rows: { staffSessions: 1 },
    }
  },
  'system.confirmClock': async () => {
    const stepMs = 7_200_000
    await world.engine.settings.saveMark('clockDoubt', stepMs, world.clock.now())
    return {
      by: 'admin',
      call: () => desks.admin.system.confirmClock({ stepMs }),
      entry: { after: { stepSeconds: 7_200 } },
      rows: { settings: 1 },
    }
  },
  'system.halt': async () => ({
    by: 'admin',
    call: () => desks.admin.system.halt({ reason: '調査中' }),
    entry: { target: ['system', 0, ''], reason: '調査中' },
    rows: { settings: 1 },
  }),
  'system.lookAtHalt': async () => ({
    by: 'checker',
    call: async () => desks.checker.system.lookAtHalt({ at: (await halted()).at }),
    entry: { target: ['system', 0, ''], after: { maker: '職員hq-admin' } },
    rows: { settings: 1 },
  }),
  'system.resume': async () => {
    const { at } = await halted()
    return {
      by: 'admin',
      call: () => desks.admin.system.resume({ at }),
      agreedBy: 'checker',
      entry: {
        target: ['system', 0, ''],
        before: { maker: '職員hq-admin' },
        after: { approvedBy: '職員hq-admin' },
        reason: '調査中',
      },
      rows: { settings: 2 },
    }
  },
  'system.status': nothing,
  'system.watch': nothing,
  // What is typed is no act, and asking what became of one is none either: neither leaves an entry.
  'work.drafts': nothing,
  'work.keep': nothing,
  'work.settle': nothing,
  'texts.find': nothing,
  'publication.file': nothing,
  'publication.find': nothing,
  'publication.standing': nothing,
  'publication.publish': async () => {
    const { seen } = await desks.admin.publication.find()
    return {
      by: 'admin',
      call: () => desks.admin.publication.publish({ seen, serve: false }),
      entry: {
        target: ['system', 1, isoDate(world.engine.clock.now())],
        after: expect.objectContaining({ served: false }),
      },
      rows: { publications: 1 },
    }
  },
  'traffic.bursts': nothing,
  'traffic.nearLimits': nothing,
  'traffic.series': nothing,
  'texts.list': nothing,
  'texts.save': async () => {
    const { body } = await desks.admin.texts.find({ kind: 'personal', number: 1 })
    return {
      by: 'admin',
      call: () => desks.admin.texts.save({ kind: 'personal', draft: null, body, note: '見直し' }),
      entry: {
        target: ['system', 2, 'personal 第2版'],
        after: { kind: 'personal', number: 2, note: '見直し' },
      },
      rows: { textVersions: 1 },
    }
  },
  'texts.approve': async () => {
    const { number, seenAt, target } = await draft('承認')
    const from = isoDate(world.clock.now())
    return {
      by: 'officer',
      call: () => desks.officer.texts.approve({ kind: 'terms', number, seenAt, from }),
      entry: { target, after: { kind: 'terms', number, from, author: '職員hq-admin' } },
      rows: { textVersions: 1 },
    }
  },
  'texts.discard': async () => {
    const { number, target } = await draft('破棄')
    const { updatedAt: seenAt } = await desks.admin.texts.find({ kind: 'terms', number })
    return {
      by: 'admin',
      call: () => desks.admin.texts.discard({ kind: 'terms', number, seenAt }),
      entry: { target, after: { kind: 'terms', number } },
      rows: { textVersions: 1 },
    }
  },
  'views.list': nothing,
  'views.save': async () => {
    const view = { name: '期限間近', address: '/grants?provider=1&status=active', shared: true }
    const named = `/grants?provider=${encodeURIComponent(world.registered().name)}&status=active`
    return {
      by: 'clerk',
      call: () => desks.clerk.views.save(view),
      entry: { target: ['system', 1, view.name], after: { ...view, address: named } },
      rows: { savedViews: 1 },
    }
  },
  'views.remove': async () => {
    const view = { name: '外す', address: '/grants', shared: false }
    const id = (await desks.clerk.views.save(view)).find((one) => one.name === view.name)?.id ?? 0
    return {
      by: 'clerk',
      call: () => desks.clerk.views.remove({ id }),
      entry: { target: ['system', id, view.name], before: view },
      rows: { savedViews: 1 },
    }
  },
  // Last, since its customer has a link.
  'cases.letters': async () => {
    const { id, target } = await begun()
    await world.permit({ customer: 38, provider: 2 })
    return {
      by: 'admin',
      call: () => desks.admin.cases.letters({ id, seen: 0, again: null }),
      entry: {
        target,
        after: { rows: 1, targets: 1, caseStep: 'letters', stepOutcome: 'done' },
      },
      rows: { providerCaseSteps: 1, caseLetterFiles: 1, caseLetters: 1 },
      beside: ['customers.listed'],
    }
  },
}
const codeFor = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate()

const entries = (action?: string) =>
  world.engine.store
    .read(sql.selectFrom('auditEntries').selectAll().orderBy('id'))
    .filter((one) => action === undefined || one.action === action)
describe('an act leaves its entry, and changes what it says (R14, R87)', () => {
  const acts = Object.entries(calls).flatMap(([name, row]) => (row ? [[name, row] as const] : []))
  it.each(acts)('%s', async (name, prepare) => {
    const { by, call, entry, rows, beside = [], agreedBy, afterwards } = await prepare()
    const whole = agreedBy ? () => call().then(() => agree(agreedBy)) : call
    const { left, ...found } = await watched(world, whole)
    const { actKeys: kept = 0, ...others } = found.rows
    expect([found.codes, others]).toEqual([
      ['done'],
      { ...rows, ...(agreedBy && { proposals: 1 }) },
    ])
    // What is sent with a key is kept under it; whoever has the database cannot read it.
    if (by !== 'nobody') expect(kept > 0).toBe(isAct(name) || agreedBy !== undefined)
    const two = agreedBy ? ['proposals.make', 'proposals.decide'] : []
    expect(left.map((one) => one.action).sort()).toEqual([name, ...beside, ...two].sort())
    const told = left.find((one) => one.action === name)
    const [targetKind = null, targetId = null, targetLabel = null] = entry.target ?? []
    const parsed = (json: string | null | undefined) =>
      json == null ? undefined : JSON.parse(json)
    expect(told).toMatchObject({
      ...{ outcome: 'done', actorKind: 'staff', terminal: '127.0.0.1' },
      ...{ targetKind, targetId, targetLabel, reason: entry.reason ?? null },
      singleHanded: entry.singleHanded ? 1 : 0,
      ...(by !== 'nobody' && { actorId: String(ids[by]), role: roles[by], branchCode: '011' }),
    })
    expect([parsed(told?.before), parsed(told?.after)]).toEqual([entry.before, entry.after])
    // All entries of one call have its number in common.
    expect(new Set(left.map((one) => one.correlationId)).size).toBe(agreedBy ? 2 : 1)
    await afterwards?.()
  })
})

describe('what is read', () => {
  it('of a customer: who they are, and to whom may see it grants, users and accounts', async () => {
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn((await world.staff('officer', 'reader')).login)
    // The second one of a provider takes the place of the first.
    await world.permit({ customer: 30 })
    const held = await world.permit({ customer: 30 })
    await world.permit({ customer: 30, provider: 1 })
    await world.engine.store.write(() =>
      world.engine.store.update('grants', { id: held }, { status: 'held' }),
    )
    const person = await desk.customers.find({ id: 31 })
    const known = world.engine.bank.customer(31)
    expect(person).toMatchObject({
      ...{ id: 31, channel: 'personal', name: known?.name, kana: known?.kana, why: null },
      ...{ branchName: known?.branchName, maskedNumber: '•••0031', stoppedAt: null },
      ...{ counts: { active: 1, held: 1, ended: 1 }, request: null },
      full: { customer: { id: 31 }, barred: [], locks: [], users: [] },
    })
    expect(person.full?.grants).toHaveLength(3)
    expect(person.full?.accounts).toEqual(
      world.engine.bank.openAccounts(31).map(({ id, typeCode, branchName, number }) => ({
        ...{ id, typeCode, branchName, number: `•••${number.slice(-4)}` },
      })),
    )
    const company = world.companies[2]?.id ?? 0
    expect((await desk.customers.find({ id: company })).full?.users).toEqual(
      world.engine.bank.users(company).map(({ id, userName, mayConsent }) => ({
        ...{ id, userName, mayConsent, leftOn: null, hasLeft: false },
      })),
    )
  })

  it('the last eight customers that a person opened, the newest first, each once', async () => {
    const opened = openDesk(listener.url).desk
    await opened.staff.signIn((await world.staff('officer', 'looker')).login)
    expect(await opened.customers.recent()).toEqual([])
    for (const id of [30, 31, 32, 33, 34, 35, 36, 37, 38, 33]) await opened.customers.find({ id })
    const recent = await opened.customers.recent()
    expect(recent.map(({ id }) => id)).toEqual([33, 38, 37, 36, 35, 34, 32, 31])
    expect(recent.at(-1)).toMatchObject({
      ...{ maskedNumber: '•••0031', activeGrants: 1, heldGrants: 1 },
    })
    expect((await desks.checker.customers.recent()).map(({ id }) => id)).not.toContain(33)
  })

  it('the list of customers has the branches to choose from with its first page alone', async () => {
    const page = (after: { key: string; id: number } | null) =>
      desks.officer.customers.list({ branchCode: null, after, limit: 3 })
    const first = await page(null)
    expect(first.rows).toHaveLength(3)
    expect(first.branches).toEqual(listBranches(world.engine))
    expect(first.branches.length).toBeGreaterThan(1)
    const second = await page(first.next)
    expect(second.branches).toEqual([])
    const ids = [...first.rows, ...second.rows].map(({ id }) => id)
    expect(new Set(ids).size).toBe(6)
  })

  it('the numbers of きょう are those of one’s branch, for who oversees all of the house', async () => {
    const { engine } = world
    const counts = (person: Person) => desks[person].requests.counts()
    expect(await counts('clerk')).toEqual(dayCounts(engine, '011', null))
    expect(await counts('officer')).toEqual(dayCounts(engine, null, null))
    expect(await counts('officer')).not.toEqual(await counts('clerk'))
  })

  it('what waits for a second person: all of it for head office, for others what is theirs', async () => {
    const { id } = await proposed()
    const seen = async (person: Person) =>
      (await desks[person].proposals.list()).some((one) => one.id === id)
    const of = await Promise.all((['admin', 'checker', 'sysadmin', 'officer'] as const).map(seen))
    await desks.admin.proposals.withdraw({ id })
    expect(of).toEqual([true, true, false, false])
  })

  it('who is signed in, and until when without a touch', async () => {
    expect(await desks.clerk.staff.me()).toEqual({
      ...{ id: ids.clerk, name: '職員clerk', role: 'clerk', branchCode: '011' },
      ...{ branchName: '本店', locked: false, mustEnrol: false },
      idleMinutes: world.engine.settings.get('policy').staffIdleMinutes,
    })
    const { staff, branches } = await desks.admin.staff.list()
    expect(staff).toEqual(listStaff(world.engine))
    expect(branches).toEqual(listBranches(world.engine))
  })

  it('the texts of a kind and which of them holds', async () => {
    const { versions, current } = await desks.admin.texts.list({ kind: 'personal' })
    expect([versions.map(({ number }) => number), current]).toEqual([[2, 1], 1])
  })
})

interface Refused {
  call: () => Promise<unknown>
  code: string
  /** What it leaves in the audit; without it, nothing. */
  entry?: { action: CallName; target?: [kind: string, id: number, label: string]; reason: string }
  /** What it leaves in the tables; without it, nothing. */
  rows?: Record<string, number>
}
const refusals: Record<string, () => Promise<Refused>> = {
  'settings.save: somebody saved meanwhile': async () => {
    const { requests: seen } = await desks.admin.settings.find()
    const stale = { ...seen, phoneChangedDays: 1 }
    return {
      call: () => desks.admin.settings.save({ key: 'requests', seen: stale, value: seen }),
      code: 'settings.changed-meanwhile',
    }
  },
  'settings.save: no validity while providers need one': async () => {
    await world.addProvider({ channels: ['business'] })
    const { 'policy.business': seen } = await desks.admin.settings.find()
    const value = { ...seen, validityDays: null }
    return {
      call: () => desks.admin.settings.save({ key: 'policy.business', seen, value }),
      code: 'policy.validity-missing',
    }
  },
  'providers.create: the registration number of another, in whatever letters (R3)': async () => ({
    call: () =>
      desks.admin.providers.create({
        ...{ ...provider, name: '別の会社' },
        registrationNumber: '関東財務局長(電代)第 9 号',
      }),
    code: 'provider.registration-number-taken',
  }),
  'providers.update: somebody saved meanwhile': async () => {
    const { id, version, input } = await registered(0)
    return {
      call: () => desks.admin.providers.update({ id, version: version - 1, provider: input }),
      code: 'provider.changed-meanwhile',
    }
  },
  'providers.changeStatus: somebody saved meanwhile': async () => {
    const { id, version } = await registered(0)
    const change = { id, version: version - 1, to: 'suspended', reason: 'x' } as const
    return {
      call: () => desks.admin.providers.changeStatus(change),
      code: 'provider.changed-meanwhile',
    }
  },
  'providers.changeStatus: a way that there is not': async () => {
    const { id, version } = await registered(0)
    return {
      call: () => desks.admin.providers.changeStatus({ id, version, to: 'review', reason: '' }),
      code: 'provider.transition-refused',
    }
  },
  'providers.changeStatus: suspended without a reason': async () => {
    const { id, version } = await registered(0)
    return {
      call: () => desks.admin.providers.changeStatus({ id, version, to: 'suspended', reason: '' }),
      code: 'input.invalid',
    }
  },
  'providers.changeStatus: a cause that does not fit': async () => {
    const { id, version } = await registered(0)
    const stop = { id, version, to: 'suspended', cause: 'contract-ended', reason: 'x' } as const
    return { call: () => desks.admin.providers.changeStatus(stop), code: 'input.invalid' }
  },
  'providers.changeStatus: stopped until a day that is past': async () => {
    const { id, version } = await registered(0)
    const stop = { id, version, to: 'restricted', reason: 'x', until: '2020-01-01' } as const
    return { call: () => desks.admin.providers.changeStatus(stop), code: 'input.invalid' }
  },
  'texts.save: a draft that somebody saved meanwhile': async () => {
    const { number, seenAt } = await draft('一人目')
    const { body } = await desks.admin.texts.find({ kind: 'terms', number })
    const seen = { number, seenAt: seenAt - 1 }
    return {
      call: () => desks.checker.texts.save({ kind: 'terms', draft: seen, body, note: '二人目' }),
      code: 'text.changed-meanwhile',
    }
  },
  'texts.save: a second draft': async () => {
    const { body } = await desks.admin.texts.find({ kind: 'terms', number: 1 })
    return {
      call: () => desks.checker.texts.save({ kind: 'terms', draft: null, body, note: '別' }),
      code: 'text.changed-meanwhile',
    }
  },
  'texts.approve: its author': async () => {
    const { versions } = await desks.admin.texts.list({ kind: 'terms' })
    const { number = 0, updatedAt = 0 } = versions.at(0) ?? {}
    const from = isoDate(world.clock.now())
    return {
      call: () => desks.admin.texts.approve({ kind: 'terms', number, seenAt: updatedAt, from }),
      code: 'text.same-person',
      entry: {
        action: 'texts.approve',
        target: ['system', number, `terms 第${number}版`],
        reason: 'same-person',
      },
    }
  },
  'requests.open: all of a provider, by a clerk': async () => {
    const { id, name } = world.provider()
    const all = { requestChannel: 'institution', requester: 'institution' } as const
    return {
      call: () =>
        desks.clerk.requests.open({
          ...{ customerId: null, providerId: id, ...all, otherBranchReason: '' },
        }),
      code: 'permission.denied',
      entry: { action: 'requests.open', target: ['provider', id, name], reason: 'denied' },
    }
  },
  'requests.describe: somebody else’s': async () => {
    const { id, target } = await requestOf(13)
    return {
      call: () => desks.officer.requests.describe({ id, note: 'x' }),
      code: 'request.not-yours',
      entry: { action: 'requests.describe', target, reason: 'not-yours' },
    }
  },
  'requests.compare: one wrong answer too many': async () => {
    const { id } = await desks.clerk.requests.open(onPhone(14))
    const said = (n: number) => ({ item: 'phone' as const, said: `090-9999-999${n}` })
    for (const n of [1, 2, 3]) await desks.clerk.requests.compare({ id, answers: [said(n)] })
    const name = { item: 'name' as const, said: customer(14)[2] }
    return {
      // The right answer before it is not kept either.
      call: () => desks.clerk.requests.compare({ id, answers: [name, said(4)] }),
      code: 'identity.tries-used',
    }
  },
  'requests.noteIdentity: a paper without what its kind needs': async () => {
    const branch = { ...onPhone(15), requestChannel: 'branch' as const }
    const { id } = await desks.clerk.requests.open(branch)
    return {
      call: () =>
        desks.clerk.requests.noteIdentity({
          id,
          item: 'document',
          papers: [{ ...licence, digits: '' }],
        }),
      code: 'input.invalid',
    }
  },
  'requests.act: before the identity check': async () => {
    const grant = await world.permit({ customer: 15 })
    const { id } = await desks.clerk.requests.open(onPhone(16))
    const scope = { kind: 'grants' as const, grantIds: [grant] }
    const form = { kind: 'revoke', scope, reason: 'no-longer-used', note: '' } as const
    return {
      call: () => desks.clerk.requests.act({ requestId: id, ...form }),
      code: 'identity.not-met',
    }
  },
  'requests.act: everything, without the name typed again': async () => {
    await world.permit({ customer: 16 })
    const { id } = await requestOf(17)
    return {
      call: () => desks.clerk.requests.act({ ...revokeAll(id, 17), confirmation: '別の人' }),
      code: 'request.confirmation-wrong',
    }
  },
  'requests.act: one of the chosen grants is another customer’s': async () => {
    const own = await world.permit({ customer: 17 })
    const foreign = await world.permit({ customer: 18 })
    const { id } = await requestOf(18)
    const scope = { kind: 'grants' as const, grantIds: [own, foreign] }
    const form = { kind: 'revoke', scope, reason: 'no-longer-used', note: '' } as const
    return {
      call: () => desks.clerk.requests.act({ requestId: id, ...form }),
      code: 'grant.not-found',
    }
  },
  'requests.decide: who made the act': async () => {
    await world.permit({ customer: 19 })
    const { id, target } = await requestOf(20, 'officer')
    const { acts } = await desks.officer.requests.act(revokeAll(id, 20))
    const form = { actId: acts[0]?.id ?? 0, approve: true, note: '' }
    return {
      call: () => desks.officer.requests.decide(form),
      code: 'request.same-person',
      entry: { action: 'requests.decide', target, reason: 'same-person' },
    }
  },
  'requests.decide: a second time': async () => {
    await world.permit({ customer: 20 })
    const { id } = await requestOf(21)
    const { acts } = await desks.clerk.requests.act(revokeAll(id, 21))
    const form = { actId: acts[0]?.id ?? 0, approve: true, note: '' }
    await desks.officer.requests.decide(form)
    return {
      call: () => desks.checker.requests.decide({ ...form, approve: false }),
      code: 'request.already-checked',
    }
  },
  'requests.unlock: nothing is locked': async () => {
    const { id } = await requestOf(24, 'officer')
    return {
      call: () => desks.officer.requests.unlock({ id }),
      code: 'request.not-reachable',
    }
  },
  'requests.close: somebody else’s, by a clerk': async () => {
    const { id, target } = await requestOf(22, 'officer')
    return {
      call: () => desks.clerk.requests.close({ id, result: 'broken-off', reason: '切れた' }),
      code: 'request.not-yours',
      entry: { action: 'requests.close', target, reason: 'not-yours' },
    }
  },
  'requests.correct: somebody else’s, by a clerk': async () => {
    const { id, target } = await requestOf(16, 'officer')
    return {
      call: () => desks.clerk.requests.correct({ id, words: 'ちがう' }),
      code: 'request.not-yours',
      entry: { action: 'requests.correct', target, reason: 'not-yours' },
    }
  },
  'retention.decide: who asked for it': async () => {
    await desks.admin.retention.propose({ kind: 'provisions' })
    return {
      call: () => desks.admin.retention.decide({ id: 2, approve: true }),
      code: 'request.same-person',
      entry: {
        action: 'retention.decide',
        target: ['system', 2, 'provisions'],
        reason: 'same-person',
      },
    }
  },
  'retention.decide: whoever’s account its maker opened': async () => {
    const tie = { staffId: ids.checker, byId: ids.admin, alone: 0, at: world.clock.now() } as const
    const { store } = world.engine
    const tieId = await store.write(() => store.insert('staffTies', tie))
    return {
      call: async () => {
        try {
          await desks.checker.retention.decide({ id: 2, approve: true })
        } finally {
          await store.write(() => store.delete('staffTies', { id: tieId }))
        }
      },
      code: 'proposal.tied',
      entry: {
        action: 'retention.decide',
        target: ['system', 2, 'provisions'],
        reason: 'tied',
      },
      rows: { staffTies: 1 },
    }
  },
  'retention.propose: what is asked for already': async () => ({
    call: () => desks.checker.retention.propose({ kind: 'provisions' }),
    code: 'retention.already-asked',
  }),
  'customers.setConsent: of a person': async () => ({
    call: () => desks.officer.customers.setConsent({ id: 3, consentBy: 'any', users: [] }),
    code: 'customer.not-found',
  }),
  'customers.setConsent: named, but nobody': async () => ({
    call: () =>
      desks.officer.customers.setConsent({
        ...{ id: world.companies[1]?.id ?? 0, consentBy: 'named', users: [] },
      }),
    code: 'input.invalid',
  }),
  'views.remove: somebody else’s': async () => {
    const view = { name: '私の', address: '/grants', shared: true }
    const [saved] = (await desks.admin.views.save(view)).filter((one) => one.mine)
    return {
      call: () => desks.clerk.views.remove({ id: saved?.id ?? 0 }),
      code: 'view.not-found',
    }
  },
  'staff.create: an ID that is taken': async () => ({
    call: () =>
      desks.admin.staff.create({
        ...{ loginId: 'ACT-clerk', name: '同じID', role: 'clerk', branchCode: '011' },
      }),
    code: 'staff.login-id-taken',
  }),
  'audit.about: a customer’s own, for who may see no customer': async () => ({
    call: () => desks.sysadmin.audit.about({ kind: 'customer', id: 1 }),
    code: 'permission.denied',
  }),
  'audit.about: a request’s own, likewise': async () => ({
    call: () => desks.sysadmin.audit.about({ kind: 'request', id: 1 }),
    code: 'permission.denied',
  }),
  'staff.create: a branch that there is not': async () => ({
    call: () =>
      desks.admin.staff.create({
        ...{ loginId: 'nobranch', name: 'x', role: 'clerk', branchCode: '999' },
      }),
    code: 'staff.branch-unknown',
  }),
  'staff.create: a clerk without a branch, where there are branches': async () => ({
    call: () =>
      desks.admin.staff.create({
        ...{ loginId: 'nobranch', name: 'x', role: 'clerk', branchCode: null },
      }),
    code: 'staff.branch-needed',
  }),
  'staff.create: an officer without one, before a second person is asked': async () => ({
    call: () =>
      desks.admin.staff.create({
        ...{ loginId: 'nobranch', name: 'x', role: 'officer', branchCode: null },
      }),
    code: 'staff.branch-needed',
  }),
  'staff.update: head office to 窓口担当 without a branch': async () => {
    const { actor } = await world.staff('auditor', 'to-the-counter')
    const form = { name: 'x', role: 'clerk', branchCode: null, disabled: false } as const
    const seen = { name: actor.name, role: 'auditor', branchCode: '011', disabled: false } as const
    return {
      call: () => desks.admin.staff.update({ id: Number(actor.id), ...form, seen }),
      code: 'staff.branch-needed',
    }
  },
  'staff.update: one’s own account': async () => ({
    call: () =>
      desks.admin.staff.update({
        ...{ id: ids.admin, name: 'x', role: 'officer', branchCode: null, disabled: false },
        seen: { name: 'x', role: 'officer', branchCode: null, disabled: false },
      }),
    code: 'staff.own-account',
    entry: {
      action: 'staff.update',
      target: ['staff', ids.admin, '職員hq-admin'],
      reason: 'own-account',
    },
  }),
  'staff.reenrol: one’s own account': async () => ({
    call: () => desks.sysadmin.staff.reenrol({ id: ids.sysadmin }),
    code: 'staff.own-account',
    entry: {
      action: 'staff.reenrol',
      target: ['staff', ids.sysadmin, '職員sysadmin'],
      reason: 'own-account',
    },
  }),
  'staff.reenrol: nobody’s': async () => ({
    call: () => desks.admin.staff.reenrol({ id: 999 }),
    code: 'staff.not-found',
  }),
  'staff.changePassword: the old one is wrong, which counts': async () => ({
    call: () =>
      desks.clerk.staff.changePassword({ password: 'wrong', next: 'たいせつな合言葉のことば' }),
    code: 'staff.wrong-credentials',
    entry: {
      action: 'staff.changePassword',
      target: ['staff', ids.clerk, '職員clerk'],
      reason: 'wrong',
    },
    rows: { staffSessions: 1 },
  }),
  'staff.changePassword: the ID in it': async () => {
    const { desk, password } = await newStaff('weakling')
    return {
      call: () => desk.staff.changePassword({ password, next: 'xx-WEAKLING-xx-1' }),
      code: 'staff.password-weak',
    }
  },
  'staff.confirmSecondFactor: a wrong code': async () => {
    await desks.clerk.staff.beginSecondFactor()
    return {
      call: () => desks.clerk.staff.confirmSecondFactor({ code: 'none' }),
      code: 'staff.code-wrong',
    }
  },
  'staff.signIn: an ID that nobody has': async () => ({
    call: () => openDesk(listener.url).desk.staff.signIn({ loginId: 'nobody', password: 'x' }),
    code: 'staff.wrong-credentials',
    entry: { action: 'staff.signIn', reason: 'unknown' },
    // Where it came from, and all.
    rows: { sourceFailures: 2 },
  }),
  'staff.unlock: somebody else’s password': async () => {
    const { id, desk, target } = await newStaff('locked-one')
    await desk.staff.lock()
    expect(id).toBeGreaterThan(0)
    return {
      call: () => desk.staff.unlock({ password: 'long-enough-clerk' }),
      code: 'staff.wrong-credentials',
      entry: { action: 'staff.unlock', target, reason: 'wrong' },
      rows: { staffSessions: 1 },
    }
  },
}

describe('a refusal changes nothing, and is kept where it is for who asks', () => {
  it.each(Object.entries(refusals))('%s', async (_name, prepare) => {
    const { call, code, entry, rows = {} } = await prepare()
    const found = await watched(world, call)
    expect(found).toMatchObject({ codes: [code] })
    const { actKeys: kept = 0, ...others } = found.rows
    expect(others).toEqual(rows)
    // Whatever it wrote, it writes once.
    if (entry && entry.action !== 'staff.signIn' && entry.action !== 'staff.unlock')
      expect(kept).toBe(1)
    const [targetKind = null, targetId = null, targetLabel = null] = entry?.target ?? []
    expect(found.left).toEqual(
      entry
        ? [
            expect.objectContaining({
              ...{ action: entry.action, outcome: 'refused', reason: entry.reason },
              ...{ targetKind, targetId, targetLabel, before: null, after: null },
            }),
          ]
        : [],
    )
  })

  const id = 999
  const fresh: Partial<Record<CallName, () => Promise<unknown>>> = {
    'requests.act': () => desks.admin.requests.act(revokeAll(id, 1)),
    'requests.unlock': () => desks.admin.requests.unlock({ id }),
    'requests.decide': () => desks.admin.requests.decide({ actId: id, approve: true, note: '' }),
    'proposals.decide': () => desks.admin.proposals.decide({ id, approve: true, note: '' }),
    'retention.propose': () => desks.admin.retention.propose({ kind: 'audit' }),
    'retention.decide': () => desks.admin.retention.decide({ id, approve: true }),
    'staff.create': () =>
      desks.admin.staff.create({ loginId: 'x-1', name: 'x', role: 'clerk', branchCode: '011' }),
    'staff.update': () =>
      desks.admin.staff.update({
        ...{ id, name: 'x', role: 'clerk', branchCode: null, disabled: false },
        seen: { name: 'x', role: 'clerk', branchCode: null, disabled: false },
      }),
    'staff.reenrol': () => desks.admin.staff.reenrol({ id }),
  }
  it.each(Object.entries(fresh))(
    '%s: whoever was away gives the password again (U29)',
    async (action, call) => {
      repeated.on = false
      const away = (world.engine.settings.get('requests').reauthenticateMinutes + 1) * 60_000
      world.clock.offset += away
      const found = await watched(world, call)
      expect(found).toMatchObject({
        ...{ codes: ['staff.proof-needed'], rows: {} },
        left: [{ action, outcome: 'refused', reason: 'proof-needed' }],
      })
      await desks.admin.staff.unlock({ password: 'long-enough-hq-admin' })
      expect((await watched(world, call)).codes).not.toContain('staff.proof-needed')
    },
  )
})

it('what the entries keep is told in words (U11): in the list, in its file and on paper', () => {
  const kept = entries().map((entry) => ({ ...entry, singleHanded: false }))
  expect(new Set(kept.map((entry) => entry.action)).size).toBeGreaterThan(40)
  expect(kept.flatMap((entry) => notInWords(entry))).toEqual([])
  for (const key of Object.keys(settings) as SettingKey[]) {
    const [entry] = kept
    if (!entry) throw new Error('no entry')
    const after = JSON.stringify(world.engine.settings.get(key))
    const saved = { ...entry, action: 'settings.save', targetLabel: key, after }
    expect(notInWords(saved)).toEqual([])
    // Where nobody found a word the English one is the key too.
    expect(listColumns.audit.target.text(saved, sayIn('en'))).not.toBe(key)
  }
})

it('setup.run makes the first administrator and the union’s name together, once', async () => {
  const empty = await World.open({ customers: 0, providers: [] })
  const code = 'ABCD-EFGH-JKMN'
  const { url, close } = await consoleOf(empty, code)
  const { desk } = openDesk(url)
  const admin = { loginId: 'first', name: '最初の人', password: 'たいせつな合言葉のことば' }
  const institution = { code: '2075', name: '秋田県信用組合', phone: '018-000-9999' }
  const before = empty.rows()
  expect(await codeOf(desk.setup.run({ code: 'AAAA-AAAA-AAAA', institution, admin }))).toBe(
    'setup.wrong-code',
  )
  expect(changed(before, empty.rows())).toEqual({})
  const both = await Promise.all(
    [admin, { ...admin, loginId: 'second' }].map((one) =>
      codeOf(desk.setup.run({ code, institution, admin: one })),
    ),
  )
  expect(both.sort()).toEqual(['done', 'setup.already-done'])
  expect(changed(before, empty.rows())).toEqual({ staff: 1, settings: 1, auditEntries: 1 })
  const [entry] = empty.engine.store.read(
    sql.selectFrom('auditEntries').selectAll().orderBy('id', 'desc').limit(1),
  )
  expect(entry).toMatchObject({ action: 'setup.run', actorKind: 'system', targetKind: 'staff' })
  expect(JSON.parse(entry?.after ?? '')).toMatchObject({ role: 'hq-admin', institution })
  expect(empty.engine.settings.get('institution')).toMatchObject(institution)
  await close()
  await empty.close()
})
