import { callerNames } from './address.ts'

/** What is counted together: one pushed request, one provider, one address, the site that it belongs to, everything. */
export type Shared = 'link' | 'provider' | 'address' | 'site' | 'all'
export type BudgetNames = Partial<Record<Shared, string>>

export function budgetNames(of: { link: string; provider: string; address: string }): BudgetNames {
  return { link: of.link, provider: of.provider, ...callerNames(of.address), all: '' }
}

/** How many may be at once under each name. What is there is never put out for what comes: what comes is refused. */
export class Budget {
  readonly #most: () => Record<Shared, number>
  readonly #taken = new Map<string, number>()

  constructor(most: () => Record<Shared, number>) {
    this.#most = most
  }

  /** @returns what gives the place back, once; undefined where there is none under any of the names */
  take(names: BudgetNames): (() => void) | undefined {
    const most = this.#most()
    const keys = Object.entries(names).map(([shared, name]) => `${shared} ${name}`)
    const full = Object.entries(names).some(
      ([shared, name]) => this.#count(`${shared} ${name}`) >= most[shared as Shared],
    )
    if (full) return undefined
    for (const key of keys) this.#taken.set(key, this.#count(key) + 1)
    return () => {
      for (const key of keys.splice(0)) {
        const left = this.#count(key) - 1
        if (left > 0) this.#taken.set(key, left)
        else this.#taken.delete(key)
      }
    }
  }

  #count(key: string): number {
    return this.#taken.get(key) ?? 0
  }
}
