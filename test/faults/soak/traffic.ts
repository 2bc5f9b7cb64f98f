import type { Desk } from '../../support/desk-client.ts'
import { FormCustomer } from '../../support/form-customer.ts'
import type { TestProvider } from '../../support/provider-client.ts'
import { endAtCounter } from '../../support/request-steps.ts'
import type { DemoCustomer } from '../../support/service-process.ts'
import type { Ledger } from './ledger.ts'

interface Link {
  provider: TestProvider
  customer: DemoCustomer
  access: string
  refresh: string
  accounts: string[]
  /** What the world was told: from `ending` on either answer is right until `ended`. */
  state: 'live' | 'ending' | 'ended'
}

/** Each minute, as a credit union of some size may have it at its busiest. Ends are as many as new links, less those superseded. */
const perMinute = { links: 20, refreshes: 100, dataCalls: 500, staffEnds: 8, providerEnds: 6 }
const supersededOf20 = 6

const any = <T>(all: readonly T[]): T | undefined => all[Math.floor(Math.random() * all.length)]

/** Providers with their own clients (openid-client), and customers with their forms. */
export class Traffic {
  readonly #ledger: Ledger
  readonly #providers: TestProvider[]
  readonly #customers: DemoCustomer[]
  /** At a page of ours now: which digits are asked belongs to the login. */
  readonly #walking = new Set<DemoCustomer>()
  #links: Link[] = []
  #turn = 0

  constructor(ledger: Ledger, providers: TestProvider[], customers: DemoCustomer[]) {
    this.#ledger = ledger
    this.#providers = providers
    this.#customers = customers
  }

  get live(): number {
    return this.#links.length
  }

  /** Links before the time begins. */
  async fill(links: number): Promise<void> {
    while (this.live < links)
      await Promise.all([1, 2, 3].map(() => this.#ledger.run('link', () => this.#link(false))))
  }

  /** All of it, until the ledger is stopped. */
  async begin(clerk: Desk): Promise<void> {
    const { links, refreshes, dataCalls, staffEnds, providerEnds } = perMinute
    const pace: Ledger['pace'] = (...given) => this.#ledger.pace(...given)
    let made = 0
    await Promise.all([
      pace('link', links, () => this.#link(made++ % links < supersededOf20)),
      pace('refresh', refreshes, () => this.#refresh()),
      pace('data call', dataCalls, () => this.#read()),
      pace('end by staff', staffEnds, () => this.#end((link) => endByStaff(clerk, link))),
      pace('end by provider', providerEnds, () =>
        this.#end(({ provider, refresh }) => provider.revoke(refresh)),
      ),
    ])
  }

  /** One that nobody else uses, and that the ledger takes for live: a fault that must be noticed. */
  async plant(): Promise<void> {
    const link = any(this.#links)
    await link?.provider.revoke(link.refresh)
  }

  #of = (customer: DemoCustomer, provider: TestProvider): Link | undefined =>
    this.#links.find((link) => link.customer === customer && link.provider === provider)

  async #link(supersede: boolean): Promise<unknown> {
    const former = supersede ? this.#take() : undefined
    const customer =
      former?.customer ?? any(this.#customers.filter((one) => !this.#walking.has(one)))
    const provider =
      former?.provider ?? any(this.#providers.filter((one) => customer && !this.#of(customer, one)))
    if (!customer || !provider) throw new Error('nobody is left to link')
    this.#walking.add(customer)
    try {
      const begun = await provider.start()
      const callback = await new FormCustomer().permitAll(begun.url.href, customer)
      const tokens = await provider.finish(begun, callback)
      if (former) await this.#ended(former)
      const link: Link = {
        ...{ provider, customer, state: 'live', accounts: [] },
        access: tokens.access_token,
        refresh: tokens.refresh_token ?? '',
      }
      const { body } = await expectRead(link, '/accounts')
      link.accounts = (body.accounts as { accountId: string }[]).map(({ accountId }) => accountId)
      this.#links.push(link)
    } finally {
      this.#walking.delete(customer)
    }
    return true
  }

  /** Takes a link out of use whose customer is not walking. */
  #take(): Link | undefined {
    const link = any(this.#links.filter(({ customer }) => !this.#walking.has(customer)))
    if (!link) return undefined
    link.state = 'ending'
    this.#links = this.#links.filter((one) => one !== link)
    return link
  }

  async #end(how: (link: Link) => Promise<unknown>): Promise<unknown> {
    const link = this.#take()
    if (!link) return false
    this.#walking.add(link.customer)
    try {
      await how(link)
      await this.#ended(link)
    } finally {
      this.#walking.delete(link.customer)
    }
    return true
  }

  /** From the answer on no token of it is good for anything. */
  async #ended(link: Link): Promise<void> {
    link.state = 'ended'
    const { status } = await link.provider.get(link.access, '/accounts')
    const refreshed = await link.provider.refresh(link.refresh).then(
      () => true,
      (error: { error?: string }) => error.error !== 'invalid_grant',
    )
    if (status !== 401 || refreshed)
      this.#ledger.note(`ended, and answered ${status}, refreshed: ${refreshed}`)
  }

  #next(): Link | undefined {
    this.#turn += 1
    return this.#links[this.#turn % this.#links.length]
  }

  async #refresh(): Promise<unknown> {
    const link = this.#next()
    if (!link) return false
    try {
      const tokens = await link.provider.refresh(link.refresh)
      link.access = tokens.access_token
      link.refresh = tokens.refresh_token ?? link.refresh
    } catch (error) {
      if (link.state === 'live') throw error
    }
    return true
  }

  async #read(): Promise<unknown> {
    const link = any(this.#links)
    if (!link) return false
    const account = any(link.accounts)
    const path = any([
      '/accounts',
      `/accounts/${account}/balance`,
      `/accounts/${account}/transactions`,
    ])
    try {
      const { body } = await expectRead(link, path ?? '')
      if (path !== '/accounts' && body.accountId !== account)
        this.#ledger.note(`${path} answered of ${body.accountId}`)
    } catch (error) {
      if (link.state === 'live') throw error
    }
    return true
  }
}

async function expectRead(link: Link, path: string) {
  const answer = await link.provider.get(link.access, path)
  if (answer.status !== 200)
    throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer
}

async function endByStaff(clerk: Desk, { customer, provider }: Link): Promise<void> {
  const { acts } = await endAtCounter(
    clerk,
    Number(customer.customerNumber),
    (grant) => grant.providerName === provider.entry.name,
  )
  const changed = acts.at(-1)?.changed
  if (changed !== 1) throw new Error(`${changed} grants ended`)
}
