import type { Channel } from '#shared/grant'
import type { Engine } from '../engine.ts'
import { Budget, budgetNames } from './budget.ts'
import { type ConsentSession, newSession } from './session.ts'
import { Turns } from './turns.ts'

/** A walk from the provider's request on: oidc-provider's record of it, and ours from its first page on. */
interface Walk {
  /** Machine clock, epoch ms. */
  readonly endsAt: number
  readonly link: string
  readonly release: () => void
  interaction: Record<string, unknown> | undefined
  session: ConsentSession | undefined
  channel: Channel
}

const rememberedMs = 60 * 60_000
const rememberedMost = 20_000

/** Every walk that is under way, by the interaction's uid. None is put out for another: `begin` refuses instead. */
export class ConsentSessions {
  readonly #settings: Engine['settings']
  /** In the order in which they began, which is that in which they end. */
  readonly #walks = new Map<string, Walk>()
  /** Those whose time ran out, to tell the customer so. */
  readonly #timedOut = new Map<string, number>()
  readonly #atOnce: Budget
  readonly #signIns: Budget
  /** A browser sends two or three at once at most: a double click, a reload. */
  readonly turns = new Turns(8)

  constructor({ settings }: Pick<Engine, 'settings'>) {
    this.#settings = settings
    this.#atOnce = new Budget(() => {
      const policy = settings.get('policy')
      return {
        link: policy.walksPerLink,
        provider: policy.walksPerProvider,
        address: policy.walksPerAddress,
        site: 4 * policy.walksPerAddress,
        all: policy.walksAtOnce,
      }
    })
    this.#signIns = new Budget(() => {
      const { signInsPerAddress, signInsAtOnce } = settings.get('policy')
      return {
        link: signInsPerAddress,
        provider: Math.ceil(signInsAtOnce / 2),
        address: signInsPerAddress,
        site: 4 * signInsPerAddress,
        all: signInsAtOnce,
      }
    })
  }

  /** @returns for how many seconds it may last; undefined where there is no room for another */
  begin(uid: string, of: { link: string; provider: string; address: string }): number | undefined {
    const now = Date.now()
    this.#sweep(now)
    const release = this.#atOnce.take(budgetNames(of))
    if (!release) return undefined
    const seconds = this.#settings.get('policy').interactionMinutes * 60
    this.#walks.set(uid, {
      endsAt: now + seconds * 1000,
      link: of.link,
      release,
      interaction: undefined,
      session: undefined,
      channel: 'personal',
    })
    return seconds
  }

  interaction(uid: string): Record<string, unknown> | undefined {
    return this.#live(uid)?.interaction
  }

  keepInteraction(uid: string, interaction: Record<string, unknown>): void {
    const walk = this.#live(uid)
    if (walk) walk.interaction = interaction
  }

  open(
    uid: string,
    given: Omit<Parameters<typeof newSession>[0], 'uid' | 'link' | 'endsAt'>,
  ): ConsentSession {
    const walk = this.#live(uid)
    if (!walk) throw new Error('a session outside of a walk')
    walk.session = newSession({ ...given, uid, link: walk.link, endsAt: walk.endsAt })
    return walk.session
  }

  find(uid: string): ConsentSession | undefined {
    return this.#live(uid)?.session
  }

  /** In whose words the customer is spoken to, also once they have left. */
  channel(uid: string): Channel {
    const walk = this.#walks.get(uid)
    return walk?.session?.channel ?? walk?.channel ?? 'personal'
  }

  timedOut(uid: string): boolean {
    return this.#timedOut.has(uid) || (this.#walks.has(uid) && !this.#live(uid))
  }

  /** The customer leaves; oidc-provider has yet to tell the provider. */
  leave(uid: string): void {
    const walk = this.#walks.get(uid)
    if (!walk) return
    walk.channel = this.channel(uid)
    walk.session = undefined
  }

  close(uid: string): void {
    this.#walks.get(uid)?.release()
    this.#walks.delete(uid)
  }

  /** A place in the line in which passwords are checked. @returns what gives it back; undefined where there is none */
  takeSignIn({ link, providerId }: ConsentSession, address: string): (() => void) | undefined {
    return this.#signIns.take(budgetNames({ link, provider: String(providerId), address }))
  }

  #live(uid: string): Walk | undefined {
    const walk = this.#walks.get(uid)
    return walk && Date.now() < walk.endsAt ? walk : undefined
  }

  #sweep(now: number): void {
    for (const [uid, { endsAt }] of this.#walks) {
      if (endsAt > now) break
      this.close(uid)
      this.#timedOut.set(uid, now)
    }
    for (const [uid, at] of this.#timedOut) {
      if (at + rememberedMs > now && this.#timedOut.size <= rememberedMost) return
      this.#timedOut.delete(uid)
    }
  }
}
