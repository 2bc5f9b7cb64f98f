import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { contract } from '#shared/contract'
import type { CallMeta } from '#shared/contract/base'
import { Role } from '#shared/staff'
import { codeOf, consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { World } from '../support/world.ts'

/** Each call with an input that passes its schema. A call without a row here fails the first test. */
const calls: Record<string, (desk: Desk) => Promise<unknown>> = {
  'audit.verify': (desk) => desk.audit.verify(),
  'audit.list': (desk) =>
    desk.audit.list({
      actorKind: null,
      outcome: null,
      action: '',
      text: '',
      before: null,
      limit: 10,
    }),
  'customers.search': (desk) => desk.customers.search({ text: 'スズキ', settled: false }),
  'customers.list': (desk) => desk.customers.list({ branchCode: null, after: null, limit: 10 }),
  'audit.about': (desk) => desk.audit.about({ kind: 'provider', id: 1 }),
  'customers.recent': (desk) => desk.customers.recent(),
  'customers.find': (desk) => desk.customers.find({ id: 1 }),
  'grants.list': (desk) =>
    desk.grants.list({ status: 'all', providerId: null, after: null, limit: 10 }),
  'grants.timeline': (desk) => desk.grants.timeline({ id: 1 }),
  'retention.overview': (desk) => desk.retention.overview(),
  'retention.propose': (desk) => desk.retention.propose({ kind: 'audit' }),
  'retention.decide': (desk) => desk.retention.decide({ id: 999, approve: true }),
  'views.list': (desk) => desk.views.list(),
  'views.save': (desk) =>
    desk.views.save({ name: 'x', address: '/requests?view=all', shared: false }),
  'views.remove': (desk) => desk.views.remove({ id: 999 }),
  'files.grants': (desk) =>
    desk.files.grants({
      filter: { status: 'all', providerId: null },
      encoding: 'utf-8',
      replace: false,
    }),
  'files.customers': (desk) =>
    desk.files.customers({ filter: { branchCode: null }, encoding: 'utf-8', replace: false }),
  'files.providers': (desk) =>
    desk.files.providers({ filter: { failing: false }, encoding: 'utf-8', replace: false }),
  'files.requests': (desk) =>
    desk.files.requests({
      filter: { view: 'all', branchCode: null },
      encoding: 'utf-8',
      replace: false,
    }),
  'files.audit': (desk) =>
    desk.files.audit({
      filter: { actorKind: null, outcome: null, action: '', text: '' },
      encoding: 'utf-8',
      replace: false,
    }),
  'files.job': (desk) => desk.files.job({ id: 'none' }),
  'files.cancel': (desk) => desk.files.cancel({ id: 'none' }),
  'files.provisions': (desk) =>
    desk.files.provisions({ customerId: 1, from: '2026-01-01', to: '2026-12-31' }),
  'files.provisionsPaper': (desk) =>
    desk.files.provisionsPaper({ customerId: 1, from: '2026-01-01', to: '2026-12-31' }),
  'files.provisionsFile': (desk) =>
    desk.files.provisionsFile({
      customerId: 1,
      from: '2026-01-01',
      to: '2026-12-31',
      encoding: 'utf-8',
      replace: false,
    }),
  'requests.open': (desk) =>
    desk.requests.open({
      customerId: 999_999,
      requestChannel: 'phone',
      requester: 'self',
      otherBranchReason: '',
    }),
  'requests.describe': (desk) =>
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
  'requests.compare': (desk) =>
    desk.requests.compare({ id: 999, answers: [{ item: 'name', said: 'x' }] }),
  'requests.noteIdentity': (desk) =>
    desk.requests.noteIdentity({ id: 999, item: 'call-back', result: 'match', note: '' }),
  'requests.callBackNumber': (desk) => desk.requests.callBackNumber({ id: 999 }),
  'requests.act': (desk) =>
    desk.requests.act({
      requestId: 999,
      kind: 'revoke',
      scope: { kind: 'grants', grantIds: [1] },
      reason: 'no-longer-used',
      note: '',
    }),
  'requests.decide': (desk) => desk.requests.decide({ actId: 999, approve: true, note: '' }),
  'requests.close': (desk) =>
    desk.requests.close({ id: 999, result: 'broken-off', reason: '電話が切れた' }),
  'requests.find': (desk) => desk.requests.find({ id: 999 }),
  'requests.list': (desk) =>
    desk.requests.list({ view: 'all', branchCode: null, after: null, limit: 10 }),
  'requests.counts': (desk) => desk.requests.counts(),
  'requests.slip': (desk) => desk.requests.slip({ id: 999 }),
  'requests.printSlip': (desk) => desk.requests.printSlip({ id: 999 }),
  'grants.evidence': (desk) => desk.grants.evidence({ id: 1 }),
  'customers.setConsent': (desk) =>
    desk.customers.setConsent({ id: 1, consentBy: 'any', users: [] }),
  'imports.current': (desk) => desk.imports.current(),
  'imports.list': (desk) => desk.imports.list(),
  'imports.begin': (desk) =>
    desk.imports.begin({ kind: 'branches', encoding: 'utf-8', fileName: 'x', size: 2 ** 40 }),
  'imports.add': (desk) => desk.imports.add({ id: 'none', piece: '' }),
  'imports.status': (desk) => desk.imports.status({ id: 'none' }),
  'imports.accept': (desk) => desk.imports.accept({ id: 'none' }),
  'imports.cancel': (desk) => desk.imports.cancel({ id: 'none' }),
  'preview.make': (desk) =>
    desk.preview.make({
      pages: [
        {
          channel: 'personal',
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
  'settings.find': (desk) => desk.settings.find(),
  'settings.save': (desk) =>
    desk.settings.save({ key: 'policy', seen: {}, value: { interactionMinutes: 10 } as never }),
  'texts.list': (desk) => desk.texts.list({ kind: 'terms' }),
  'texts.find': (desk) => desk.texts.find({ kind: 'terms', number: 1 }),
  'texts.save': (desk) =>
    desk.texts.save({ kind: 'terms', draft: { number: 9, seenAt: 0 }, body: {}, note: 'x' }),
  'texts.approve': (desk) =>
    desk.texts.approve({ kind: 'terms', number: 9, seenAt: 0, from: '2099-01-01' }),
  'texts.discard': (desk) => desk.texts.discard({ kind: 'terms', number: 9 }),
  'grants.proof': (desk) => desk.grants.proof({ ids: [1] }),
  'providers.list': (desk) => desk.providers.list(),
  'providers.find': (desk) => desk.providers.find({ id: 1 }),
  'providers.create': (desk) => desk.providers.create(provider as never),
  'providers.update': (desk) =>
    desk.providers.update({ id: 999, version: 1, provider: provider as never }),
  'providers.changeStatus': (desk) =>
    desk.providers.changeStatus({ id: 999, version: 1, to: 'suspended', reason: 'x' }),
  'system.status': (desk) => desk.system.status(),
  'system.watch': async (desk) => {
    const stream = await desk.system.watch()
    await stream.next()
    await stream.return?.()
  },
  'staff.stay': (desk) => desk.staff.stay(),
  'staff.changePassword': (desk) =>
    desk.staff.changePassword({ password: 'x', next: 'another-long-one' }),
  'staff.beginSecondFactor': (desk) => desk.staff.beginSecondFactor(),
  'staff.confirmSecondFactor': (desk) => desk.staff.confirmSecondFactor({ code: '000000' }),
  'staff.list': (desk) => desk.staff.list(),
  'staff.create': (desk) =>
    desk.staff.create({ loginId: 'sato', name: 'x', role: 'clerk', branchCode: '999' }),
  'staff.update': (desk) =>
    desk.staff.update({ id: 999, name: 'x', role: 'clerk', branchCode: null, disabled: false }),
  'staff.resetPassword': (desk) => desk.staff.resetPassword({ id: 999 }),
  'staff.me': (desk) => desk.staff.me(),
  'setup.status': (desk) => desk.setup.status(),
  'setup.run': (desk) =>
    desk.setup.run({
      code: 'x',
      institution: { code: '2075', name: 'x', phone: 'x' },
      admin: { loginId: 'abc', name: 'x', password: 'abcdefghijkl' },
    }),
  'staff.signIn': (desk) => desk.staff.signIn({ loginId: 'nobody', password: 'x' }),
  'staff.signOut': (desk) => desk.staff.signOut(),
  'staff.lock': (desk) => desk.staff.lock(),
  'staff.unlock': (desk) => desk.staff.unlock({ password: 'x' }),
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
  jwks: { keys: [{ kty: 'EC', kid: '1', crv: 'P-256', x: 'x', y: 'y' }] },
  jwksUri: '',
  signingAlgorithm: 'ES256',
  dpop: false,
}
const metaOf = (path: string): CallMeta => {
  const [noun = '', verb = ''] = path.split('.')
  return (contract as unknown as Record<string, Record<string, { '~orpc': { meta: CallMeta } }>>)[
    noun
  ]?.[verb]?.['~orpc'].meta as CallMeta
}
const paths = Object.entries(contract).flatMap(([noun, verbs]) =>
  Object.keys(verbs).map((verb) => `${noun}.${verb}`),
)
const guarded = paths.filter((path) => metaOf(path).roles !== 'anyone')

let world: World
let listener: OpenConsole
const desks = new Map<string, Desk>()
beforeAll(async () => {
  world = await World.open()
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
  it('covers every call of the contract', () => {
    expect(Object.keys(calls).sort()).toEqual([...paths].sort())
  })

  it.each(guarded.flatMap((path) => Role.options.map((role) => [path, role] as const)))(
    '%s as %s',
    async (path, role) => {
      const allowed = (metaOf(path).roles as readonly Role[]).includes(role)
      const code = await codeOf(calls[path]?.(desks.get(role) as Desk) ?? Promise.resolve())
      // Past the gate: done, or refused for what it asks, never for who asks.
      if (allowed)
        expect(code).toMatch(
          /^(done|[a-z]+\.not-found|text\.invalid|import\.too-large|identity\.not-met|staff\.wrong-credentials|staff\.branch-unknown|staff\.code-wrong|retention\.nothing)$/,
        )
      else expect(code).toBe('permission.denied')
    },
  )

  it.each(guarded)('%s without sign-in', async (path) => {
    expect(await codeOf(calls[path]?.(openDesk(listener.url).desk) ?? Promise.resolve())).toBe(
      'staff.not-signed-in',
    )
  })

  it('keeps each refusal in the audit', () => {
    const refused = world.engine.store.read(
      sql
        .selectFrom('auditEntries')
        .select(['action', 'role', 'reason'])
        .where('outcome', '=', 'refused'),
    )
    expect(refused).toContainEqual({ action: 'providers.create', role: 'clerk', reason: 'role' })
    expect(refused).toContainEqual({ action: 'requests.act', role: null, reason: 'not-signed-in' })
    expect(refused).toContainEqual({ action: 'customers.find', role: 'sysadmin', reason: 'role' })
  })

  it('gives nobody but those who serve customers a way to end a grant', () => {
    expect(metaOf('requests.act').roles).toEqual(['clerk', 'officer', 'hq-admin'])
    expect(metaOf('requests.decide').roles).toEqual(['officer', 'hq-admin'])
  })
})
