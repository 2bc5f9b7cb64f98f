import { query } from '#db'
import { digitsKey, grams, looseKey, looseSwapped, reversed, searchKey } from '#shared/search-key'

export const putGrams = query<{ id: number; grams: string }>()((k, v) =>
  k.insertInto('customerGrams').values({ rowid: v('id'), grams: v('grams') }),
)

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
