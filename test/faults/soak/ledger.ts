import { setTimeout as sleep } from 'node:timers/promises'

/** What was done, how long it took and what was not as it must be. */
export class Ledger {
  readonly wrong: string[] = []
  readonly #done = new Map<string, number[]>()
  readonly #under = new Set<Promise<void>>()
  readonly #stopped = new AbortController()

  /** `perMinute` times, whether the one before was answered or not: a service that is slow gets no fewer. */
  async pace(kind: string, perMinute: number, work: () => Promise<unknown>): Promise<void> {
    const { signal } = this.#stopped
    const until = (at: number): Promise<void> =>
      sleep(Math.max(0, at - performance.now()), undefined, { signal }).catch(() => {})
    const every = 60_000 / perMinute
    // Not all at one moment.
    const began = performance.now() + Math.random() * Math.min(every, 60_000)
    for (let i = 0; !signal.aborted; i += 1) {
      await until(began + i * every)
      if (!signal.aborted) this.run(kind, work)
    }
  }

  /** @returns when it has ended, however */
  run(kind: string, work: () => Promise<unknown>): Promise<void> {
    const from = performance.now()
    const running = work()
      .then(
        (made) => {
          // There was nothing to do it with.
          if (made === false) return
          const times = this.#done.get(kind) ?? []
          this.#done.set(kind, times)
          times.push(performance.now() - from)
        },
        (error) => this.note(`${kind}: ${error instanceof Error ? told(error) : error}`),
      )
      .finally(() => this.#under.delete(running))
    this.#under.add(running)
    return running
  }

  note(what: string): void {
    this.wrong.push(`${new Date().toISOString()} ${what.slice(0, 500)}`)
  }

  get kinds(): string[] {
    return [...this.#done.keys()]
  }

  /** Milliseconds of each, in their order. */
  times(kind: string): readonly number[] {
    return this.#done.get(kind) ?? []
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    while (this.#under.size > 0) await Promise.all(this.#under)
  }
}

const told = (error: Error): string =>
  [error, error.cause].map((one) => (one instanceof Error ? one.message : '')).join(' ')
