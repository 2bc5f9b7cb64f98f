import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Policy } from '#shared/settings'
import { FormCustomer } from '../support/form-customer.ts'
import { pushRequest } from '../support/protocol.ts'
import { changed, World } from '../support/world.ts'

/** How many walks and sign-ins may be under way at once, and what newcomers are told when there is no room. */
let world: World
let issuer: string
beforeEach(async () => {
  world = await World.open({ providers: [{}, {}] })
  issuer = await world.listen(undefined, '127.0.0.1')
  const { settings } = world.engine
  const policy = settings.get('policy.personal')
  await settings.save('policy.personal', { ...policy, riskRule: 'never' }, 0)
})
afterEach(() => world.close())

const limit = (change: Partial<Policy>) =>
  world.engine.settings.save('policy', { ...world.engine.settings.get('policy'), ...change }, 0)
const at = (address: string) => new FormCustomer({ 'x-forwarded-for': address })
const request = async (provider = 0) => (await pushRequest(issuer, world.provider(provider))).url
const begin = async (customer: FormCustomer, url: string): Promise<FormCustomer> => {
  await customer.follow(url)
  return customer
}
const isIn = (customer: FormCustomer) => customer.last.text.includes('ログインID')
const told = (customer: FormCustomer) => [
  customer.last.status,
  customer.last.headers.get('retry-after'),
  customer.title,
]
const busy = [429, '60', 'ただいま混み合っています']

describe('walks', () => {
  const rows: {
    name: string
    change: Partial<Policy>
    most: number
    /** Where the n-th comes from, and with which request. */
    nth: (n: number, one: string) => Promise<[string, string]>
    /** Who still gets in when those are refused. */
    other: (one: string) => Promise<[string, string]>
  }[] = [
    {
      name: 'of one link',
      change: { walksPerLink: 2 },
      most: 2,
      nth: async (n, one) => [`10.0.0.${n}`, one],
      other: async () => ['10.0.1.1', await request()],
    },
    {
      name: 'from one IPv4 address, whatever it says of itself',
      change: { walksPerAddress: 2 },
      most: 2,
      nth: async (n) => [`10.1.0.${n}, 10.0.0.1${n % 2 ? ', 127.0.0.1' : ''}`, await request()],
      other: async () => ['10.0.0.2', await request()],
    },
    {
      name: 'from one /64',
      change: { walksPerAddress: 2 },
      most: 2,
      nth: async (n) => [`2001:db8:1:1::${n + 1}`, await request()],
      other: async () => ['2001:db8:1:2::1', await request()],
    },
    {
      name: 'from one /48',
      change: { walksPerAddress: 2 },
      most: 8,
      nth: async (n) => [`2001:db8:1:${n + 1}::1`, await request()],
      other: async () => ['2001:db8:2:1::1', await request()],
    },
    {
      name: 'of one provider',
      change: { walksPerProvider: 10 },
      most: 10,
      nth: async (n) => [`10.0.0.${n}`, await request()],
      other: async () => ['10.0.0.1', await request(1)],
    },
  ]
  it.each(rows)(
    '$name: one too many is told to come later; who is on the way goes on',
    async ({ change, most, nth, other }) => {
      await limit(change)
      const link = await request()
      const inside: FormCustomer[] = []
      for (let n = 0; n < most; n += 1) {
        const [address, url] = await nth(n, link)
        inside.push(await begin(at(address), url))
      }
      expect(inside.map(isIn)).not.toContain(false)
      const [first] = inside
      await first?.signIn(world.customer)
      const [address, url] = await nth(most, link)
      const before = world.rows()
      const late = await begin(at(address), url)
      expect([told(late), late.last.location]).toEqual([busy, null])
      // A refused request leaves nothing: filling the database may be what it was sent for.
      expect(changed(before, world.rows())).toEqual({})
      const [elsewhere, another] = await other(link)
      expect(isIn(await begin(at(elsewhere), another))).toBe(true)
      await first?.submit('user-number', { digit: first.digits(world.customer.userNumber) })
      expect((await first?.submit('permit'))?.location).toContain('code=')
      // A place is free again.
      const [place, again] = await nth(most + 1, await request())
      expect(isIn(await begin(at(place), again))).toBe(true)
    },
  )

  it('in all; places are free again when 中止する is pressed and when the time is over', async () => {
    await limit({ walksAtOnce: 10 })
    const inside: FormCustomer[] = []
    for (let n = 0; n < 10; n += 1)
      inside.push(await begin(at(`10.0.0.${n}`), await request(n % 2)))
    expect(told(await begin(at('10.0.1.1'), await request()))).toEqual(busy)
    await inside[3]?.submit('cancel')
    expect(isIn(await begin(at('10.0.1.1'), await request()))).toBe(true)
    expect(told(await begin(at('10.0.1.2'), await request()))).toEqual(busy)
    const late = Date.now() + 11 * 60_000
    const now = vi.spyOn(Date, 'now').mockImplementation(() => late)
    const [pushed, expired] = [await request(), inside[0]]
    expect(isIn(await begin(at('10.0.1.3'), pushed))).toBe(true)
    await expired?.request(expired.url)
    expect(expired?.title).toBe('お手続きの時間が過ぎました')
    now.mockRestore()
  })
})

describe('sign-ins that are being checked', () => {
  it.each([
    ['from one address', { signInsPerAddress: 2 }, (n: number) => `10.${n < 3 ? 0 : n}.0.1`],
    ['of one provider', { signInsAtOnce: 4 }, (n: number) => `10.${n}.0.1`],
  ] as const)(
    '%s: one too many is not checked, and can be tried again',
    async (_name, change, address) => {
      const { bank } = world.engine
      await limit(change)
      const customers: FormCustomer[] = []
      for (let n = 0; n < 3; n += 1) customers.push(await begin(at(address(n)), await request()))
      const free = await begin(at(address(4)), await request(1))
      const real = bank.passwordMatches.bind(bank)
      const ends: (() => void)[] = []
      onTestFinished(() => {
        for (const end of ends) end()
      })
      const hash = vi.spyOn(bank, 'passwordMatches').mockImplementation(async (login, password) => {
        // Only the two that take the places wait: a third that got in would be answered, and fail the test at once.
        if (ends.length < 2) await new Promise<void>((resume) => ends.push(resume))
        return real(login, password)
      })
      const [one, two, three] = customers as [FormCustomer, FormCustomer, FormCustomer]
      const waiting = [one, two].map((customer) => customer.signIn(world.customer))
      await expect.poll(() => ends.length).toBe(2)
      const before = world.rows()
      await three.signIn(world.customer)
      expect([three.last.status, three.title]).toEqual([429, 'ただいま混み合っています'])
      expect([hash.mock.calls.length, changed(before, world.rows())]).toEqual([2, {}])
      await free.signIn(world.customer)
      hash.mockRestore()
      for (const end of ends) end()
      await Promise.all(waiting)
      await three.follow(three.url)
      await three.signIn(world.customer)
      expect([one, two, three, free].map(({ title }) => title)).toEqual(
        Array.from({ length: 4 }, () => 'API連携認証（利用登録）（利用者番号認証）'),
      )
    },
    30_000,
  )
})
