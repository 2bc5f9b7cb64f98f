import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { updateProvider } from '#engine'
import { isoDate } from '#shared/japanese-date'
import { policyKey } from '#shared/settings'
import { FormCustomer } from '../support/form-customer.ts'
import { pushRequest, redeem } from '../support/protocol.ts'
import { act, openAtCounter } from '../support/request-steps.ts'
import { changed, World } from '../support/world.ts'

/** Whatever may change between two requests of a walk × the requests between which it changes. */
let world: World
let issuer: string
let serial = 0
beforeAll(async () => {
  world = await World.open({
    business: true,
    providers: [{ channels: ['personal', 'business'] }],
  })
  issuer = await world.listen()
})
afterAll(() => world.close())

type Channel = 'personal' | 'business'
const customerOf = (channel: Channel): number =>
  channel === 'personal' ? 1 : (world.companies[1]?.id ?? 0)
const loginOf = (channel: Channel) => {
  const login = channel === 'personal' ? world.customer : world.companies[1]?.users[0]
  return { loginId: login?.loginId ?? '', password: login?.password ?? '' }
}
const loginKeyOf = (channel: Channel): number =>
  world.engine.bank.login(loginOf(channel).loginId)?.id ?? 0
const refusedUntil = (channel: Channel) =>
  world.engine.bank.loginById(loginKeyOf(channel))?.refusedUntil
const refuse = (channel: Channel, until: number | null) =>
  world.engine.store.write(() =>
    world.engine.bank.keepWrongEntry(loginKeyOf(channel), {
      wrongEntries: 0,
      refusedUntil: until,
      wrongAt: null,
    }),
  )
const sqlOnce = async (text: string): Promise<void> =>
  world.engine.store.bulk((db) => void db.exec(text))
const lastFor = (channel: Channel, validityDays: number | null) => {
  const { settings } = world.engine
  const policy = settings.get(policyKey[channel])
  return settings.save(policyKey[channel], { ...policy, validityDays }, 0)
}
const register = (change: object) => {
  const { id, version, ...provider } = world.registered()
  return updateProvider(world.by(), { id, version, provider: { ...provider, ...change } })
}

/** From the provider's request to the permission page. */
async function toPermit(channel: Channel) {
  const pushed = await pushRequest(issuer, world.provider(), { channel })
  const customer = new FormCustomer()
  await customer.follow(pushed.url)
  await customer.submit('sign-in', loginOf(channel))
  if (channel === 'personal')
    await customer.submit('user-number', { digit: customer.digits(world.customer.userNumber) })
  expect(customer.last.text).toContain('>許可</button>')
  const press = () =>
    customer.request(customer.action('permit'), {
      csrf: customer.csrf,
      shown: customer.shown,
      tick: 'yes',
    })
  return { customer, press, pushed }
}

interface Change {
  name: string
  of?: Channel[]
  make: (channel: Channel) => Promise<unknown>
  title: string
  /** Makes it as it was: then the same walk goes on. */
  unmake: (channel: Channel) => Promise<unknown>
  /** Unless the authorization server itself has ended it on the way. */
  ends?: 'between the press and the redirect'
}
const stopped = 'この「API業者」との連携を停止しています'
const locked = 'ご利用を一時的に制限しています'
const refused = 'お手続きをはじめられません'
const changes: Change[] = [
  {
    name: 'the provider is suspended',
    of: ['personal'],
    make: () => world.suspend(),
    title: stopped,
    unmake: () => world.resume(),
    ends: 'between the press and the redirect',
  },
  {
    name: 'the provider loses a scope',
    make: () => register({ scopes: ['accounts', 'balances'] }),
    title: refused,
    unmake: () => register({ scopes: ['accounts', 'balances', 'transactions'] }),
  },
  {
    name: 'the provider loses the channel',
    of: ['business'],
    make: () => register({ channels: ['personal'] }),
    title: refused,
    unmake: () => register({ channels: ['personal', 'business'] }),
  },
  {
    name: 'the address to return to is taken from the register',
    make: () => register({ redirectUris: ['https://provider-0.example/other'] }),
    title: refused,
    unmake: () => register({ redirectUris: world.provider().redirectUris }),
  },
  {
    name: 'nobody says any more how long a link lasts',
    make: (channel) => lastFor(channel, null),
    title: 'ただいまお手続きできません',
    unmake: (channel) => lastFor(channel, 90),
  },
  {
    name: 'the login is locked elsewhere',
    make: (channel) => refuse(channel, world.clock.now() + 60_000),
    title: locked,
    unmake: (channel) => refuse(channel, null),
  },
  {
    name: '利用停止',
    make: (channel) => refuse(channel, Number.MAX_SAFE_INTEGER),
    title: locked,
    unmake: (channel) => refuse(channel, null),
  },
  {
    name: '緊急停止',
    make: async (channel) => {
      const { actor } = await world.staff('clerk', `clerk-${++serial}`)
      const scope = { kind: 'customer' } as const
      const request = await openAtCounter(world, actor, customerOf(channel))
      await act(world, actor, request, { kind: 'emergency', scope, reason: 'fraud-suspected' })
    },
    title: 'API連携のご利用を止めています',
    unmake: () =>
      sqlOnce(
        "DELETE FROM customerStops; UPDATE holds SET endedAt = at WHERE endedAt IS NULL; UPDATE grants SET status = 'active' WHERE status = 'held'",
      ),
  },
  {
    name: 'the login is another customer’s now',
    make: (channel) =>
      sqlOnce(`UPDATE logins SET customerId = 2 WHERE id = ${loginKeyOf(channel)}`),
    title: locked,
    unmake: (channel) =>
      sqlOnce(
        `UPDATE logins SET customerId = ${customerOf(channel)} WHERE id = ${loginKeyOf(channel)}`,
      ),
  },
  {
    name: 'the company lets only others consent',
    of: ['business'],
    make: () =>
      world.engine.store.write(() => world.engine.bank.allowConsent(loginKeyOf('business'), false)),
    title: 'このログインIDでは許可できません',
    unmake: () =>
      world.engine.store.write(() => world.engine.bank.allowConsent(loginKeyOf('business'), true)),
  },
  {
    name: 'the user’s last day has come',
    of: ['business'],
    make: () =>
      sqlOnce(
        `UPDATE logins SET leftOn = '${isoDate(world.clock.now())}' WHERE id = ${loginKeyOf('business')}`,
      ),
    title: 'このログインIDはご利用いただけません',
    unmake: () => sqlOnce('UPDATE logins SET leftOn = NULL'),
  },
  {
    name: 'every account is closed',
    make: (channel) =>
      sqlOnce(
        `UPDATE accounts SET closedOn = '2026-01-01' WHERE customerId = ${customerOf(channel)}`,
      ),
    title: '連携できる口座がありません',
    unmake: () => sqlOnce('UPDATE accounts SET closedOn = NULL'),
  },
]
const rows = changes.flatMap(({ of = ['personal', 'business'], ...change }) =>
  of.map((channel) => ({ ...change, channel })),
)

describe.each(rows)('$name ($channel)', ({ channel, make, title, unmake, ends }) => {
  it.each(['before the press', 'between the press and the redirect'] as const)(
    '%s: refused, and nothing is written but the refusal',
    async (when) => {
      const { customer, press, pushed } = await toPermit(channel)
      const late = when === 'between the press and the redirect'
      let pressed = late ? await press() : undefined
      await make(channel)
      try {
        const [before, refusedBefore] = [world.rows(), refusedUntil(channel)]
        pressed ??= await press()
        const answer =
          pressed.location === null
            ? pressed
            : await customer.follow(new URL(pressed.location, issuer).href)
        expect([customer.title, answer.location]).toEqual([title, null])
        expect(answer.status).toBeGreaterThanOrEqual(400)
        // No grant, history, code or token; a refusal that lifts no stop.
        expect(changed(before, world.rows())).toEqual(late ? { auditEntries: 1 } : {})
        expect(refusedUntil(channel)).toBe(refusedBefore)
      } finally {
        await unmake(channel)
      }
      if (when === ends) return
      await customer.follow(customer.url.replace(/[^/]+$/, 'permit'))
      const again = await customer.submit('permit', { tick: 'yes' })
      const callback = new URL(again.location ?? '')
      const code = callback.searchParams.get('code') ?? ''
      const tokens = await redeem(issuer, world.provider(), { ...pushed, code, callback })
      expect(tokens.status).toBe(200)
    },
  )
})

it('the time runs out between the press and the redirect: nothing is permitted', async () => {
  const { customer, press } = await toPermit('personal')
  const pressed = await press()
  const before = world.rows()
  const late = Date.now() + 11 * 60_000
  const real = Date.now
  Date.now = () => late
  try {
    await customer.follow(new URL(pressed.location ?? '', issuer).href)
    expect(customer.title).toBe('お手続きの時間が過ぎました')
  } finally {
    Date.now = real
  }
  expect(changed(before, world.rows())).toEqual({})
})

it('the provider is renamed between the press and the redirect: nothing is permitted under a name that was not shown', async () => {
  const { customer, press } = await toPermit('personal')
  const pressed = await press()
  await register({ name: '別の名前' })
  const before = world.rows()
  const answer = await customer.follow(new URL(pressed.location ?? '', issuer).href)
  expect(answer.location).toBeNull()
  expect(answer.text).toContain('連携先の名称・サービス名が変わりました。')
  expect(changed(before, world.rows())).toEqual({ auditEntries: 1 })
})
