import type { Store } from '#db'
import { query } from '#db'
import { digitsKey } from '#shared/search-key'
import type { CustomerHit, Found, NumberSearch } from '../bank.ts'
import { candidateQueries } from './candidates.ts'
import { type Criterion, spoken } from './criteria.ts'
import { customerQueries } from './direct.ts'
import { Compared, fitOf, type Manner } from './fit.ts'

export { candidateQueries, customerQueries, spoken }

/** A few dozen rows, read whole. */
export const branchesQuery = query<Record<string, never>>()((k) =>
  k.selectFrom('branches').select(['code', 'name', 'kana']),
)

/** Written with digits alone: the indexes of numbers find all there is, and names need no look. */
const numeric = (text: string): boolean =>
  digitsKey(text) !== '' && /^[\d\-+().ー－‐−―]+$/u.test(text.normalize('NFKC').trim())

/** One search and the customers compared in it so far: it tries several ways, which may find the same customers again. */
interface Search {
  store: Store
  /** `YYYY-MM-DD`. */
  today: string
  met: Map<number, Compared>
}

/** Everybody who fits all criteria, best first. */
function fitting({ store, today, met }: Search, criteria: readonly Criterion[], manner: Manner) {
  const scores = new Map<number, { hit: CustomerHit; score: number }>()
  for (const one of candidateQueries(criteria, manner.numbers, manner.roughly))
    for (const hit of store.read<CustomerHit>(one)) {
      if (scores.has(hit.id)) continue
      const who = met.get(hit.id) ?? new Compared({ store, today }, hit)
      met.set(hit.id, who)
      scores.set(hit.id, { hit, score: fitOf(criteria, who, manner) })
    }
  return [...scores.values()]
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.hit.kanaKey < b.hit.kanaKey ? -1 : 1))
    .map(({ hit }) => hit)
}

/** Whether a criterion is enough to search by; a branch, a town or a kind alone fits too many customers. */
const finds = (one: Criterion): boolean =>
  one.names.length > 0 ||
  one.romaji.length > 0 ||
  one.date !== undefined ||
  one.digits !== undefined
const isName = (one: Criterion): boolean => one.names.length > 0 || one.romaji.length > 0

/** Customers that fit all criteria. If there are none: those that fit with a character wrong, then those that fit all but one. */
function spokenHits(
  given: Pick<Search, 'store' | 'today'>,
  criteria: readonly Criterion[],
  numbers: NumberSearch,
) {
  const search: Search = { ...given, met: new Map() }
  const exact = fitting(search, criteria, { numbers, roughly: false })
  if (exact.length > 0) return { found: exact, partly: false }
  const rough = fitting(search, criteria, { numbers, roughly: true })
  if (criteria.length < 2) return { found: rough, partly: false }
  const but = criteria
    .toSorted((a, b) => Number(isName(a)) - Number(isName(b)))
    .map((left) => criteria.filter((one) => one !== left))
    .filter((others) => others.some(finds))
  const found = but.flatMap((others) => fitting(search, others, { numbers, roughly: false }))
  return { found: [...rough, ...found], partly: rough.length + found.length > 0 }
}

/**
 * Finds customers by name, kana, phone, 顧客番号 or account, as staff type them (R63–R69), and by several of these at once with branch,
 * birth date or town, in any order (R127). What is walked directly comes first.
 */
export function searchCustomers(
  given: Pick<Search, 'store' | 'today'>,
  text: string,
  limit: number,
  numbers: NumberSearch = 'parts',
): Found {
  const { store } = given
  const found = new Map<number, CustomerHit>()
  for (const one of customerQueries(text, limit, numbers)) {
    for (const hit of store.read<CustomerHit>(one)) if (!found.has(hit.id)) found.set(hit.id, hit)
    if (found.size >= limit) break
  }
  const direct = found.size
  // The list is full already: nothing more is looked for, and the words that narrow it come from what these customers differ in.
  if (direct >= limit) {
    const like = [...found.values()]
    return { hits: like.slice(0, limit), partly: false, ignored: [], like }
  }
  if (numeric(text))
    return { hits: [...found.values()].slice(0, limit), partly: false, ignored: [], like: [] }
  const { criteria, ignored } = spoken(text, store.statement(branchesQuery).all({}), numbers)
  const also =
    criteria.length === 0 ? { found: [], partly: false } : spokenHits(given, criteria, numbers)
  const rest = also.partly && direct > 0 ? [] : also.found
  for (const hit of rest) if (!found.has(hit.id)) found.set(hit.id, hit)
  const all = [...found.values()]
  return { hits: all.slice(0, limit), partly: also.partly && direct === 0, ignored, like: all }
}
