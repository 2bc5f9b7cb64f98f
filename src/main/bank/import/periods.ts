import type { Store } from '#db'
import { dayAfter } from '#shared/japanese-date'
import { accountOf, type ImportRow, text } from './known.ts'
import type { Wrong } from './meaning.ts'

/**
 * From which day to which day a file holds every transaction of an account. It says so in its rows; it is written after all of
 * them, since a provider that reads in between would be told of days that are only half there.
 */
export class Periods {
  readonly #of = new Map<string, ImportRow>()

  get size(): number {
    return this.#of.size
  }

  /** Takes the period out of a row. @returns what is wrong with it */
  take(row: ImportRow, today: string): Wrong[] {
    const { periodFrom, periodTo, date, ...rest } = row
    delete row.periodFrom
    delete row.periodTo
    if (!periodFrom && !periodTo) return []
    if (!periodFrom || !periodTo || periodFrom > periodTo || periodTo > today)
      return [[periodTo ? 'periodFrom' : 'periodTo', 'period']]
    if (date && (date < periodFrom || date > periodTo)) return [['date', 'outside-period']]
    const { branchCode = null, typeCode = null, number = null } = rest
    const place = { branchCode, typeCode, number }
    const key = Object.values(place).join('|')
    const before = this.#of.get(key)
    if (before && (before.periodFrom !== periodFrom || before.periodTo !== periodTo))
      return [['periodFrom', 'period']]
    this.#of.set(key, { ...place, periodFrom, periodTo })
    return []
  }

  rows(): IterableIterator<ImportRow> {
    return this.#of.values()
  }
}

/** Joins a period to what is complete already; where a gap is between them the later one counts. Inside a commit unit. */
export function writePeriod(store: Store, row: ImportRow): void {
  const id = accountOf(store, row)?.id ?? 0
  const there = store.find('accounts', { id })
  if (!there) return
  const joined = joinPeriods(
    there.completeFrom && there.completeTo
      ? { from: there.completeFrom, to: there.completeTo }
      : undefined,
    { from: text(row, 'periodFrom'), to: text(row, 'periodTo') },
  )
  store.update('accounts', { id }, { completeFrom: joined.from, completeTo: joined.to })
}

interface Period {
  from: string
  to: string
}

export function joinPeriods(known: Period | undefined, told: Period): Period {
  if (!known) return told
  if (told.from > dayAfter(known.to)) return told
  if (known.from > dayAfter(told.to)) return known
  return {
    from: told.from < known.from ? told.from : known.from,
    to: told.to > known.to ? told.to : known.to,
  }
}
