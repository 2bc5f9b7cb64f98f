import { addressKey } from '#shared/address-key'
import type { Channel } from '#shared/grant'
import { parseDate } from '#shared/parse-date'
import { looseKey, searchKey, soundKey } from '#shared/search-key'
import type { Found, NumberSearch } from '../bank.ts'
import { numeralsOf } from './numerals.ts'
import { kanaOfRomaji } from './romaji.ts'

/** One thing that a caller said, as everything it may mean: 花輪 is a branch, a town and the beginning of a company's name. */
export interface Criterion {
  /** Ways in which it may be written in a name, each as the runs of one script that must all occur. */
  names: string[][]
  /** Loose kana that Latin letters may stand for. */
  romaji: string[]
  /** Codes of branches. */
  branches: string[]
  /** Towns, or more of an address, as `addressKey` makes them. */
  places: string[]
  date?: string
  /** Of a telephone, account or customer number: whole, or its last ones. */
  digits?: string
  channel?: Channel
  /** The first three digits of a year of birth. */
  decade?: string
}

/** What was said and does not count, since the person finds such things by their whole value only (R123). */
type Ignored = Found['ignored'][number]
export interface Spoken {
  criteria: Criterion[]
  ignored: Ignored[]
}
interface Branch {
  code: string
  name: string
  kana: string
}

/** Words beside what is meant: what follows a name, and what names the kind of what comes next. */
const honorific = /(さん|様|さま)$/
const label =
  /^(下[4四]桁|末尾|電話(番号)?|携帯(番号)?|口座(番号)?|生年月日|誕生日|住所|お?名前|氏名|支店|取引店|利用者|担当者?)([はがの:]+|(?=\d)|$)/
const isBranch = /(支店|営業部|出張所|店|してん)$/
const born = /(生まれ|うまれ|生れ|生)$/
const scripts = /\p{Script=Han}+|[\p{Script=Katakana}ー]+|[^\p{Script=Han}\p{Script=Katakana}ー]+/gu
const kinds: Record<string, Channel> = { 個人: 'personal', 法人: 'business', 会社: 'business' }

/** 受付番号 and 連携番号, which are found by themselves. */
const itself = /^[UR]-?\d[\d-]*$/i

export const soundOf = (key: string): string => soundKey(looseKey(key))
const runs = (text: string): string[] => searchKey(text).match(scripts) ?? []
const none = (): Criterion => ({ names: [], romaji: [], branches: [], places: [] })

/**
 * What a text of several words says of a customer, in any order.
 * @param numbers with `whole`, parts of numbers, house numbers and decades are left out and told
 */
export function spoken(text: string, branches: readonly Branch[], numbers: NumberSearch): Spoken {
  const words = text
    .normalize('NFKC')
    .split(/[\s、,。;；]+/)
    .flatMap((word) => apart(word, branches))
  const criteria: Criterion[] = []
  const ignored = new Set<Ignored>()
  for (let at = 0; at < words.length; ) {
    const date = dateAt(words, at)
    const one = date ? { ...none(), date: date.date } : meant(words[at] ?? '', branches)
    const word = words[at] ?? ''
    at += date?.words ?? 1
    // Of a number that names something else there is no house's to be told of.
    const told = itself.test(word) ? new Set<Ignored>() : ignored
    const kept = numbers === 'whole' ? wholeOf(one, told) : one
    if (kept) criteria.push(kept)
  }
  return { criteria, ignored: [...ignored] }
}

/** A date may be said in up to three words: 昭和21年 5月 20日, S21 5 20. */
function dateAt(words: readonly string[], at: number): { date: string; words: number } | undefined {
  for (const count of [3, 2, 1]) {
    const said = words.slice(at, at + count)
    if (said.length < count) continue
    for (const between of ['', '.']) {
      const parsed = parseDate(said.join(between).replace(born, ''))
      if ('date' in parsed) return { date: parsed.date, words: count }
    }
  }
  return undefined
}

/** 大館駅前の鈴木さん, 石川陽太4388: words that are said without a space between them. */
function apart(word: string, branches: readonly Branch[]): string[] {
  const plain = word.replace(label, '').replace(honorific, '')
  if (plain === '') return []
  const of = /^(.+?)の(.+)$/.exec(plain)
  const [, before = '', after = ''] = of ?? []
  if (of && (branchesOf(before, branches).length > 0 || /[市町村区]$/.test(before)))
    return [before, ...apart(after, branches)]
  // Four digits at the end of Japanese letters are a number, unless the whole is a date or the letters go on as an address does.
  const tail = /^([^\d]+?)(0\d{1,4}-?\d{1,4}-?\d{3,4}|\d{4,})$/.exec(plain)
  if (tail && /\p{Lo}/u.test(tail[1] ?? '') && !('date' in parseDate(plain)))
    return [tail[1] ?? '', tail[2] ?? '']
  return [plain]
}

function branchesOf(word: string, branches: readonly Branch[]): Branch[] {
  const plain = word.replace(isBranch, '')
  const names = [word, plain].map(searchKey)
  const said = [...names.map(soundOf), ...kanaOfRomaji(plain).map(soundKey)]
  return branches.filter(
    ({ code, name, kana }) =>
      word === code || names.includes(searchKey(name)) || said.includes(soundOf(searchKey(kana))),
  )
}

function meant(word: string, branches: readonly Branch[]): Criterion {
  const found = branchesOf(word, branches)
  const at = found.map(({ code }) => code)
  const channel = kinds[word]
  if (channel) return { ...none(), channel }
  const decade = /^(\d{3})0年代(生まれ|生)?$/.exec(word)?.[1]
  if (decade) return { ...none(), decade }
  if (/^[\d\-()+]+$/.test(word)) {
    const digits = word.replace(/^\+81/, '0').replace(/\D/g, '')
    return at.length > 0 ? { ...none(), branches: at } : { ...none(), digits }
  }
  // Said as a branch, it is nothing else.
  if (at.length > 0 && isBranch.test(word) && word !== found[0]?.name)
    return { ...none(), branches: at }
  const names = [word, ...numeralsOf(word)].map(runs).filter((all) => all.length > 0)
  // The reading of a branch is that of the town that it is named after.
  const places = [word, ...found.map(({ name }) => name)].map(addressKey).filter(Boolean)
  return { names, romaji: kanaOfRomaji(word), branches: at, places: [...new Set(places)] }
}

/** What of a criterion counts where only whole values do. */
function wholeOf(one: Criterion, ignored: Set<Ignored>): Criterion | undefined {
  if (one.decade) {
    ignored.add('decade')
    return undefined
  }
  if (one.digits !== undefined && ![7, 10, 11].includes(one.digits.length)) {
    ignored.add('digits')
    return undefined
  }
  if (!one.places.some((place) => /\d/.test(place))) return one
  // The house's number is left out, the town stays.
  ignored.add('house')
  return { ...one, places: one.places.map((place) => place.replace(/\d.*$/, '')).filter(Boolean) }
}
