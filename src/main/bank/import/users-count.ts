import type { Store } from '#db'
import { customerOf, type ImportRow, text, usersOn } from './known.ts'

/** What a file tells of the users of companies: who leaves, who stays after all, and who of the companies in it is not in it. */
export class UsersCount {
  readonly #store: Store
  readonly #today: string
  readonly #companies = new Set<number>()
  #there = 0
  #met = 0
  leaving = 0
  returning = 0

  constructor(store: Store, today: string) {
    this.#store = store
    this.#today = today
  }

  see(row: ImportRow): void {
    const company = customerOf(this.#store, row)?.id ?? 0
    if (!this.#companies.has(company)) this.#there += usersOn(this.#store, company, this.#today)
    this.#companies.add(company)
    const there = this.#store.find('logins', { loginId: text(row, 'loginId') })
    const was = there?.leftOn ?? null
    const had = was !== null && was <= this.#today
    if (there && !had) this.#met += 1
    if (row.leftOn === undefined || row.leftOn === was) return
    if (row.leftOn === null || (had && row.leftOn > this.#today)) this.returning += 1
    else this.leaving += 1
  }

  get missing(): number {
    return this.#there - this.#met
  }
}
