const minuteMs = 60_000
const minutes = 60

interface Minute {
  minute: number
  calls: number
  refused: number
  /** By provider, then by cause; answers are under `ok`. */
  byProvider: Map<number, Map<string, number>>
}

/** The calls of the last hour, minute by minute, in memory: what is asked every few seconds reads no table. */
export class Recent {
  readonly #minutes: Minute[] = []

  /** @param cause why it was refused; null: it was answered */
  note(at: number, providerId: number, cause: string | null): void {
    const entry = this.#at(Math.floor(at / minuteMs))
    entry.calls += 1
    if (cause !== null) entry.refused += 1
    const causes = entry.byProvider.get(providerId) ?? new Map<string, number>()
    entry.byProvider.set(providerId, causes)
    const name = cause ?? 'ok'
    causes.set(name, (causes.get(name) ?? 0) + 1)
  }

  lastHour(now: number): { calls: number; refused: number } {
    const recent = this.#since(now)
    return {
      calls: recent.reduce((sum, entry) => sum + entry.calls, 0),
      refused: recent.reduce((sum, entry) => sum + entry.refused, 0),
    }
  }

  /** Calls of the last hour by provider and cause (`ok`: answered), each provider's from a time of its own on. */
  causes(
    now: number,
    from: (providerId: number) => number,
    found = new Map<number, Map<string, number>>(),
  ): Map<number, Map<string, number>> {
    for (const { minute, byProvider } of this.#since(now))
      for (const [providerId, causes] of byProvider) {
        if (minute * minuteMs < from(providerId)) continue
        const sums = found.get(providerId) ?? new Map<string, number>()
        found.set(providerId, sums)
        for (const [cause, n] of causes) sums.set(cause, (sums.get(cause) ?? 0) + n)
      }
    return found
  }

  #since(now: number): Minute[] {
    const first = Math.floor(now / minuteMs) - minutes + 1
    return this.#minutes.filter(({ minute }) => minute >= first)
  }

  #at(minute: number): Minute {
    const last = this.#minutes.at(-1)
    if (last?.minute === minute) return last
    const entry = { minute, calls: 0, refused: 0, byProvider: new Map() }
    this.#minutes.push(entry)
    if (this.#minutes.length > minutes) this.#minutes.shift()
    return entry
  }
}
