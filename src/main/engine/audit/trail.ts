import { join } from 'node:path'
import { databaseFile } from '#db'
import type { Engine } from '../engine.ts'
import { clockDoubt } from '../system/clock-doubt.ts'
import { type AuditCheck, checkAudit } from './check.ts'
import { trimJournal } from './journal.ts'
import { hasSignedCopy, keepSignedCopies } from './signed-copies.ts'
import { verifyInBackground } from './verify.ts'

export interface TrailStatus
  extends Pick<AuditCheck, 'entries' | 'broken' | 'missing' | 'unreadable'> {
  /** `doubtful`: the chain is whole, but signed copies are missing or cannot be read. */
  state: 'unchecked' | 'whole' | 'doubtful' | 'broken'
  /** Epoch ms of the engine's clock; null before the first check has ended. */
  checkedAt: number | null
}

const unchecked: TrailStatus = {
  state: 'unchecked',
  entries: 0,
  checkedAt: null,
  broken: null,
  missing: [],
  unreadable: [],
}
const everyMs = 3_600_000

/**
 * Checks that the audit is complete and unchanged: after each start, once a day and on request. A chain that passes is signed
 * once a day (R86).
 */
export class Trail {
  readonly #engine: Engine
  #status = unchecked
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

  /** Checks now, and then once in each calendar day: looked at every hour, so that no day is left out. @returns how to stop */
  watch(): () => void {
    const check = (): void => {
      this.check().catch((err: unknown) => this.#engine.log.error({ err }, 'audit not checked'))
    }
    check()
    const timer = setInterval(() => {
      if (!hasSignedCopy(this.#engine.store.folder, this.#engine.clock.now())) check()
    }, everyMs).unref()
    return () => clearInterval(timer)
  }

  async #check(): Promise<TrailStatus> {
    const { store, clock, log, keys, closing } = this.#engine
    const { folder } = store
    const now = clock.now()
    if (clockDoubt(this.#engine) === 0) trimJournal(folder, now)
    const chain = await verifyInBackground(join(folder, databaseFile), closing)
    if (typeof chain === 'string') store.damage.report(chain)
    if (chain === undefined || typeof chain === 'string') return this.#status
    const found = await checkAudit({ folder, keys, reader: store, now, chain })
    const { entries, broken, missing, unreadable } = found
    if (broken) log.error({ broken }, 'the audit is not whole')
    else await keepSignedCopies(folder, keys, store, clock.now())
    const doubtful = missing.length + unreadable.length > 0
    this.#status = {
      state: broken ? 'broken' : doubtful ? 'doubtful' : 'whole',
      ...{ entries, broken, missing, unreadable },
      checkedAt: clock.now(),
    }
    return this.#status
  }
}
