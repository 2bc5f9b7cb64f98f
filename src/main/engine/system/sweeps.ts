import type { Log } from '../engine.ts'

const everyMs = 30_000

/**
 * Runs repeated work: what is due by the clock, and what acts leave to be done afterwards. No work runs twice at once, and a
 * slow one does not delay the others.
 */
export class Sweeps<Name extends string> {
  readonly #works: Record<Name, () => Promise<unknown>>
  readonly #log: Log
  readonly #running = new Map<Name, Promise<void>>()
  readonly #again = new Set<Name>()
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(works: Record<Name, () => Promise<unknown>>, log: Log) {
    this.#works = works
    this.#log = log
  }

  /** Runs each work now, and every 30 seconds unless it is still running. */
  start(): void {
    const sweep = (): void => {
      for (const name of Object.keys(this.#works) as Name[])
        if (!this.#running.has(name)) this.soon(name)
    }
    sweep()
    this.#timer = setInterval(sweep, everyMs)
  }

  /** Runs a work now, or right after the run under way, which may have missed what is new. */
  soon(name: Name): void {
    this.#again.add(name)
    if (this.#running.has(name)) return
    this.#running.set(
      name,
      this.#run(name).finally(() => this.#running.delete(name)),
    )
  }

  /** Begins no further run. Resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await Promise.all(this.#running.values())
  }

  async #run(name: Name): Promise<void> {
    while (!this.#stopped && this.#again.delete(name))
      try {
        await this.#works[name]()
      } catch (err) {
        this.#log.error({ err, sweep: name }, 'sweep failed')
      }
  }
}
