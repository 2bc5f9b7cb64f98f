import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sql } from '#db'
import { FormCustomer } from '../support/form-customer.ts'
import { pushRequest } from '../support/protocol.ts'
import { World } from '../support/world.ts'

/** Requests of one walk that are sent together: what comes of them is what would come of them one after the other. */
let world: World
let issuer: string
/** Milliseconds that the next hashes take, in the order in which they are asked for. */
let hashes: number[] = []
/** What every permission page here shows. */
let shown = ''
const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms))
beforeAll(async () => {
  world = await World.open({ providers: [{ dpop: false }] })
  issuer = await world.listen()
  const { settings } = world.engine
  const many = { walksPerAddress: 10_000, walksPerProvider: 10_000, walksAtOnce: 10_000 }
  await settings.save('policy', { ...settings.get('policy'), ...many, signInsPerAddress: 100 }, 0)
  vi.spyOn(world.engine.bank, 'passwordMatches').mockImplementation(async (login, password) => {
    await pause(hashes.shift() ?? 0)
    return login !== undefined && world.person(login - 1).password === password
  })
  // Positions are drawn anew after each success: which ones must not decide what comes out.
  vi.spyOn(world.engine.bank, 'digitsMatch').mockImplementation(
    (login, _positions, typed) => typed === typedBy(login - 1).join(''),
  )
})
afterAll(() => world.close())
beforeAll(async () => {
  const browser = new FormCustomer()
  await browser.follow((await pushRequest(issuer, world.provider())).url)
  await browser.signIn(world.person(own))
  await browser.submit('user-number', { digit: typedBy(own) })
  shown = browser.shown
})

const own = 0
/** Always asked for a second secret, which nobody here knows. */
const victim = 2
const asked = [1, 2, 3]
const typedBy = (person: number) =>
  asked.map((place) => world.person(person).userNumber[place - 1] ?? '')

class Walk {
  readonly #browser = new FormCustomer()
  readonly #before = grants().length
  #base = ''
  #csrf = ''

  async begin(state: (typeof states)[number]): Promise<void> {
    const { bank, store } = world.engine
    await store.write(() => {
      for (const login of [own + 1, victim + 1]) {
        bank.clearWrongEntries(login)
        bank.keepDigitPositions(login, asked)
      }
    })
    // So that every permission page says the same: nothing is replaced.
    store.bulk((db) =>
      db.exec(
        `UPDATE grants SET status = 'revoked', endedAt = grantedAt, endedBy = 'test', requester = 'self', requestChannel = 'branch', reason = 'no-longer-used' WHERE endedAt IS NULL`,
      ),
    )
    hashes = []
    await this.#browser.follow((await pushRequest(issuer, world.provider())).url)
    this.#base = this.#browser.url.replace(/\/[^/]+$/, '')
    this.#csrf = this.#browser.csrf
    for (const ask of before[state]) await this.send(ask)
  }

  /** @returns what the browser is told: where to go, or which page it sees */
  async send(ask: Ask): Promise<string> {
    const { path, form } = asks[ask]()
    const url = path.startsWith('/')
      ? this.#base.replace('/consent', path)
      : `${this.#base}${path && `/${path}`}`
    const browser = this.#browser.beside()
    const { status, location } = await browser.request(url, form && { csrf: this.#csrf, ...form })
    return `${ask}: ${status} ${told(location) ?? browser.title}`
  }

  /** Where the walk stands, whose it is and what it has given, found out by going on as its owner would. */
  async outcome(answers: string[]): Promise<string> {
    const page = await this.#browser.beside().follow(this.#base)
    const shown = /<h1>(.*?)<\/h1>/.exec(page.text)?.[1]
    const goingOn = []
    for (const ask of ['digits', 'permission page', 'permit', 'resume'] as const)
      goingOn.push(await this.send(ask))
    const given = grants().slice(this.#before)
    const wrong = [own, victim].map((one) => world.engine.bank.loginById(one + 1)?.wrongEntries)
    return JSON.stringify([answers.sort(), shown, goingOn, given, wrong])
  }
}

/** Addresses without what differs from walk to walk. */
function told(location: string | null): string | undefined {
  if (location === null) return undefined
  const { origin, pathname, searchParams } = new URL(location, issuer)
  if (origin === issuer) return pathname.replace(/[\w-]{20,}/, '*')
  return searchParams.get('error') ?? 'code'
}
const grants = () =>
  world.engine.store
    .read(sql.selectFrom('grants').select('customerId').orderBy('id'))
    .map(({ customerId }) => customerId)

const states = ['sign-in', 'user-number', 'permit', 'permitted'] as const
const before = {
  'sign-in': [],
  'user-number': ['own sign-in'],
  permit: ['own sign-in', 'digits', 'permission page'],
  permitted: ['own sign-in', 'digits', 'permission page', 'permit'],
} as const
const signIn = (person: number) => () => ({
  path: 'sign-in',
  form: { loginId: world.person(person).loginId, password: world.person(person).password },
})
const asks = {
  'own sign-in': signIn(own),
  'victim’s sign-in': signIn(victim),
  digits: () => ({ path: 'user-number', form: { digit: typedBy(own) } }),
  permit: () => ({ path: 'permit', form: { shown } }),
  resume: () => ({ path: '/auth', form: undefined }),
  cancel: () => ({ path: 'cancel', form: {} }),
  'out of order': () => ({ path: 'extra-challenge', form: undefined }),
  'permission page': () => ({ path: 'permit', form: undefined }),
} satisfies Record<
  string,
  () => { path: string; form: Record<string, string | string[]> | undefined }
>
type Ask = keyof typeof asks
const names = Object.keys(asks) as Ask[]

const known = new Map<string, Promise<string>>()
/** One after the other, each answered before the next is sent. */
function inTurn(state: (typeof states)[number], order: readonly Ask[]): Promise<string> {
  const key = JSON.stringify([state, order])
  const run = async () => {
    const walk = new Walk()
    await walk.begin(state)
    const answers = []
    for (const ask of order) answers.push(await walk.send(ask))
    return walk.outcome(answers)
  }
  const found = known.get(key) ?? run()
  known.set(key, found)
  return found
}

async function together(
  state: (typeof states)[number],
  sent: readonly { ask: Ask; after: number; hash: number }[],
): Promise<string> {
  const walk = new Walk()
  await walk.begin(state)
  hashes = sent.filter(({ ask }) => ask.endsWith('sign-in')).map(({ hash }) => hash)
  const answers = await Promise.all(
    sent.map(async ({ ask, after }) => {
      await pause(after)
      return walk.send(ask)
    }),
  )
  return walk.outcome(answers)
}

const orders = <T>(all: readonly T[]): T[][] =>
  all.length < 2
    ? [[...all]]
    : all.flatMap((one, i) =>
        orders(all.filter((_, j) => j !== i)).map((others) => [one, ...others]),
      )

it('one after the other, whoever signs in first is whom the walk belongs to', async () => {
  const [mine, theirs] = ['own sign-in', 'victim’s sign-in'] as const
  expect(await inTurn('sign-in', [mine, theirs])).toContain('resume: 200 code')
  expect(await inTurn('sign-in', [theirs, mine])).not.toContain('200 code')
})

describe.each(states)('two at once, at %s', (state) => {
  it.each(names)('%s and any other, in both orders', async (first) => {
    for (const second of names) {
      const allowed = [await inTurn(state, [first, second]), await inTurn(state, [second, first])]
      const sent = [first, second].map((ask) => ({ ask, after: 0, hash: 10 }))
      expect(allowed, second).toContain(await together(state, sent))
    }
  })
})

it('any three, however they and their hashes overlap', async () => {
  const moment = fc.integer({ min: 0, max: 30 })
  const request = fc.record({ ask: fc.constantFrom(...names), after: moment, hash: moment })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...states),
      fc.array(request, { minLength: 3, maxLength: 3 }),
      async (state, sent) => {
        const allowed = []
        for (const order of orders(sent.map(({ ask }) => ask)))
          allowed.push(await inTurn(state, order))
        expect(allowed).toContain(await together(state, sent))
      },
    ),
    {
      numRuns: 20,
      examples: [
        // A victim's sign-in whose hash ends when one's own has been proven.
        [
          'sign-in',
          [
            { ask: 'victim’s sign-in', after: 0, hash: 100 },
            { ask: 'own sign-in', after: 5, hash: 0 },
            { ask: 'digits', after: 40, hash: 0 },
          ],
        ],
      ],
    },
  )
})

it('more than a browser sends at once are turned away, and the others are answered', async () => {
  const walk = new Walk()
  await walk.begin('sign-in')
  let end = (_matches: boolean): void => {}
  vi.mocked(world.engine.bank.passwordMatches).mockImplementationOnce(
    () => new Promise((resolve) => (end = resolve)),
  )
  const told: string[] = []
  const answers = Array.from({ length: 20 }, async () => told.push(await walk.send('own sign-in')))
  await expect.poll(() => told.length).toBe(12)
  expect(new Set(told)).toEqual(new Set(['own sign-in: 429 ただいま混み合っています']))
  end(true)
  await Promise.all(answers)
  expect(new Set(told.slice(12))).toEqual(new Set(['own sign-in: 303 /consent/*/user-number']))
})
