import { join } from 'node:path'
import { checkInBackground, databaseFile } from '#db'
import { dayMs } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'

/** What was looked at whole before the start waits until the start is over. */
const afterStartMs = 30_000
/** A check that could not be made is made again after this time. */
const againMs = 3_600_000

/** Looks once a day whether the whole file of the database is as SQLite wrote it, in a thread of its own (decision 0040). */
export class Integrity {
  readonly #engine: Engine
  #checkedAt: number | null = null
  #checking: Promise<void> = Promise.resolve()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** When the last whole check ended and found nothing, epoch ms of the engine's clock; null: none did since the start. */
  get checkedAt(): number | null {
    return this.#checkedAt
  }

  /** @returns how to stop; a check that is under way ends without a result */
  watch(): () => Promise<void> {
    const { store } = this.#engine
    const stopping = new AbortController()
    let timer: NodeJS.Timeout | undefined
    const next = (ms: number): void => {
      timer = setTimeout(() => {
        this.#checking = this.check(stopping.signal).then((made) => next(made ? dayMs : againMs))
      }, ms).unref()
    }
    next(store.checkedWhole ? afterStartMs : 0)
    return async () => {
      stopping.abort()
      await this.#checking
      clearTimeout(timer)
    }
  }

  /** @returns whether the check came to an end */
  async check(signal: AbortSignal = this.#engine.closing): Promise<boolean> {
    const { store, log, clock } = this.#engine
    try {
      const found = await checkInBackground(join(store.folder, databaseFile), signal)
      if (found) store.damage.report(found)
      else if (found === null) this.#checkedAt = clock.now()
      return found !== undefined
    } catch (err) {
      log.error({ err }, 'database not checked')
      return false
    }
  }
}
