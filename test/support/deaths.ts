import type { Locator, Page, Route } from 'playwright-core'
import { expect } from 'vitest'
import { isAct } from '#shared/contract/may'
import { japanese, optional } from '#shared/messages/catalogue'

/** A request that the window sends: an act with what is asked by it, or a call that only reads. */
interface Step {
  /** `noun.verb`, of an act of a request with its kind. */
  name: string
  act: boolean
  /** As the window names it to the clerk. */
  words: string
}
interface Sent {
  json: { kind?: string }
}
export type When = 'before' | 'after'

/** Of what is shown: what became of an act whose answer was lost. */
const sentences = /「[^」]+」は(まだ行われていません|行われました|受け付けられています)/g
const pollMs = 60
/** For an engine that starts on a busy machine, and a window that asks it each second. */
const patienceMs = 60_000

/**
 * Kills the engine at each step of a call, whichever they are: at the first request of its name, and of an act at the first with its
 * content, so that what the clerk sends once more is let through. Before: nothing of it arrives. After: it is made, and its answer
 * is lost.
 */
export class Deaths {
  readonly #page: Page
  readonly #engine: { kill: () => Promise<void>; again: () => Promise<void> }
  #when: When | 'never' = 'never'
  #met = new Set<string>()
  #steps = new Map<string, Step>()
  /** An engine is dying or starting. */
  #down: Promise<void> | undefined
  /** Acts that died and of which the clerk has not read yet what became of them. */
  #untold: (Step & { made: boolean })[] = []

  constructor(page: Page, engine: { kill: () => Promise<void>; again: () => Promise<void> }) {
    this.#page = page
    this.#engine = engine
  }

  /** From now on each step dies once, or none, which tells what the steps are. */
  async begin(when: When | 'never'): Promise<void> {
    this.#when = when
    this.#met = new Set()
    this.#steps = new Map()
    this.#untold = []
    await this.#page.route('**/rpc/**', (route) => this.#meet(route))
  }

  /** @returns what the window has sent; of a call with deaths, where it died */
  async end(): Promise<string[]> {
    await this.#down
    await this.#page.unroute('**/rpc/**')
    expect(this.#untold).toEqual([])
    return [...this.#steps.keys()].sort()
  }

  async #meet(route: Route): Promise<void> {
    const call = new URL(route.request().url()).pathname.replace('/rpc/', '').replaceAll('/', '.')
    const body = route.request().postData() ?? ''
    const act = isAct(call)
    const { kind = '' } = call === 'requests.act' ? (JSON.parse(body) as Sent).json : {}
    const name = call === 'requests.act' ? `${call} ${kind}` : call
    const once = act ? `${name} ${body}` : name
    const words =
      call === 'requests.act'
        ? optional(japanese, `actKind.${kind}`, call)
        : optional(japanese, `action.${call}`, call)
    const step = { name, act, words }
    if (this.#when === 'never') this.#steps.set(name, step)
    // What only reads commits nothing: it dies once.
    const dies = this.#when === 'before' || (this.#when === 'after' && act)
    if (this.#down) {
      // Sent to an engine that is not there: what only reads has met its death.
      if (act) this.#untold.push({ ...step, made: false })
      else if (this.#when === 'before') {
        this.#met.add(once)
        this.#steps.set(name, step)
      }
      return route.abort().catch(() => {})
    }
    if (!dies || this.#met.has(once) || call === 'work.settle')
      return route.continue().catch(() => {})
    this.#met.add(once)
    this.#steps.set(name, step)
    this.#down = this.#die(route).finally(() => {
      if (act) this.#untold.push({ ...step, made: this.#when === 'after' })
      this.#down = undefined
    })
  }

  async #die(route: Route): Promise<void> {
    if (this.#when === 'after') await route.fetch()
    await this.#engine.kill()
    await route.abort().catch(() => {})
    await this.#engine.again()
  }

  /**
   * The clerk does something, reads what the window says of it, and goes on until `reached` is there: once more where it was not done,
   * and never where it was. What the window says is true each time, and what was typed is there.
   * @param typed what stands in the fields of an act; absent where the clerk only reads
   */
  async go(
    doing: () => Promise<unknown>,
    reached: Locator | (() => boolean),
    typed?: readonly [Locator, string][],
  ): Promise<void> {
    await doing()
    const there = async (): Promise<boolean> =>
      typeof reached === 'function' ? reached() : reached.first().isVisible()
    let until = Date.now() + patienceMs
    while (Date.now() < until) {
      if (this.#down) {
        await this.#down
        until = Date.now() + patienceMs
      }
      const [died] = this.#untold
      if (died) {
        await this.#read(died)
        this.#untold.shift()
        if (died.made) continue
        for (const [field, text] of typed ?? []) expect(await field.inputValue()).toBe(text)
        await doing()
      } else if (await there()) return
      else if ((await this.#askAgain()) && typed === undefined) {
        // Who was reading goes back to what they were at: the button that they pressed is gone, and the focus with it.
        await this.#page.waitForTimeout(300)
        if (!(await there())) await doing()
      }
      await this.#page.waitForTimeout(pollMs)
    }
    throw new Error(`not reached: ${reached}; ${await this.#page.getByRole('main').innerText()}`)
  }

  /** The sentence of an act whose answer was lost comes, and it is the true one. */
  async #read({ name, words, made }: Step & { made: boolean }): Promise<void> {
    const told = async (): Promise<string[]> =>
      [...(await this.#page.locator('body').innerText()).matchAll(sentences)]
        .map(([sentence]) => sentence)
        .filter((sentence) => sentence.startsWith(`「${words}」`))
    await expect
      .poll(told, { message: name, interval: pollMs, timeout: patienceMs })
      .not.toEqual([])
    const said = (await told()).map((sentence) => !sentence.includes('まだ'))
    expect([name, ...new Set(said)]).toEqual([name, made])
    // Read and put aside, so that the next one is not taken for it; that of a dialog goes with the next try.
    await this.#page
      .locator('div', { hasText: `「${words}」は` })
      .getByRole('button', { name: japanese('sent.seen'), exact: true })
      .last()
      .click({ timeout: 300 })
      .catch(() => {})
  }

  /** A part of the page that could not be read offers to be asked for again. */
  async #askAgain(): Promise<boolean> {
    const again = this.#page.getByRole('button', { name: japanese('app.retry'), exact: true })
    if ((await again.count()) === 0) return false
    await again
      .first()
      .click({ timeout: 1_000 })
      .catch(() => {})
    return true
  }
}
