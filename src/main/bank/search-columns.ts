import type { Store } from '#db'
import { digitsKey, grams, looseKey, looseSwapped, reversed, searchKey } from '#shared/search-key'

/** Inside a commit unit: the words that a customer is found by, in place of the former ones. */
export function putSearchWords(store: Store, id: number, words: string): void {
  store.delete('customerGrams', { rowid: id })
  store.insert('customerGrams', { rowid: id, grams: words })
}

/** What a customer is found by: written by this alone, so that demo and import agree with the search. */
export function searchColumns(person: { name: string; kana: string; phone: string }) {
  const nameKey = searchKey(person.name)
  const kanaKey = searchKey(person.kana)
  const phoneKey = digitsKey(person.phone)
  return {
    nameKey,
    kanaKey,
    looseKey: looseKey(kanaKey),
    looseSwapped: looseSwapped(person.kana),
    phoneKey,
    phoneReversed: reversed(phoneKey),
    grams: [...grams(nameKey), ...grams(kanaKey)].join(' '),
  }
}
