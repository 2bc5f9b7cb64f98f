import { statfs } from 'node:fs/promises'
import { reserveBytes } from '#db'
import type { DiskSpace } from '#shared/contract/system'
import type { Engine } from '../engine.ts'

const everyMs = 5_000
/** Percent of the disk that are free, from which on it is told and how: 稼働状況, きょう, きょう in red. */
const levels = [
  { below: 5, level: 'critical' },
  { below: 10, level: 'low' },
  { below: 20, level: 'notice' },
] as const

/**
 * Watches the room on the disk of the data folder, and keeps the reserve (db/reserve.ts): made at the first look, and again once
 * there is twice its room after it was given up.
 */
export class Space {
  readonly #engine: Engine
  #free = 0
  #total = 0
  #level: DiskSpace['level'] = 'enough'
  #looking: Promise<void> = Promise.resolve()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  get status(): DiskSpace {
    const { store } = this.#engine
    return {
      freeBytes: this.#free,
      totalBytes: this.#total,
      level: store.reserve.given ? 'full' : this.#level,
      reserved: store.reserve.isThere,
    }
  }

  /** @returns how to stop, once the look that is under way is over */
  watch(): () => Promise<void> {
    const look = (): void => {
      this.#looking = this.#looking.then(() => this.look())
    }
    look()
    const timer = setInterval(look, everyMs)
    timer.unref()
    return () => {
      clearInterval(timer)
      return this.#looking
    }
  }

  async look(): Promise<void> {
    const { store, log } = this.#engine
    try {
      const { bavail, blocks, bsize } = await statfs(store.folder)
      this.#free = bavail * bsize
      this.#total = blocks * bsize
      const before = this.#level
      this.#level = levelOf(this.#free / this.#total)
      if (this.#level !== before)
        log.warn({ freeBytes: this.#free, totalBytes: this.#total }, `disk space: ${this.#level}`)
      if (!store.reserve.isThere && this.#free >= 2 * reserveBytes) await store.reserve.make()
    } catch (err) {
      log.error({ err }, 'disk space not looked at')
    }
  }
}

export function levelOf(free: number): Exclude<DiskSpace['level'], 'full'> {
  return levels.find(({ below }) => free * 100 < below)?.level ?? 'enough'
}
