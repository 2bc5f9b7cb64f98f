import type { Store } from '#db'
import { addressKey } from '#shared/address-key'
import {
  digitsKey,
  grams,
  looseKey,
  looseSwapped,
  reversed,
  searchKey,
  sounds,
} from '#shared/search-key'
import { usersOf } from '../statements.ts'

interface Searched {
  name: string
  kana: string
  phone: string
  address: string
  branchCode: string
}

/**
 * The terms of the index of words, by what they are of: names stand as they are, so that one query finds them in kanji and kana; the
 * others have a mark before them that no name begins with.
 */
export const marks = { place: '@', branch: '#', user: '&' } as const

/** The town of an address, without the house's number. */
export const townKey = (address: string): string => addressKey(address).replace(/\d.*$/, '')

const marked = (mark: string, terms: readonly string[]) => terms.map((term) => `${mark}${term}`)
const pairs = (key: string) => grams(key).filter((gram) => [...gram].length > 1)

interface User {
  userName: string | null
  userKana: string
}
/** A user of a company by the written name, and by the reading as it sounds: no two files write it alike. */
const userTerms = ({ userName, userKana }: User): string[] => [
  ...grams(searchKey(userName ?? '')),
  ...sounds(userKana).flatMap(grams),
]

function words(person: Searched, users: readonly User[]): string {
  const all = [
    ...grams(searchKey(person.name)),
    ...grams(searchKey(person.kana)),
    ...sounds(person.kana).flatMap(grams),
    ...marked(marks.place, pairs(townKey(person.address))),
    `${marks.branch}${person.branchCode}`,
    ...marked(marks.user, users.flatMap(userTerms)),
  ]
  return [...new Set(all)].join(' ')
}

/** Inside a commit unit, once the customer and their users stand: the words that they are found by, in place of the former ones. */
export function putSearchWords(store: Store, id: number): void {
  const person = store.find('customers', { id })
  if (!person) return
  const users = store.statement(usersOf).all({ id })
  store.delete('customerGrams', { rowid: id })
  store.insert('customerGrams', {
    rowid: id,
    grams: words(person, users),
  })
}

/** What a customer is found by: written by this alone, so that demo and import agree with the search. */
export function searchColumns(person: Pick<Searched, 'name' | 'kana' | 'phone'>) {
  const kanaKey = searchKey(person.kana)
  const phoneKey = digitsKey(person.phone)
  return {
    nameKey: searchKey(person.name),
    kanaKey,
    looseKey: looseKey(kanaKey),
    looseSwapped: looseSwapped(person.kana),
    phoneKey,
    phoneReversed: reversed(phoneKey),
  }
}
