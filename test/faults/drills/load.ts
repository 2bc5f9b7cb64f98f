import { type Desk, openDesk } from '../../support/desk-client.ts'
import { giveBack, introspect, linkToCode, read, redeem, refresh } from '../../support/protocol.ts'
import { endAtCounter } from '../../support/request-steps.ts'
import type { DemoCustomer, DemoProvider, RunningService } from '../../support/service-process.ts'

interface Link {
  access: string
  refresh: string
  /** What the world was told of it: live, ended, or a request about it was under way. */
  state: 'live' | 'ended' | 'unknown'
}

/**
 * One customer's life with one provider, over and over: link (which supersedes the former one), read, refresh, and an end, by staff or by
 * the provider in turn. It is the ledger of what was acknowledged.
 */
class Life {
  readonly links: Link[] = []
  acknowledged = 0
  /** Told of each step that was acknowledged. */
  onStep = (): void => {}
  readonly provider: DemoProvider
  readonly customer: DemoCustomer

  constructor(provider: DemoProvider, customer: DemoCustomer) {
    this.provider = provider
    this.customer = customer
  }

  async live(issuer: string, desk: Desk): Promise<void> {
    for (;;) {
      const former = this.links.filter((link) => link.state === 'live')
      for (const link of former) link.state = 'unknown'
      const tokens = (
        await redeem(issuer, this.provider, await linkToCode(issuer, this.provider, this.customer))
      ).body
      if (typeof tokens.access_token !== 'string') throw new Error(JSON.stringify(tokens))
      for (const link of former) link.state = 'ended'
      const link: Link = {
        access: tokens.access_token,
        refresh: String(tokens.refresh_token),
        state: 'live',
      }
      this.links.push(link)
      this.#step()
      const refreshed = (await refresh(issuer, this.provider, link.refresh)).body
      if (typeof refreshed.access_token === 'string') this.#step()
      if (this.acknowledged % 3 === 0) continue
      link.state = 'unknown'
      if (this.acknowledged % 3 === 1) await this.#endByStaff(desk)
      else if ((await giveBack(issuer, this.provider, link.refresh)).status !== 200)
        throw new Error('not given back')
      link.state = 'ended'
      this.#step()
    }
  }

  async readAndEnd(issuer: string, desk: Desk): Promise<string[]> {
    const live = this.links.findLast((link) => link.state === 'live')
    if (!live) return []
    const { status } = await read(issuer, this.provider, live.access)
    live.state = 'unknown'
    try {
      await this.#endByStaff(desk)
    } catch (error) {
      return [`not ended: ${error}`]
    }
    live.state = 'ended'
    return status === 200 ? [] : [`a read was answered ${status}`]
  }

  #endByStaff(desk: Desk): Promise<unknown> {
    return endAtCounter(
      desk,
      Number(this.customer.customerNumber),
      (grant) => grant.providerName === this.provider.name,
    )
  }

  #step(): void {
    this.acknowledged += 1
    this.onStep()
  }

  /**
   * What was acknowledged holds, and token, introspection and data agree about the rest.
   * @param all whatever was made was also answered
   */
  async check(issuer: string, all: boolean): Promise<string[]> {
    const wrong: string[] = []
    for (const [i, link] of this.links.entries()) {
      if (link.state === 'ended' && i < this.links.length - 6) continue
      const refreshed = (await refresh(issuer, this.provider, link.refresh)).status === 200
      const active = (await introspect(issuer, this.provider, link.refresh)).body.active === true
      const data = (await read(issuer, this.provider, link.access)).status === 200
      if (link.state === 'live' && !(refreshed && active && data))
        wrong.push(`live link ${i} is dead: ${[refreshed, active, data]}`)
      if (link.state === 'ended' && (refreshed || active || data))
        wrong.push(`ended link ${i} lives: ${[refreshed, active, data]}`)
      if (all && link.state === 'unknown' && !active)
        wrong.push(`link ${i} ended, and nobody was told`)
      if (new Set([refreshed, active, data]).size !== 1)
        wrong.push(`link ${i} is half: ${[refreshed, active, data]}`)
      link.state = active ? 'live' : 'ended'
    }
    return wrong
  }
}

/** Several lives at once, each with a customer of its own: the digits asked belong to the login. */
export class Load {
  readonly #lives: Life[]
  #cookie = ''
  #desk!: Desk

  constructor({ demo }: RunningService) {
    this.#lives = [1, 3, 4].map(
      (index, i) =>
        new Life(demo.providers[index] as DemoProvider, demo.customers[i] as DemoCustomer),
    )
  }

  /** Links that a provider was given tokens for. */
  get made(): number {
    return this.#lives.reduce((sum, life) => sum + life.links.length, 0)
  }

  get acknowledged(): number {
    return this.#lives.reduce((sum, life) => sum + life.acknowledged, 0)
  }

  /**
   * Runs all lives until `stop` has ended the service: called after at least `least` steps of all of them, and somewhere within the next,
   * however fast the machine is today. Nothing ends a life but that; what ends one before it is thrown.
   */
  async until(
    service: RunningService,
    stop: (alive: () => boolean) => unknown,
    least = 0,
  ): Promise<void> {
    const { console, issuer, demo } = service
    const clerk = openDesk(console)
    if (this.#cookie) clerk.setCookie(this.#cookie)
    if ((await clerk.desk.staff.me()) === null)
      await clerk.desk.staff.signIn({ loginId: 'sato', password: demo.staff[0]?.password ?? '' })
    this.#cookie = clerk.cookie()
    this.#desk = clerk.desk
    const steps = new Promise<void>((resolve) => {
      let left = least + Math.floor(Math.random() * 5)
      for (const life of this.#lives)
        life.onStep = () => {
          left -= 1
          if (left <= 0) resolve()
        }
    })
    let alive = this.#lives.length
    const living = this.#lives.map((life) =>
      life.live(issuer, clerk.desk).finally(() => {
        alive -= 1
      }),
    )
    const ended = Promise.allSettled(living)
    await Promise.race([steps, ...living])
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 100))
    await stop(() => alive === this.#lives.length)
    await ended
  }

  /** The ledger beside what the service now says. */
  async check(issuer: string, all = false): Promise<string[]> {
    return (await Promise.all(this.#lives.map((life) => life.check(issuer, all)))).flat()
  }

  /** While nothing else is written: providers read, and staff end what lives. @returns what is wrong */
  async readAndEnd({ issuer }: RunningService): Promise<string[]> {
    const wrong: string[] = []
    for (const life of this.#lives) wrong.push(...(await life.readAndEnd(issuer, this.#desk)))
    return wrong
  }
}
