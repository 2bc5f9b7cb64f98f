import { sql } from '#db'
import { dayMs } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'
import { checkSignedCopies, keepSignedCopy } from './signed-copies.ts'
import { type TrailCheck, verifyTrail } from './verify.ts'

const newestEntry = sql
  .selectFrom('auditEntries')
  .select(['id', 'hash'])
  .orderBy('id', 'desc')
  .limit(1)

export interface TrailStatus {
  state: 'unchecked' | 'whole' | 'broken'
  entries: number
  /** Epoch ms of the engine's clock; null before the first check has ended. */
  checkedAt: number | null
  broken: TrailCheck['broken']
}

/**
 * Checks that the audit is complete and unchanged: after each start, once a day and on request. A chain that passes is
 * signed once a day (R86).
 */
export class Trail {
  readonly #engine: Engine
  #status: TrailStatus = { state: 'unchecked', entries: 0, checkedAt: null, broken: null }
  #checking: Promise<TrailStatus> | undefined

  constructor(engine: Engine) {
    this.#engine = engine
  }

  get status(): TrailStatus {
    return this.#status
  }

  /** A caller that asks during a check gets the result of that check. */
  check(): Promise<TrailStatus> {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = undefined
    })
    return this.#checking
  }

  /** Resolves when no check is under way any more. */
  async ended(): Promise<void> {
    await this.#checking?.catch(() => {})
  }

  /** @returns how to stop it */
  watch(): () => void {
    const check = (): void => {
      this.check().catch((err: unknown) => this.#engine.log.error({ err }, 'audit not checked'))
    }
    check()
    const timer = setInterval(check, dayMs).unref()
    return () => clearInterval(timer)
  }

  async #check(): Promise<TrailStatus> {
    const { store, clock, log, keys, closing } = this.#engine
    const { entries, broken: link } = await verifyTrail(store, closing)
    if (closing.aborted) return this.#status
    const broken = link ?? (await checkSignedCopies(store.folder, keys, store))
    if (!broken) {
      const [head] = store.read(newestEntry)
      if (head) await keepSignedCopy(store.folder, keys, head, clock.now())
    }
    if (broken) log.error({ broken }, 'the audit is not whole')
    this.#status = { state: broken ? 'broken' : 'whole', entries, broken, checkedAt: clock.now() }
    return this.#status
  }
}
