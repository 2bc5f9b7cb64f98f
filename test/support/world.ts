import { randomUUID } from 'node:crypto'
import { cpSync } from 'node:fs'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import {
  type DemoCompany,
  isLinkable,
  loadDemoBank,
  loadDemoCompanies,
  type NamedPerson,
} from '#bank'
import { sql } from '#db'
import {
  type ActContext,
  type Actor,
  approveText,
  type ConsentSession,
  ConsentSessions,
  changeProviderStatus,
  createEnrolled,
  createProvider,
  findText,
  inventedTerms,
  issuerMark,
  listAudit,
  type OpenEngine,
  openEngine,
  type Provider,
  permitGrant,
  providerById,
  saveDraft,
  supersedeFormer,
  systemActor,
  type TestChannel,
  textsAt,
} from '#engine'
import type { SigningAlgorithm } from '#shared/algorithms'
import type { ScreenTextKind } from '#shared/consent-texts'
import type { Channel, Scope } from '#shared/grant'
import { isoDate } from '#shared/japanese-date'
import { plainProvider } from '#shared/provider'
import type { Role } from '#shared/staff'
import { type Listener, openListener } from '../../src/main/listener/index.ts'
import { fetchPublic } from '../../src/main/outbound/fetch-public.ts'
import { type ProviderListener, startProviderListener } from '../../src/main/server/index.ts'
import { notInWords } from './audit-in-words.ts'
import { fillLedger } from './ledger.ts'
import type { DemoCustomer, DemoProvider } from './service-process.ts'
import { removeFolder, temporaryFolder } from './service-process.ts'

interface ProviderOptions {
  /** Off only where bearer is what the test is about. */
  dpop?: boolean
  algorithm?: SigningAlgorithm
  scopes?: Scope[]
  channels?: Channel[]
  asksServices?: boolean
  asksAccounts?: boolean
}

interface WorldOptions {
  customers?: number
  providers?: ProviderOptions[]
  /** Companies too, and a validity for their links. */
  business?: boolean
}

export class TestClock {
  offset = 0
  #stopped: number | undefined
  now = (): number => (this.#stopped ?? Date.now()) + this.offset

  /** No time passes but what is added: nothing is written because time went by. */
  stop(): void {
    this.#stopped = Date.now()
  }
}

/** Written by providers' calls moments later, and the audit's own index. */
const ofOthers = [
  ...['accessRecords', 'listedCustomers', 'keyUses', 'trafficHours', 'trafficDays', 'nearLimits'],
]

/** Worlds at rest by what was asked for; null after the first one, since most files open no second. */
const templates = new Map<string, World | null>()

/** A world of its own: real SQLite file, real keys, three customers who can sign in, providers as asked for. */
export class World {
  engine: OpenEngine
  readonly clock: TestClock
  readonly people: NamedPerson[]
  companies: DemoCompany[] = []
  readonly providers: (DemoProvider & { id: number })[] = []
  http: Listener | undefined
  listener: ProviderListener | undefined
  testChannel: TestChannel | undefined

  constructor(engine: OpenEngine, clock: TestClock, people: NamedPerson[]) {
    this.engine = engine
    this.clock = clock
    this.people = people
  }

  /** From the second world of a kind in a file on, a copy of one at rest: hashes of passwords take most of the time. */
  static async open(options: WorldOptions = {}): Promise<World> {
    const kind = JSON.stringify(options)
    const found = templates.get(kind)
    if (found === undefined) {
      templates.set(kind, null)
      return World.#make(options)
    }
    const template = found ?? (await World.#template(options))
    templates.set(kind, template)
    const folder = temporaryFolder()
    cpSync(template.engine.store.folder, folder, { recursive: true })
    const clock = new TestClock()
    const world = new World(openOn(folder, clock), clock, structuredClone(template.people))
    world.companies = structuredClone(template.companies)
    world.providers.push(...structuredClone(template.providers))
    return world
  }

  static async #template(options: WorldOptions): Promise<World> {
    const world = await World.#make(options)
    await world.engine.close()
    process.once('exit', () => removeFolder(world.engine.store.folder))
    return world
  }

  static async #make(options: WorldOptions): Promise<World> {
    const clock = new TestClock()
    const engine = openOn(temporaryFolder(), clock)
    await engine.settings.save(
      'institution',
      {
        code: '2075',
        name: '秋田県信用組合',
        phone: '018-000-0000',
        phoneHours: '平日 9:00〜17:00',
      },
      clock.now(),
    )
    // Staff of tests sign in by password, but where the authenticator is what the test is about.
    const requests = engine.settings.get('requests')
    await engine.settings.save('requests', { ...requests, secondFactorRoles: [] }, clock.now())
    await engine.settings.saveMark(issuerMark, 'https://api.shinkumi.example', clock.now())
    inventedTerms(engine, { title: 'API利用規定', paragraphs: ['第1条　目的'] })
    const people = await loadDemoBank(engine.store, engine.passwords, engine.factors, {
      customers: options.customers ?? 12,
      transactionsPerAccount: 4,
      nowMs: clock.now(),
    })
    const world = new World(engine, clock, people)
    if (options.business) {
      world.companies = await loadDemoCompanies(engine.store, engine.passwords, clock.now())
      const policy = engine.settings.get('policy.business')
      await engine.settings.save('policy.business', { ...policy, validityDays: 180 }, clock.now())
    }
    for (const provider of options.providers ?? [{}]) await world.addProvider(provider)
    return world
  }

  /** Who acts on the engine itself. */
  by(actor = systemActor): ActContext {
    return { engine: this.engine, actor, correlationId: 'c' }
  }

  async listen(issuer?: string, trustFront?: string, port = 0): Promise<string> {
    this.http = await openListener({ host: '127.0.0.1', port })
    const { engine, http } = this
    this.listener = await startProviderListener({ engine, http, issuer, trustFront })
    return this.listener.issuer
  }

  async addProvider({
    dpop = true,
    algorithm = 'ES256' as SigningAlgorithm,
    scopes = ['accounts', 'balances', 'transactions'] as Scope[],
    channels = ['personal'] as Channel[],
    asksServices = false,
    asksAccounts = false,
  }: ProviderOptions): Promise<DemoProvider & { id: number }> {
    const pair = await generateKeyPair(algorithm, { extractable: true })
    const bare = await exportJWK(pair.publicKey)
    const named = { kid: await calculateJwkThumbprint(bare), alg: algorithm, use: 'sig' }
    const index = this.providers.length
    const clientId = `provider-${index}`
    const redirectUris = [`https://provider-${index}.example/callback`]
    const id = await createProvider(this.by(), {
      clientId,
      name: `試験業者${index}`,
      kana: `シケンギョウシャ${index}`,
      servicePersonal: `家計簿${index}`,
      serviceBusiness: channels.includes('business') ? `会計${index}` : '',
      registrationNumber: `関東財務局長（電代）第${900 + index}号`,
      contact: '',
      channels,
      scopes,
      redirectUris,
      jwks: { keys: [{ ...bare, ...named } as never] },
      jwksUri: '',
      signingAlgorithm: algorithm,
      dpop,
      ...plainProvider,
      asksServices,
      asksAccounts,
    })
    await this.engine.store.write(() => fillLedger(this.engine, id))
    let version = 1
    for (const to of ['review', 'approval', 'active'] as const)
      await changeProviderStatus(this.by(), { id, version: version++, to, reason: '' })
    const entry = {
      id,
      name: `試験業者${index}`,
      clientId,
      redirectUris,
      scope: scopes.join(' '),
      privateJwk: { ...(await exportJWK(pair.privateKey)), ...named } as DemoProvider['privateJwk'],
      dpop,
    }
    this.providers.push(entry)
    return entry
  }

  get customer(): DemoCustomer {
    return this.person(0)
  }

  person(index: number): DemoCustomer {
    const person = this.people[index]
    if (!person) throw new RangeError(`no person ${index}`)
    return { ...person, customerNumber: String(person.id).padStart(7, '0') }
  }

  provider(index = 0): DemoProvider & { id: number } {
    const provider = this.providers[index]
    if (!provider) throw new RangeError(`no provider ${index}`)
    return provider
  }

  registered(index = 0): Provider {
    const found = providerById(this.engine, this.provider(index).id)
    if (!found) throw new Error('not registered')
    return found
  }

  async suspend(index = 0): Promise<void> {
    const { id, version } = this.registered(index)
    await changeProviderStatus(this.by(), { id, version, to: 'suspended', reason: '試験' })
  }

  async resume(index = 0): Promise<void> {
    const { id, version } = this.registered(index)
    await changeProviderStatus(this.by(), { id, version, to: 'active', reason: '' })
  }

  /** A customer at the first page, as a provider's request brings them there. */
  walk(): ConsentSession {
    const sessions = new ConsentSessions(this.engine)
    const uid = randomUUID()
    sessions.begin(uid, { link: uid, provider: '1', address: '127.0.0.1' })
    return sessions.open(uid, {
      providerId: 1,
      channel: 'personal',
      language: 'ja',
      scopes: ['accounts'],
      redirectUri: this.provider().redirectUris[0] ?? '',
      asksServices: false,
      asksAccounts: false,
    })
  }

  /** A permission as the consent screens would record it, and its code redeemed, unless it is waiting. */
  async permit(
    options: {
      customer?: number
      provider?: number
      scopes?: Scope[]
      accounts?: number[]
      waiting?: boolean
    } = {},
  ): Promise<number> {
    const grantId = this.engine.sequences.next('grants')
    await this.engine.store.write(() => {
      permitGrant(this.engine, {
        grantId,
        customerId: (options.customer ?? 0) + 1,
        providerId: this.provider(options.provider).id,
        channel: 'personal',
        scopes: options.scopes ?? ['accounts', 'balances', 'transactions'],
        services: [],
        accountIds: options.accounts ?? this.linkable((options.customer ?? 0) + 1),
        inquiryPins: [],
        loginKey: (options.customer ?? 0) + 1,
        evidence: {
          textVersion: 1,
          termsNumber: 1,
          language: 'ja',
          view: '{}',
          shownHash: Buffer.alloc(32, 7),
        },
        correlationId: randomUUID(),
      })
      if (!options.waiting) supersedeFormer(this.engine, grantId, randomUUID())
    })
    return grantId
  }

  /** Publishes changed texts at once, as two persons would. */
  async publish(kind: ScreenTextKind, change: Record<string, string>): Promise<number> {
    const { engine } = this
    const number = await saveDraft(this.by(await this.#editor('editor-1')), {
      kind,
      draft: null,
      body: { ...textsAt(engine, kind, engine.clock.now()), ...change },
      note: '試験',
    })
    const from = isoDate(engine.clock.now())
    const seenAt = findText(engine, kind, number).updatedAt
    await approveText(this.by(await this.#editor('editor-2')), { kind, number, seenAt, from })
    return number
  }

  /** Somebody of head office, who never signs in. */
  async #editor(loginId: string): Promise<Actor> {
    const { store, clock } = this.engine
    const form = { loginId, name: loginId, role: 'hq-admin', branchCode: '011' } as const
    const row = { ...form, passwordHash: '', createdAt: clock.now() }
    const id =
      store.find('staff', { loginId })?.id ?? (await store.write(() => store.insert('staff', row)))
    return { kind: 'staff', id: String(id), name: loginId }
  }

  /** The grant that was permitted last. */
  newestGrant() {
    const newest = sql.selectFrom('grants').selectAll().orderBy('id', 'desc').limit(1)
    const [grant] = this.engine.store.read(newest)
    if (!grant) throw new RangeError('no grant')
    return grant
  }

  statusOf(grantId: number): string | undefined {
    return this.engine.store.find('grants', { id: grantId })?.status
  }

  linkable(customerId: number): number[] {
    return this.engine.bank
      .openAccounts(customerId)
      .filter(isLinkable)
      .map((account) => account.id)
  }

  async staff(
    role: Role = 'clerk',
    loginId = `staff-${role}`,
  ): Promise<{ login: { loginId: string; password: string }; actor: Actor }> {
    const password = `long-enough-${role}`
    const id = await createEnrolled(this.by(), {
      ...{ loginId, name: `職員${role}`, role, branchCode: '011', password },
    })
    return {
      login: { loginId, password },
      actor: {
        kind: 'staff',
        id: String(id),
        name: `職員${role}`,
        role,
        branchCode: '011',
        terminal: 'test',
      },
    }
  }

  /**
   * Every row there is, by table, less what a provider's call leaves of itself some moments later: to prove what an act has
   * changed, and that a refusal has changed nothing.
   */
  rows(): Map<string, Set<string>> {
    const found = new Map<string, Set<string>>()
    this.engine.store.bulk((db) => {
      const tables = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND instr(name, '_') = 0")
        .pluck()
        .all() as string[]
      for (const table of tables.filter((name) => !ofOthers.includes(name))) {
        const rows = db.prepare<[], object>(`SELECT * FROM "${table}"`).all()
        const texts = rows.map((row) => JSON.stringify({ ...row, lastAccessAt: undefined }))
        found.set(table, new Set(texts))
      }
    })
    return found
  }

  /** The same data under a new engine. @param meanwhile what happens to the files while nobody has them open */
  async restart(meanwhile: () => void = () => {}): Promise<void> {
    await this.listener?.close()
    await this.engine.close()
    this.reopen(meanwhile)
  }

  /** After a start that was refused. */
  reopen(meanwhile: () => void): void {
    meanwhile()
    this.engine = openOn(this.engine.store.folder, this.clock)
  }

  /** @throws Error an act left something in the audit that no person can read (U11) */
  async close(): Promise<void> {
    await this.listener?.close()
    const { rows } = listAudit(this.engine, {
      ...{ actorKind: null, outcome: null, action: '', text: '', before: null },
      limit: 2_000,
    })
    const unread = new Set(rows.flatMap((entry) => notInWords(entry)))
    await this.engine.close()
    removeFolder(this.engine.store.folder)
    if (unread.size > 0) throw new Error(`not in words:\n${[...unread].join('\n')}`)
  }
}

const openOn = (folder: string, clock: TestClock): OpenEngine =>
  openEngine({ folder, clock, fetchPublic, log: { warn() {}, error() {} }, version: 'test' })

/** How many rows of each table are new, changed or gone: `{ auditEntries: 1 }`. */
export function changed(
  before: Map<string, Set<string>>,
  after: Map<string, Set<string>>,
): Record<string, number> {
  const missing = (rows: Set<string> | undefined, of: Set<string> | undefined): number =>
    [...(of ?? [])].filter((row) => !rows?.has(row)).length
  return Object.fromEntries(
    [...after].flatMap(([table, rows]) => {
      const was = before.get(table)
      const n = Math.max(missing(was, rows), missing(rows, was))
      return n === 0 ? [] : [[table, n]]
    }),
  )
}
