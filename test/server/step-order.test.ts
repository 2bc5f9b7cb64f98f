import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { FormCustomer } from '../support/form-customer.ts'
import { pushRequest } from '../support/protocol.ts'
import { World } from '../support/world.ts'

/** Each step of both flows × each condition under which it is skipped. */
let world: World
let issuer: string
beforeEach(async () => {
  const channels = ['personal' as const, 'business' as const]
  world = await World.open({
    business: true,
    providers: [
      { channels, asksServices: false, asksAccounts: false },
      { channels, asksServices: true, asksAccounts: false },
      { channels, asksServices: false, asksAccounts: true },
      { channels, asksServices: true, asksAccounts: true },
    ],
  })
  issuer = await world.listen()
})
afterEach(() => world.close())

async function start(provider: number, channel: string): Promise<FormCustomer> {
  const customer = new FormCustomer()
  await customer.follow((await pushRequest(issuer, world.provider(provider), { channel })).url)
  return customer
}
const step = (customer: FormCustomer): string =>
  new URL(customer.url).pathname.split('/').at(-1) ?? ''
const grants = () => world.engine.store.read(sql.selectFrom('grants').selectAll())

/** Does what each page asks for, whatever comes, until the provider has the customer back. */
async function walk(
  customer: FormCustomer,
  answers: Record<string, () => Record<string, string | string[]>>,
): Promise<string[]> {
  const order = ['sign-in']
  for (let i = 0; i < 8; i += 1) {
    const here = order.at(-1) ?? ''
    const answer = await customer.submit(here, answers[here]?.() ?? {})
    if (answer.location?.includes('code=')) return order
    order.push(step(customer))
  }
  throw new Error(order.join())
}

const business = (name: 'all' | 'some', services: boolean, accounts: boolean) => ({
  name: `${services ? 'B2' : 'no B2'}, ${accounts ? 'accounts chosen' : 'all accounts'}, ${name === 'all' ? 'every PIN there' : 'two PINs missing'}`,
  company: name === 'all' ? 1 : 0,
  provider: Number(services) + 2 * Number(accounts),
  order: [
    'sign-in',
    ...(services ? ['choose-services'] : []),
    ...(accounts ? ['choose-accounts'] : []),
    ...(name === 'some' ? ['register-inquiry-pin', 'inquiry-pin-result'] : []),
    'permit',
  ],
})

describe('business: B1 → (B2) → (accounts) → (B3 → B4) → B5 (R21, R23, R24)', () => {
  it.each(
    [false, true].flatMap((services) =>
      [false, true].flatMap((accounts) =>
        (['all', 'some'] as const).map((name) => business(name, services, accounts)),
      ),
    ),
  )('$name', async ({ company, provider, order }) => {
    const entry = world.companies[company]
    const customer = await start(provider, 'business')
    const walked = await walk(customer, {
      'sign-in': () => ({
        loginId: entry?.users[0]?.loginId ?? '',
        password: entry?.users[0]?.password ?? '',
      }),
      'choose-services': () => ({ service: ['balance-inquiry', 'transaction-inquiry'] }),
      'choose-accounts': () => ({
        account: [
          ...customer.last.text.matchAll(/name="account" value="(\d+)"(?![^>]*disabled)/g),
        ].map(([, place]) => place ?? ''),
      }),
      'register-inquiry-pin': () => ({
        account:
          /type="radio"[^>]*value="(\d+)"(?![^>]*disabled)/.exec(customer.last.text)?.[1] ?? '',
        pin: '4081',
      }),
      permit: () => ({ tick: 'yes' }),
    })
    expect(walked).toEqual(order)
    // Where nothing was asked, all business functions of the provider are in (R23).
    expect(grants()).toMatchObject([
      { status: 'active', channel: 'business', scopes: 'accounts balances transactions' },
    ])
  })

  it('only accounts that have their PIN chosen: B3 and B4 are skipped', async () => {
    const entry = world.companies[0]
    const customer = await start(2, 'business')
    const walked = await walk(customer, {
      'sign-in': () => ({
        loginId: entry?.users[0]?.loginId ?? '',
        password: entry?.users[0]?.password ?? '',
      }),
      'choose-accounts': () => ({ account: ['0'] }),
      permit: () => ({ tick: 'yes' }),
    })
    expect(walked).toEqual(['sign-in', 'choose-accounts', 'permit'])
  })
})

describe('personal: P1 → P2 → (P3) → (accounts) → P4 (R21, R22)', () => {
  it.each([
    { name: 'nothing more asked', person: 0, provider: 0, more: [] },
    { name: 'P3', person: 2, provider: 0, more: ['extra-challenge'] },
    { name: 'accounts chosen', person: 0, provider: 2, more: ['choose-accounts'] },
    {
      name: 'P3 and accounts chosen',
      person: 2,
      provider: 2,
      more: ['extra-challenge', 'choose-accounts'],
    },
    // 業務 are a matter of companies.
    { name: 'a provider that asks companies for 業務', person: 0, provider: 1, more: [] },
  ])('$name', async ({ person, provider, more }) => {
    const who = world.person(person)
    const customer = await start(provider, 'personal')
    const walked = await walk(customer, {
      'sign-in': () => ({ loginId: who.loginId, password: who.password }),
      'user-number': () => ({ digit: customer.digits(who.userNumber) }),
      'extra-challenge': () => ({
        answer:
          who.questions.find(({ question }) => customer.last.text.includes(question))?.answer ?? '',
      }),
      'choose-accounts': () => ({ account: ['0'] }),
    })
    expect(walked).toEqual(['sign-in', 'user-number', ...more, 'permit'])
    expect(grants()).toMatchObject([{ status: 'active', channel: 'personal' }])
  })
})
