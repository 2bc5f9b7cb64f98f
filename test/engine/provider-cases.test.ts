import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { sql } from '#db'
import {
  caseById,
  changeProviderStatus,
  closeCase,
  concernedGrants,
  continueEndings,
  decideProposal,
  givenBy,
  keepLetters,
  letterFile,
  letterState,
  listingOf,
  listProposals,
  noteFile,
  noteStep,
  openCases,
  openProviderCase,
  openStepsOf,
  providerById,
  publicationState,
  publishLists,
  saveCase,
  stepsWritten,
  withdrawProposal,
} from '#engine'
import {
  type CaseFacts,
  type CaseStep,
  type EndingFacts,
  type IncidentFacts,
  openSteps,
} from '#shared/provider-case'
import { lettersPdf } from '../../src/main/paper/letters-pdf.ts'
import { pdfText } from '../support/pdf-text.ts'
import { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open({ providers: [{}, {}] })
  onTestFinished(() => world.close())
})

const endingFacts: EndingFacts = {
  ...{ cause: 'merged', announcedOn: '2099-01-04', endsOn: '2099-03-31' },
  ...{ successorId: null, letterWords: '' },
}
const begin = async (facts: Partial<EndingFacts> = {}): Promise<number> => {
  const form: CaseFacts = { kind: 'ending', facts: { ...endingFacts, ...facts } }
  const id = await openProviderCase(world.by(), {
    providerId: world.provider().id,
    form,
    stop: null,
  })
  return id ?? 0
}
const incident = async (
  facts: Partial<IncidentFacts> = {},
  stop: 'suspended' | null = null,
): Promise<number> => {
  const form: CaseFacts = {
    kind: 'incident',
    facts: {
      ...{ category: 'leak', discoveredAt: world.clock.now(), from: null, until: null },
      ...{
        summary: '閲覧された',
        deskWords: '',
        conditions: '鍵を替えた',
        reportBy: null,
        ...facts,
      },
    },
  }
  return (await openProviderCase(world.by(), { providerId: world.provider().id, form, stop })) ?? 0
}
const open = (id: number) => openStepsOf(world.engine, caseById(world.engine, id))
/** One administrator publishes what the registry says now (R18). */
const publish = async () => {
  const { actor } = await world.staff('hq-admin', `publisher-${Math.random()}`)
  const { seen } = publicationState(world.engine)
  await publishLists(world.by(actor), { seen, serve: true })
}
const note = (id: number, step: CaseStep, more: Partial<Parameters<typeof noteStep>[1]> = {}) =>
  noteStep(world.by(), {
    ...{ id, step, outcome: 'done', at: world.clock.now(), whom: '', note: '', evidence: '' },
    ...more,
  })
const move = (to: 'restricted' | 'suspended' | 'active' | 'ended', by = world.by()) => {
  const { id, version } = world.registered()
  const cause = to === 'suspended' ? 'incident' : 'merged'
  return changeProviderStatus(by, { id, version, to, cause, reason: '' })
}
/** The next file of letters, as the console makes it. */
const makeLetters = async (id: number) => {
  const seen = (await letterState(world.engine, caseById(world.engine, id))).made
  const file = await letterFile(world.engine, { id, seen, again: null })
  await keepLetters(world.by(), { id, file })
}
/** The customer's own end of a grant, without a request. */
const revoked = (id: number) =>
  world.engine.store.write(() =>
    world.engine.store.update(
      'grants',
      { id },
      {
        ...{ status: 'revoked', endedAt: world.clock.now(), endedBy: 'x' },
        ...{ reason: 'no-longer-used', requester: 'self', requestChannel: 'phone' },
      },
    ),
  )
const close = (id: number, as: 'done' | 'called-off' = 'done', words = '') =>
  closeCase(world.by(), { id, version: caseById(world.engine, id).version, as, note: words })

it('終了 is a procedure that is resumed where it was left, by whoever, and closed once all of it is done (R160)', async () => {
  await world.permit()
  const id = await begin()
  await expect(begin()).rejects.toMatchObject({ code: 'case.ending-under-way' })
  await expect(close(id)).rejects.toMatchObject({ code: 'case.steps-open' })
  await note(id, 'announced', { whom: 'ウェブサイト', evidence: 'https://shinkumi.example/1' })
  await move('restricted')
  await world.restart()
  expect(open(id)).toEqual(['list', 'letters', 'sent', 'ended', 'published', 'contract'])
  await noteFile(world.by(), { id, rows: 2 })
  await makeLetters(id)
  await note(id, 'sent')
  await move('ended')
  await continueEndings(world.engine)
  // Nobody says that the world reads something else now: it does, or it does not.
  await expect(note(id, 'published')).rejects.toMatchObject({ detail: 'step' })
  await publish()
  await expect(close(id)).rejects.toMatchObject({ detail: 'contract' })
  // What is done by the program is said by nobody else.
  await expect(note(id, 'ended')).rejects.toMatchObject({ detail: 'step' })
  await expect(note(id, 'contract', { outcome: 'not-needed' })).rejects.toMatchObject({
    detail: 'note',
  })
  await note(id, 'contract')
  await close(id)
  await expect(note(id, 'contract')).rejects.toMatchObject({ code: 'case.closed' })
  expect(() =>
    world.engine.store.bulk((db) => db.exec('UPDATE providerCases SET closedAt = NULL')),
  ).toThrow('a closed case never changes')
  expect(stepsWritten(world.engine, id).map(({ staffName, step }) => [staffName, step])).toEqual([
    ...[
      ['自動処理', 'announced'],
      ['自動処理', 'restricted'],
      ['自動処理', 'list'],
    ],
    ...[
      ['自動処理', 'letters'],
      ['自動処理', 'sent'],
      ['自動処理', 'ended'],
    ],
    ['自動処理', 'contract'],
  ])
})

it('the public list is off the provider as the newest publication says, by nobody’s word (R160, R18)', async () => {
  const id = await begin()
  const { id: providerId } = world.provider()
  const needless = { outcome: 'not-needed', note: '一覧を公表していない' } as const
  // Where nothing is published nothing has to be changed; once something is, that word counts no more.
  await note(id, 'published', needless)
  expect(open(id)).not.toContain('published')
  await publish()
  expect(open(id)).toContain('published')
  await expect(note(id, 'published', needless)).rejects.toMatchObject({ code: 'case.listed' })
  await move('ended')
  await continueEndings(world.engine)
  expect(listingOf(world.engine, providerId)).toMatchObject({ state: 'listed' })
  expect(open(id)).toContain('published')
  world.clock.offset += 60_000
  const at = world.clock.now()
  await publish()
  world.clock.offset += 60_000
  await publish()
  const listing = listingOf(world.engine, providerId)
  // The first one without it, not the newest.
  expect(listing).toMatchObject({ state: 'off', byName: '職員hq-admin' })
  expect(Math.abs((listing.at ?? 0) - at)).toBeLessThan(60_000)
  expect(open(id)).not.toContain('published')
  // A list that says otherwise after all opens it again.
  const [{ body } = { body: '' }] = world.engine.store.read(
    sql.selectFrom('publications').select('body').orderBy('id', 'desc').limit(1),
  )
  const wrong = JSON.parse(body)
  const again = (change: object) =>
    world.engine.store.write(() =>
      world.engine.store.insert('publications', {
        ...{ at: world.clock.now(), asOn: '2099-01-01', served: 1, by: 1, byName: 'x' },
        body: JSON.stringify({ ...wrong, ...change }),
      }),
    )
  await again({ providerIds: [providerId] })
  expect(open(id)).toContain('published')
  // Those of before the numbers were kept tell by the name, also by a former one.
  await again({ providerIds: undefined })
  expect(open(id)).not.toContain('published')
  const [clause] = wrong.clauses
  await again({ providerIds: undefined, clauses: [{ ...clause, provider: world.provider().name }] })
  expect(open(id)).toContain('published')
  await expect(close(id)).rejects.toMatchObject({ code: 'case.steps-open' })
})

it('a closed case shows what its own rows say, whatever is published afterwards (decision 0047)', async () => {
  const off = await begin()
  const before = open(off)
  expect(before).toContain('published')
  await close(off, 'called-off', '契約を続ける')
  const id = await begin()
  await move('ended')
  await continueEndings(world.engine)
  for (const step of open(id))
    await note(id, step, { outcome: 'not-needed', note: 'お客さまがいない' })
  await close(id)
  const lists = { personal: [], business: [], clauses: [], standards: [] }
  const nothing = { institution: '', practice: true, ...lists }
  await world.engine.store.write(() =>
    world.engine.store.insert('publications', {
      ...{ at: world.clock.now(), asOn: '2099-01-01', served: 1, by: 1, byName: 'x' },
      body: JSON.stringify({ ...nothing, providerIds: [world.provider().id] }),
    }),
  )
  expect(listingOf(world.engine, world.provider().id).state).toBe('listed')
  expect([open(off), open(id)]).toEqual([before, []])
})

it('a case that was closed on a publication alone shows no open step, whoever is listed afterwards', async () => {
  const id = await begin()
  const published = (providerIds: number[]) =>
    world.engine.store.write(() =>
      world.engine.store.insert('publications', {
        ...{ at: world.clock.now(), asOn: '2099-01-01', served: 1, by: 1, byName: 'x' },
        body: JSON.stringify({
          ...{ institution: '', practice: true, personal: [], business: [] },
          ...{ clauses: [], standards: [], providerIds },
        }),
      }),
    )
  await published([world.provider().id])
  await move('ended')
  await continueEndings(world.engine)
  await published([])
  for (const step of open(id))
    await note(id, step, { outcome: 'not-needed', note: 'お客さまがいない' })
  await close(id)
  await published([world.provider().id])
  expect(stepsWritten(world.engine, id).map(({ step }) => step)).not.toContain('published')
  expect(open(id)).toEqual([])
})

it('where nothing was ever published here, a word of before that the list was changed counts', () => {
  const written = [{ step: 'published', outcome: 'done' }] as const
  const of = (listing: 'never' | 'listed') => openSteps('ending', written, { listing, ended: true })
  expect(of('never')).not.toContain('published')
  expect(of('listed')).toContain('published')
})

it('who agrees to an end reads which steps nobody has done; both are named on its step (R160)', async () => {
  const id = await begin()
  const [maker, second] = [
    await world.staff('hq-admin', 'maker'),
    await world.staff('hq-admin', 'second'),
  ]
  await move('ended', world.by(maker.actor))
  // Letters that are sent meanwhile are no reason to propose it again.
  await note(id, 'sent')
  const [proposal] = listProposals(world.by(second.actor))
  expect(JSON.parse(proposal?.after ?? '')).toMatchObject({
    openSteps: ['announced', 'restricted', 'list', 'letters', 'sent', 'published', 'contract'],
  })
  await decideProposal(world.by(second.actor), { id: proposal?.id ?? 0, approve: true, note: '' })
  const ended = stepsWritten(world.engine, id).find(({ step }) => step === 'ended')
  expect(ended).toMatchObject({ staffName: '職員hq-admin', evidence: '検印 職員hq-admin' })
})

it('who agrees to an end reads that the list is still to be changed, whatever was said before it was published (R160)', async () => {
  const id = await begin()
  await note(id, 'published', { outcome: 'not-needed', note: '一覧を公表していない' })
  await publish()
  const maker = await world.staff('hq-admin', 'maker')
  await move('ended', world.by(maker.actor))
  const second = await world.staff('hq-admin', 'second')
  const [proposal] = listProposals(world.by(second.actor))
  expect(JSON.parse(proposal?.after ?? '').openSteps).toContain('published')
})

it('who agrees to an end reads that somebody has linked since the letters were made (R160, R161)', async () => {
  const openSteps = async () => {
    const maker = await world.staff('hq-admin', `maker-${Math.random()}`)
    await move('ended', world.by(maker.actor))
    const [proposal] = listProposals(world.by(maker.actor))
    await withdrawProposal(world.by(maker.actor), proposal?.id ?? 0)
    return JSON.parse(proposal?.after ?? '').openSteps
  }
  await world.permit({ customer: 0 })
  await makeLetters(await begin())
  expect(await openSteps()).not.toContain('letters')
  await world.permit({ customer: 1 })
  expect(await openSteps()).toContain('letters')
})

it('an end that nobody has announced opens its procedure: the letters are still to be written (R160)', async () => {
  await move('ended')
  const [found] = openCases(world.engine, world.provider().id)
  expect(found).toMatchObject({ kind: 'ending', facts: { cause: 'merged' } })
  expect(open(found?.id ?? 0)).not.toContain('ended')
})

it('with a provider that has ended no case begins, and that is what is said', async () => {
  await move('ended')
  await expect(begin()).rejects.toThrow('provider.ended')
  await expect(incident({}, 'suspended')).rejects.toThrow('provider.ended')
})

it('an ending is called off with a reason while the provider has not ended, and can begin anew (R160)', async () => {
  const id = await begin()
  await expect(close(id, 'called-off')).rejects.toMatchObject({ detail: 'note' })
  await close(id, 'called-off', '契約を続ける')
  expect(await begin()).toBeGreaterThan(id)
})

it('the letters of an ending go to whom it concerns, in the words of the notice, and say only what is so (R161)', async () => {
  const provider = world.provider()
  await world.permit({ customer: 0 })
  const own = await world.permit({ customer: 1 })
  await world.permit({ customer: 2, provider: 1 })
  const id = await begin({
    successorId: world.provider(1).id,
    letterWords: '長年のご利用に感謝します。',
  })
  // Whose link had another end is told nothing of this one.
  await revoked(own)
  const made = async () => {
    const { total, made } = await letterFile(world.engine, { id, seen: 0, again: null })
    return { total, text: (await pdfText(await lettersPdf(made, async () => {}))).join('') }
  }
  const before = await made()
  expect(before.total).toBe(1)
  for (const words of [
    `${world.engine.bank.customer(1)?.name}　様`,
    `電子決済等代行業者（以下「API業者」という。）である${provider.name}`,
    '令和81年3月31日をもって終了いたします',
    `${world.provider(1).name}が承継します。API連携は引き継がれません`,
    '長年のご利用に感謝します。',
  ])
    expect(before.text.replaceAll(/\s/g, '')).toContain(words.replaceAll(/\s/g, ''))
  await move('ended')
  const between = await made()
  await continueEndings(world.engine)
  for (const { total, text } of [between, await made()]) {
    expect(total).toBe(1)
    expect(text.replaceAll(/\s/g, '')).toContain('をもって終了いたしました')
    expect(text).not.toContain('令和81年')
  }
})

it('no grant moves to who takes over: the database refuses it, and the successor reads nothing (R164)', async () => {
  const grant = await world.permit()
  await begin({ successorId: world.provider(1).id })
  await move('ended')
  expect(() =>
    world.engine.store.bulk((db) =>
      db.exec(`UPDATE grants SET providerId = ${world.provider(1).id} WHERE id = ${grant}`),
    ),
  ).toThrow('a grant stays with its provider')
  expect(world.engine.store.find('grants', { id: grant })?.providerId).toBe(world.provider().id)
  await expect(begin({ successorId: world.provider(0).id })).rejects.toThrow()
})

it('an incident stops its provider in one act, names whom it concerns and what was given meanwhile (R162)', async () => {
  const hour = 3_600_000
  const [first, second] = [await world.permit({ customer: 0 }), await world.permit({ customer: 1 })]
  const began = world.clock.now() + hour
  const given = (grantId: number, at: number) =>
    world.engine.access.add({
      ...{ at, providerId: world.provider().id, grantId, endpoint: 'accounts', accountId: null },
      ...{ status: 200, result: 'ok', rows: null },
    })
  given(first, began - 2)
  given(first, began + 1)
  given(first, began + 2)
  await world.engine.access.flush()
  world.clock.offset += 3 * hour
  const late = await world.permit({ customer: 2 })
  const id = await incident({ from: began, until: began + hour }, 'suspended')
  expect(providerById(world.engine, world.provider().id)).toMatchObject({
    ...{ status: 'suspended', statusCause: 'incident', statusReason: '閲覧された' },
  })
  expect(open(id)).not.toContain('stopped')
  const found = caseById(world.engine, id)
  const concerned = await concernedGrants(world.engine, found)
  expect(concerned.map((grant) => grant.id)).toEqual([first, second])
  expect(givenBy(world.engine, found, [first, second, late])).toEqual(
    new Map([[first, { times: 2, firstAt: began + 1, lastAt: began + 2 }]]),
  )
  // Who agrees to the resumption reads its conditions.
  const admin = await world.staff('hq-admin')
  await move('active', world.by(admin.actor))
  const [proposal] = listProposals(world.by(admin.actor))
  expect(JSON.parse(proposal?.after ?? '')).toMatchObject({ conditions: ['鍵を替えた'] })
})

it('an incident is corrected by one at a time, and never tells of what has not come yet (R162)', async () => {
  const id = await incident()
  const { facts, version } = caseById(world.engine, id)
  const save = (change: Partial<IncidentFacts>, at = version) =>
    saveCase(world.by(), {
      ...{ id, version: at },
      form: { kind: 'incident', facts: { ...(facts as IncidentFacts), ...change } },
    })
  await save({ summary: '千件' })
  await expect(save({ summary: '二千件' })).rejects.toMatchObject({
    code: 'case.changed-meanwhile',
  })
  const later = world.clock.now() + 60_000
  await expect(save({ discoveredAt: later }, version + 1)).rejects.toMatchObject({
    detail: 'discoveredAt',
  })
  await expect(note(id, 'bureau', { at: later })).rejects.toMatchObject({ detail: 'at' })
})
