import { sql as raw } from 'kysely'
import { grams, reversed, soundKey } from '#shared/search-key'
import type { NumberSearch } from '../bank.ts'
import { marks } from './columns.ts'
import { type Criterion, soundOf } from './criteria.ts'
import { hits, hitsByAccount, past } from './direct.ts'

/** How many customers one query brings to be compared: more are told as more, and narrowed by what is typed next. */
export const mostCompared = 200

export const isKana = (run: string): boolean => /^[\p{Script=Katakana}ー]+$/u.test(run)

const all = (terms: readonly string[]): string =>
  terms.map((term) => `"${term.replaceAll('"', '""')}"`).join(' AND ')
const any = (ways: readonly string[]): string =>
  ways
    .filter((way) => way !== '')
    .map((way) => `(${way})`)
    .join(' OR ')
const pairs = (key: string): string[] => {
  const both = grams(key).filter((gram) => [...gram].length === 2)
  return both.length > 0 ? both : grams(key)
}
const marked = (mark: string, terms: readonly string[]) => terms.map((term) => `${mark}${term}`)

/** What a key leaves for the index when one of its characters, nobody knows which, is another or is missing. */
function misheard(key: string): string {
  const characters = [...key]
  if (characters.length < 3) return all(pairs(key))
  return any(
    characters.map((_, at) => {
      const sure = [characters.slice(0, at), characters.slice(at + 1)].map((part) => part.join(''))
      return all(sure.flatMap((part) => (part === '' ? [] : pairs(part))))
    }),
  )
}

/** A name with its kana as they sound: 渡部まり too. */
const userSounds = (runs: readonly string[]): string[] =>
  runs.flatMap((run) => pairs(isKana(run) ? soundOf(run) : run))

/** A criterion as the index of words takes it; '' where it holds nothing of it. */
function words(one: Criterion, roughly: boolean): string {
  const key = roughly ? misheard : (text: string) => all(pairs(text))
  const runKey = (run: string) => (isKana(run) ? soundOf(run) : run)
  const name = (runs: readonly string[]) =>
    runs
      .map(runKey)
      .filter((run) => run !== '')
      .map((run) => `(${key(run)})`)
      .join(' AND ')
  const towns = one.places
    .map((place) => place.replace(/\d.*$/, ''))
    .filter((town) => [...town].length > 1)
  return any([
    ...one.names.map(name),
    ...one.romaji.map((kana) => key(soundKey(kana))),
    ...one.branches.map((code) => all([`${marks.branch}${code}`])),
    ...towns.map((town) => all(marked(marks.place, pairs(town)))),
    ...one.names.map((runs) => all(marked(marks.user, pairs(runs.join(''))))),
    ...[...one.names.map(userSounds), ...one.romaji.map((kana) => pairs(soundKey(kana)))].map(
      (terms) => all(marked(marks.user, terms)),
    ),
  ])
}

const tail = (digits: string) => {
  const key = reversed(digits)
  return [
    hits()
      .where('customers.phoneReversed', '>=', key)
      .where('customers.phoneReversed', '<', past(key)),
    hitsByAccount()
      .where('accounts.numberReversed', '>=', key)
      .where('accounts.numberReversed', '<', past(key)),
  ]
}

function byDigits(digits: string, numbers: NumberSearch) {
  const number = digits.padStart(7, '0')
  return [
    ...(digits.length <= 7
      ? [
          hits().where('customers.customerNumber', '=', number),
          hitsByAccount().where('accounts.number', '=', number),
        ]
      : [hits().where('customers.phoneKey', '=', digits)]),
    ...(numbers === 'parts' && digits.length >= 4 && digits.length <= 7 ? tail(digits) : []),
  ]
}

/**
 * The queries that bring whoever may be meant, by the criterion that few customers have: a day of birth, a number, or all words
 * together. What they bring is compared with each criterion afterwards.
 * @param roughly a character of a name may be another
 */
export function candidateQueries(
  criteria: readonly Criterion[],
  numbers: NumberSearch,
  roughly = false,
) {
  const date = criteria.find((one) => one.date)?.date
  if (date) return [hits().where('customers.birthDate', '=', date).limit(mostCompared)]
  const digits = criteria.find((one) => one.digits)?.digits
  if (digits) return byDigits(digits, numbers).map((query) => query.limit(mostCompared))
  const match = criteria
    .map((one) => words(one, roughly))
    .filter((way) => way !== '')
    .map((way) => `(${way})`)
    .join(' AND ')
  if (match === '') return []
  let found = hits()
    .innerJoin('customerGrams', 'customerGrams.rowid', 'customers.id')
    .where(raw<boolean>`"customerGrams" MATCH ${match}`)
  // The plus keeps SQLite to the index of words.
  for (const { channel, decade } of criteria) {
    if (channel) found = found.where(raw<boolean>`+"customers"."channel" = ${channel}`)
    if (decade) found = found.where(raw<boolean>`+"customers"."birthDate" GLOB ${`${decade}*`}`)
  }
  return [found.limit(mostCompared)]
}
