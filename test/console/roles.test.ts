import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CallName, roleMay } from '#shared/contract/may'
import { startOfDay } from '#shared/japanese-date'
import { persons } from '#shared/persons'
import { Role } from '#shared/staff'
import { consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { watched } from '../support/watched.ts'
import { World } from '../support/world.ts'

const ending = {
  kind: 'ending' as const,
  facts: {
    ...{ cause: 'contract-ended' as const, announcedOn: '2099-01-04', endsOn: '2099-03-31' },
    ...{ successorId: null, letterWords: '' },
  },
}

/**
 * Who may make each call, by the first letters of the roles in their order, and an input that passes its schema. A call without
 * a row does not compile; a role that is added fails every row until somebody has decided it.
 */
const calls: Record<CallName, readonly [who: string, make: (desk: Desk) => Promise<unknown>]> = {
  'audit.verify': ['_ohas', (desk) => desk.audit.verify()],
  'audit.list': [
    '_ohas',
    (desk) =>
      desk.audit.list({
        actorKind: null,
        outcome: null,
        action: '',
        text: '',
        before: null,
        limit: 10,
      }),
  ],
  'connectionTest.find': ['cohas', (desk) => desk.connectionTest.find({ providerId: 1 })],
  'connectionTest.endLinks': ['__h__', (desk) => desk.connectionTest.endLinks({ providerId: 999 })],
  'connectionTest.record': ['__h__', (desk) => desk.connectionTest.record({ providerId: 999 })],
  'cases.list': ['cohas', (desk) => desk.cases.list({ providerId: null })],
  'cases.find': ['cohas', (desk) => desk.cases.find({ id: 999 })],
  'cases.open': ['__h__', (desk) => desk.cases.open({ providerId: 999, form: ending, stop: null })],
  'cases.save': ['__h__', (desk) => desk.cases.save({ id: 999, version: 1, form: ending })],
  'cases.note': [
    '__h__',
    (desk) =>
      desk.cases.note({
        ...{ id: 999, step: 'sent', outcome: 'done', at: 1 },
        ...{ whom: '', note: '', evidence: '' },
      }),
  ],
  'cases.close': [
    '__h__',
    (desk) => desk.cases.close({ id: 999, version: 1, as: 'done', note: '' }),
  ],
  'cases.customers': [
    '__h__',
    (desk) => desk.cases.customers({ id: 999, encoding: 'utf-8', replace: false }),
  ],
  'cases.letters': ['__h__', (desk) => desk.cases.letters({ id: 999, seen: 0, again: null })],
  'customers.search': ['coha_', (desk) => desk.customers.search({ text: 'スズキ' })],
  'customers.list': [
    '_oha_',
    (desk) => desk.customers.list({ branchCode: null, after: null, limit: 10 }),
  ],
  'audit.about': ['_ohas', (desk) => desk.audit.about({ kind: 'provider', id: 1 })],
  'customers.recent': ['coha_', (desk) => desk.customers.recent()],
  'customers.find': ['coha_', (desk) => desk.customers.find({ id: 1 })],
  'grants.list': [
    '_oha_',
    (desk) => desk.grants.list({ status: 'all', providerId: null, after: null, limit: 10 }),
  ],
  'grants.timeline': ['coha_', (desk) => desk.grants.timeline({ id: 1 })],
  'retention.overview': ['__ha_', (desk) => desk.retention.overview()],
  'retention.propose': ['__h__', (desk) => desk.retention.propose({ kind: 'audit' })],
  'retention.decide': ['__h__', (desk) => desk.retention.decide({ id: 999, approve: true })],
  'views.list': ['cohas', (desk) => desk.views.list()],
  'views.save': [
    'cohas',
    (desk) => desk.views.save({ name: 'x', address: '/requests?view=all', shared: false }),
  ],
  'work.drafts': ['cohas', (desk) => desk.work.drafts()],
  'work.keep': ['cohas', (desk) => desk.work.keep({ place: 'x', value: 'typed' })],
  'work.settle': ['cohas', (desk) => desk.work.settle({ key: 'x'.repeat(22) })],
  'views.remove': ['cohas', (desk) => desk.views.remove({ id: 999 })],
  'files.grants': [
    '_oha_',
    (desk) =>
      desk.files.grants({
        filter: { status: 'all', providerId: null },
        encoding: 'utf-8',
        replace: false,
      }),
  ],
  'files.customers': [
    '_oha_',
    (desk) =>
      desk.files.customers({ filter: { branchCode: null }, encoding: 'utf-8', replace: false }),
  ],
  'files.providers': [
    'cohas',
    (desk) => desk.files.providers({ filter: { view: 'all' }, encoding: 'utf-8', replace: false }),
  ],
  'files.requests': [
    '_oha_',
    (desk) =>
      desk.files.requests({
        filter: { view: 'all', branchCode: null },
        encoding: 'utf-8',
        replace: false,
      }),
  ],
  'files.audit': [
    '_ohas',
    (desk) =>
      desk.files.audit({
        filter: { actorKind: null, outcome: null, action: '', text: '' },
        encoding: 'utf-8',
        replace: false,
      }),
  ],
  'files.job': ['cohas', (desk) => desk.files.job({ id: 'none' })],
  'files.cancel': ['cohas', (desk) => desk.files.cancel({ id: 'none' })],
  'files.provisions': [
    'coha_',
    (desk) => desk.files.provisions({ customerId: 1, from: '2026-01-01', to: '2026-12-31' }),
  ],
  'files.provisionsPaper': [
    'coha_',
    (desk) => desk.files.provisionsPaper({ customerId: 1, from: '2026-01-01', to: '2026-12-31' }),
  ],
  'files.provisionsFile': [
    'coha_',
    (desk) =>
      desk.files.provisionsFile({
        customerId: 1,
        from: '2026-01-01',
        to: '2026-12-31',
        encoding: 'utf-8',
        replace: false,
      }),
  ],
  'requests.open': [
    'coh__',
    (desk) =>
      desk.requests.open({
        customerId: 999_999,
        requestChannel: 'phone',
        requester: 'self',
        otherBranchReason: '',
      }),
  ],
  'requests.describe': [
    'coh__',
    (desk) =>
      desk.requests.describe({
        id: 999,
        requestChannel: 'phone',
        requester: 'self',
        requesterName: '',
        callbackPhone: '',
        note: '',
        answer: '',
        complaint: false,
      }),
  ],
  'requests.identityItems': [
    'coh__',
    (desk) =>
      desk.requests.identityItems({
        customerId: 999_999,
        requestChannel: 'phone',
        requester: 'self',
      }),
  ],
  'requests.compare': [
    'coh__',
    (desk) => desk.requests.compare({ id: 999, answers: [{ item: 'name', said: 'x' }] }),
  ],
  'requests.noteIdentity': [
    'coh__',
    (desk) => desk.requests.noteIdentity({ id: 999, item: 'call-back' }),
  ],
  'requests.calls': ['coh__', (desk) => desk.requests.calls({ customerIds: [999_999] })],
  'requests.look': ['_oh__', (desk) => desk.requests.look({ id: 999 })],
  'requests.callBackNumber': ['coh__', (desk) => desk.requests.callBackNumber({ id: 999 })],
  'requests.reach': [
    'coh__',
    (desk) => desk.requests.reach({ requestId: 999, kind: 'revoke', scope: { kind: 'customer' } }),
  ],
  'requests.act': [
    'coh__',
    (desk) =>
      desk.requests.act({
        requestId: 999,
        kind: 'revoke',
        scope: { kind: 'grants', grantIds: [1] },
        reason: 'no-longer-used',
        note: '',
      }),
  ],
  'requests.decide': [
    '_oh__',
    (desk) => desk.requests.decide({ actId: 999, approve: true, note: '' }),
  ],
  'requests.unlock': ['_oh__', (desk) => desk.requests.unlock({ id: 999 })],
  'requests.close': [
    'coh__',
    (desk) => desk.requests.close({ id: 999, result: 'broken-off', reason: '電話が切れた' }),
  ],
  'requests.correct': ['coh__', (desk) => desk.requests.correct({ id: 999, words: 'x' })],
  'requests.follow': ['coh__', (desk) => desk.requests.follow({ id: 999, follows: 998 })],
  'requests.find': ['coha_', (desk) => desk.requests.find({ id: 999 })],
  'requests.list': [
    'coha_',
    (desk) => desk.requests.list({ view: 'all', branchCode: null, after: null, limit: 10 }),
  ],
  'requests.counts': ['coha_', (desk) => desk.requests.counts()],
  'requests.printSlip': ['coh__', (desk) => desk.requests.printSlip({ id: 999 })],
  'grants.evidence': ['coha_', (desk) => desk.grants.evidence({ id: 1 })],
  'customers.setQuestions': [
    'coh__',
    (desk) =>
      desk.customers.setQuestions({
        requestId: 999,
        questions: ['a', 'b', 'c'].map((question) => ({ question, answer: 'x' })),
      }),
  ],
  'customers.setConsent': [
    '_oh__',
    (desk) => desk.customers.setConsent({ id: 1, consentBy: 'any', users: [] }),
  ],
  'imports.current': ['__h_s', (desk) => desk.imports.current()],
  'imports.list': ['__has', (desk) => desk.imports.list()],
  'imports.begin': [
    '__h_s',
    (desk) => desk.imports.begin({ kind: 'branches', fileName: 'x', size: 2 ** 40 }),
  ],
  'imports.add': ['__h_s', (desk) => desk.imports.add({ id: 'none', piece: '' })],
  'imports.status': ['__h_s', (desk) => desk.imports.status({ id: 'none' })],
  'imports.overview': ['__h_s', (desk) => desk.imports.overview()],
  'imports.problems': ['__h_s', (desk) => desk.imports.problems({ id: 'none' })],
  'imports.accept': ['__h_s', (desk) => desk.imports.accept({ id: 'none' })],
  'ledger.find': ['cohas', (desk) => desk.ledger.find({ providerId: 1 })],
  'ledger.save': [
    '__h__',
    (desk) =>
      desk.ledger.save({
        ...{ providerId: 999, item: 'party.address', version: 0, value: 'x', note: '' },
        ...{ evidence: '', owner: '', dueOn: null },
      }),
  ],
  'ledger.check': [
    '__h__',
    (desk) =>
      desk.ledger.check({ providerId: 999, items: [{ item: 'party.address', version: 1 }] }),
  ],
  'ledger.remove': [
    '__h__',
    (desk) =>
      desk.ledger.remove({ providerId: 999, items: [{ item: 'party.address', version: 1 }] }),
  ],
  'ledger.send': [
    '__h__',
    (desk) =>
      desk.ledger.send({ upload: '0b5d6c2e-9f0c-4d0a-8d43-0f4b2f1f7a11', at: 0, piece: '' }),
  ],
  'ledger.attach': [
    '__h__',
    (desk) =>
      desk.ledger.attach({
        ...{ providerId: 999, item: 'party.address', version: 1, name: 'x.pdf' },
        upload: '0b5d6c2e-9f0c-4d0a-8d43-0f4b2f1f7a11',
      }),
  ],
  'ledger.file': ['cohas', (desk) => desk.ledger.file({ providerId: 999, id: 1 })],
  'ledger.due': ['cohas', (desk) => desk.ledger.due()],
  'ledger.calendar': ['cohas', (desk) => desk.ledger.calendar()],
  'ledger.importChecklist': [
    '__h__',
    (desk) => desk.ledger.importChecklist({ providerId: 999, csv: 'x' }),
  ],
  'imports.cancel': ['__h_s', (desk) => desk.imports.cancel({ id: 'none' })],
  'preview.make': [
    'cohas',
    (desk) =>
      desk.preview.make({
        pages: [
          {
            channel: 'personal',
            language: 'ja',
            providerId: null,
            screen: 'permit',
            wrong: false,
            missingPins: 0,
            renewal: false,
            version: null,
            marked: false,
          },
        ],
      }),
  ],
  'proposals.list': ['_ohas', (desk) => desk.proposals.list()],
  'proposals.refused': ['_oh_s', (desk) => desk.proposals.refused()],
  'proposals.outcome': ['_oh_s', (desk) => desk.proposals.outcome({ id: 999 })],
  'proposals.decide': [
    '__h_s',
    (desk) => desk.proposals.decide({ id: 999, approve: true, note: '' }),
  ],
  'proposals.withdraw': ['_oh_s', (desk) => desk.proposals.withdraw({ id: 999 })],
  'backups.run': ['____s', (desk) => desk.backups.run()],
  'settings.find': ['cohas', (desk) => desk.settings.find()],
  'settings.save': [
    '__h__',
    (desk) =>
      desk.settings.save({ key: 'policy', seen: {}, value: { interactionMinutes: 10 } as never }),
  ],
  'publication.find': ['__ha_', (desk) => desk.publication.find()],
  'publication.standing': ['__ha_', (desk) => desk.publication.standing()],
  'publication.publish': ['__h__', (desk) => desk.publication.publish({ seen: 'x', serve: false })],
  'publication.file': ['__ha_', (desk) => desk.publication.file({ id: 9, form: 'csv' })],
  'traffic.series': ['__has', (desk) => desk.traffic.series({ providerId: null, span: 'day' })],
  'traffic.nearLimits': ['__has', (desk) => desk.traffic.nearLimits({ providerId: null })],
  'traffic.bursts': ['__has', (desk) => desk.traffic.bursts()],
  'texts.list': ['cohas', (desk) => desk.texts.list({ kind: 'terms' })],
  'texts.find': ['cohas', (desk) => desk.texts.find({ kind: 'terms', number: 1 })],
  'texts.save': [
    '__h__',
    (desk) =>
      desk.texts.save({ kind: 'terms', draft: { number: 9, seenAt: 0 }, body: {}, note: 'x' }),
  ],
  'texts.approve': [
    '_oh__',
    (desk) => desk.texts.approve({ kind: 'terms', number: 9, seenAt: 0, from: '2099-01-01' }),
  ],
  'texts.discard': ['__h__', (desk) => desk.texts.discard({ kind: 'terms', number: 9, seenAt: 0 })],
  'grants.proof': ['coha_', (desk) => desk.grants.proof({ ids: [1] })],
  'providers.list': ['cohas', (desk) => desk.providers.list()],
  'providers.find': ['cohas', (desk) => desk.providers.find({ id: 1 })],
  'providers.readKeys': [
    '__h__',
    (desk) => desk.providers.readKeys({ text: '', signingAlgorithm: 'ES256' }),
  ],
  'providers.readKeysAt': [
    '__h__',
    (desk) => desk.providers.readKeysAt({ url: 'http://127.0.0.1', signingAlgorithm: 'ES256' }),
  ],
  'providers.create': ['__h__', (desk) => desk.providers.create(provider as never)],
  'providers.withdrawChange': ['__h__', (desk) => desk.providers.withdrawChange({ id: 999 })],
  'providers.update': [
    '__h__',
    (desk) => desk.providers.update({ id: 999, version: 1, provider: provider as never }),
  ],
  'providers.notice': ['__h__', (desk) => desk.providers.notice({ id: 999 })],
  'providers.discard': ['__h__', (desk) => desk.providers.discard({ id: 999, version: 1 })],
  'providers.changeStatus': [
    '__h__',
    (desk) => desk.providers.changeStatus({ id: 999, version: 1, to: 'suspended', reason: 'x' }),
  ],
  'system.confirmClock': ['__h_s', (desk) => desk.system.confirmClock({ stepMs: 1 })],
  'system.halt': ['__h_s', (desk) => desk.system.halt({ reason: 'x' })],
  'system.lookAtHalt': ['__h_s', (desk) => desk.system.lookAtHalt({ at: 1 })],
  'system.resume': ['__h_s', (desk) => desk.system.resume({ at: 1 })],
  'system.status': ['cohas', (desk) => desk.system.status()],
  'system.watch': [
    'cohas',
    async (desk) => {
      const stream = await desk.system.watch()
      await stream.next()
      await stream.return?.()
    },
  ],
  'staff.stay': ['cohas', (desk) => desk.staff.stay()],
  'staff.changePassword': [
    'cohas',
    (desk) => desk.staff.changePassword({ password: 'x', next: 'another-long-one' }),
  ],
  'staff.beginSecondFactor': ['cohas', (desk) => desk.staff.beginSecondFactor()],
  'staff.confirmSecondFactor': [
    'cohas',
    (desk) => desk.staff.confirmSecondFactor({ code: '000000' }),
  ],
  'staff.list': ['__has', (desk) => desk.staff.list()],
  'staff.create': [
    '__h_s',
    (desk) => desk.staff.create({ loginId: 'sato', name: 'x', role: 'clerk', branchCode: '999' }),
  ],
  'staff.update': [
    '__h_s',
    (desk) =>
      desk.staff.update({
        ...{ id: 999, name: 'x', role: 'clerk', branchCode: null, disabled: false },
        seen: { name: 'x', role: 'clerk', branchCode: null, disabled: false },
      }),
  ],
  'staff.reenrol': ['__h_s', (desk) => desk.staff.reenrol({ id: 999 })],
  'staff.enrol': [
    'anyone',
    (desk) => desk.staff.enrol({ loginId: 'nobody', code: 'x', password: 'long-enough-for-all' }),
  ],
  'staff.me': ['anyone', (desk) => desk.staff.me()],
  'setup.status': ['anyone', (desk) => desk.setup.status()],
  'setup.missing': ['cohas', (desk) => desk.setup.missing()],
  'setup.run': [
    'anyone',
    (desk) =>
      desk.setup.run({
        code: 'x',
        institution: { code: '2075', name: 'x', phone: '' },
        admin: { loginId: 'abc', name: 'x', password: 'abcdefghijkl' },
      }),
  ],
  'staff.signIn': ['anyone', (desk) => desk.staff.signIn({ loginId: 'nobody', password: 'x' })],
  'staff.signOut': ['anyone', (desk) => desk.staff.signOut()],
  'staff.lock': ['anyone', (desk) => desk.staff.lock()],
  'staff.unlock': ['anyone', (desk) => desk.staff.unlock({ password: 'x' })],
}
const provider = {
  name: '株式会社試験',
  kana: 'シケン',
  servicePersonal: '家計簿',
  serviceBusiness: '',
  registrationNumber: '',
  contact: '',
  channels: ['personal'],
  scopes: ['accounts'],
  redirectUris: ['https://a.example/cb'],
  jwks: {
    keys: [
      {
        kty: 'EC',
        kid: '1',
        crv: 'P-256',
        x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
        y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
      },
    ],
  },
  jwksUri: '',
  signingAlgorithm: 'ES256',
  dpop: false,
}
const names = Object.keys(calls) as CallName[]
const guarded = names.filter((name) => calls[name][0] !== 'anyone')

let world: World
let listener: OpenConsole
const desks = new Map<string, Desk>()
beforeAll(async () => {
  world = await World.open({ customers: 4 })
  world.clock.stop()
  await world.permit()
  listener = await consoleOf(world)
  for (const role of Role.options) {
    const { login } = await world.staff(role)
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn(login)
    desks.set(role, desk)
  }
})
afterAll(async () => {
  await listener.close()
  await world.close()
})

describe('role × call (R88)', () => {
  it.each(guarded.flatMap((name) => Role.options.map((role, at) => [name, role, at] as const)))(
    '%s as %s',
    async (name, role, at) => {
      const [who, make] = calls[name]
      expect(who).toHaveLength(Role.options.length)
      const allowed = who[at] === role[0]
      expect(roleMay(role, name)).toBe(allowed)
      const { codes, rows, left } = await watched(world, () => make(desks.get(role) as Desk))
      const [code] = codes
      // Whatever leaves nothing in the audit changes nothing; what an act leaves is in acts.test.ts.
      // Looking at a list is recorded by the list's own entry (R124).
      const besides = left.filter(({ action }) => action !== 'customers.listed')
      const besideAudit: readonly CallName[] = ['work.keep', 'work.settle']
      if (besideAudit.includes(name)) expect(left).toEqual([])
      else if (!besides.some(({ action }) => action === name || action === 'proposals.make'))
        expect([rows, besides]).toEqual([{}, []])
      // What the table of persons calls reading changes nothing but the audit; a list that was looked at is there.
      if (persons[name] === 'reads') expect(rows).toEqual({})
      // Past the gate: done, or refused for what it asks, never for who asks.
      if (allowed)
        expect(code).toMatch(
          /^(done|[a-z]+\.not-found|text\.invalid|import\.too-large|identity\.not-met|staff\.wrong-credentials|staff\.branch-unknown|staff\.code-wrong|retention\.nothing|(clock|service|publication)\.changed-meanwhile|backup\.not-set-up)$/,
        )
      else
        expect({ code, rows, left }).toMatchObject({
          ...{ code: 'permission.denied', rows: {} },
          left: [{ action: name, outcome: 'refused', reason: 'role', role }],
        })
    },
  )

  it('who may not open customers is sent none with the links that called most', async () => {
    const [providerId, day, at] = [1, startOfDay(world.clock.now()), world.clock.now()]
    const row = { day, providerId, grantId: 1, most: 9, allowed: 10, refused: 0, lastAt: at }
    world.engine.store.bulk(() => world.engine.store.insert('nearLimits', row))
    for (const role of Role.options.filter((one) => roleMay(one, 'traffic.nearLimits'))) {
      const [near] = (await desks.get(role)?.traffic.nearLimits({ providerId: null })) ?? []
      expect(near, role).toMatchObject({ links: 1, most: 9, allowed: 10 })
      const named = [{ grantId: 1, customerId: 1, most: 9, allowed: 10, refused: 0 }]
      expect(near?.named, role).toEqual(role === 'sysadmin' ? [] : named)
    }
    world.engine.store.bulk(() => world.engine.store.delete('nearLimits', { day, providerId }))
  })

  it.each(guarded)('%s without sign-in', async (name) => {
    const call = () => calls[name][1](openDesk(listener.url).desk)
    expect(await watched(world, call)).toMatchObject({
      ...{ codes: ['staff.not-signed-in'], rows: {} },
      left: [{ action: name, outcome: 'refused', reason: 'not-signed-in', role: null }],
    })
  })
})
