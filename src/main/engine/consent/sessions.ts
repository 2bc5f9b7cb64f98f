import type { Channel } from '#shared/grant'
import type { Engine } from '../engine.ts'
import { Budget, budgetNames } from './budget.ts'
import { type ConsentSession, newSession } from './session.ts'
import { Turns } from './turns.ts'

/** A walk from the provider's request on: oidc-provider's record of it, and ours from its first page on. */
interface Walk {
  /** Machine clock, epoch ms. */
  endsAt: number
  readonly seconds: number
  extensions: number
  readonly link: string
  readonly release: () => void
  interaction: Record<string, unknown> | undefined
  session: ConsentSession | undefined
  channel: Channel
}

/** At least ten (WCAG 2.2.1). */
const mostExtensions = 10
const rememberedMs = 60 * 60_000
const rememberedMost = 20_000

/** What is left of a walk whose time ran out: where its customer came from. */
export interface Request {
  channel: Channel
  /** As the provider sent them. */
  params: Record<string, unknown>
}

function requestOf({ interaction }: Walk, channel: Channel): Request {
  const { client_id, redirect_uri, state } = (interaction?.params ?? {}) as Record<string, unknown>
  // It is remembered for an hour, so a longer state is left out.
  const short = String(state ?? '').length <= 2_000
  return { channel, params: { client_id, redirect_uri, ...(short && { state }) } }
}

/** Every walk that is under way, by the interaction's uid. A new one never displaces another: where all places are taken, `begin` refuses. */
export class ConsentSessions {
  readonly #settings: Engine['settings']
  /** In the order in which they began, which is that in which they end. */
  readonly #walks = new Map<string, Walk>()
  /** Walks whose time ran out: their customers are told so when they come back. */
  readonly #timedOut = new Map<string, Request & { at: number }>()
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

  /** @returns for how many seconds it may last if it is extended; undefined where there is no room for another */
  begin(uid: string, of: { link: string; provider: string; address: string }): number | undefined {
    const now = Date.now()
    this.#sweep(now)
    const release = this.#atOnce.take(budgetNames(of))
    if (!release) return undefined
    const seconds = this.#settings.get('policy').interactionMinutes * 60
    this.#walks.set(uid, {
      endsAt: now + seconds * 1000,
      seconds,
      extensions: 0,
      link: of.link,
      release,
      interaction: undefined,
      session: undefined,
      channel: 'personal',
    })
    return seconds * (1 + mostExtensions)
  }

  /** How long the walk still lasts, and whether more can be had; undefined where there is none. */
  timeOf(uid: string): { left: number; warning: number; more: boolean } | undefined {
    const walk = this.#live(uid)
    return (
      walk && {
        left: Math.ceil((walk.endsAt - Date.now()) / 1000),
        warning: Math.min(120, Math.floor(walk.seconds / 3)),
        more: walk.extensions < mostExtensions,
      }
    )
  }

  /** The customer asks for more time (WCAG 2.2.1): the walk lasts as long again from now on. */
  extend(uid: string): void {
    const walk = this.#live(uid)
    if (!walk || walk.extensions >= mostExtensions) return
    walk.extensions += 1
    walk.endsAt = Date.now() + walk.seconds * 1000
    // Moved to the end of the map, which is kept in the order in which walks end.
    this.#walks.delete(uid)
    this.#walks.set(uid, walk)
  }

  interaction(uid: string): Record<string, unknown> | undefined {
    return this.#live(uid)?.interaction
  }

  keepInteraction(uid: string, interaction: Record<string, unknown>): void {
    const walk = this.#live(uid)
    if (walk) walk.interaction = interaction
  }

  open(uid: string, given: Omit<Parameters<typeof newSession>[0], 'uid' | 'link'>): ConsentSession {
    const walk = this.#live(uid)
    if (!walk) throw new Error('a session outside of a walk')
    walk.session = newSession({ ...given, uid, link: walk.link })
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

  /** The request of a walk whose time ran out. */
  timedOut(uid: string): Request | undefined {
    const walk = this.#walks.get(uid)
    if (walk && this.#live(uid)) return undefined
    return walk ? requestOf(walk, this.channel(uid)) : this.#timedOut.get(uid)
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
    for (const [uid, walk] of this.#walks) {
      if (walk.endsAt > now) break
      this.#timedOut.set(uid, { at: now, ...requestOf(walk, this.channel(uid)) })
      this.close(uid)
    }
    for (const [uid, { at }] of this.#timedOut) {
      if (at + rememberedMs > now && this.#timedOut.size <= rememberedMost) return
      this.#timedOut.delete(uid)
    }
  }
}
