import type { Store } from '#db'
import { addressKey } from '#shared/address-key'
import { digitsKey, looseKey, searchKey, soundKey, sounds } from '#shared/search-key'
import type { CustomerHit, NumberSearch } from '../bank.ts'
import { openOnes, usersOf } from '../statements.ts'
import { isKana } from './candidates.ts'
import { type Criterion, soundOf } from './criteria.ts'

/** A user of a company: the search key of the written name, and what the reading sounds like, whole and name by name. */
interface CompanyUser {
  key: string
  sounds: readonly string[]
}

/** A customer to compare. What only some criteria ask for is read or made when the first one does, once for a search. */
export class Compared {
  readonly hit: CustomerHit
  readonly #store: Store
  readonly #today: string
  #loose?: string
  #sounds?: readonly string[]
  #address?: string
  #users?: readonly CompanyUser[]
  #accounts?: readonly string[]
  /** @param given with the day in Japan, `YYYY-MM-DD` */
  constructor({ store, today }: { store: Store; today: string }, hit: CustomerHit) {
    this.#store = store
    this.#today = today
    this.hit = hit
  }
  get loose(): string {
    this.#loose ??= looseKey(this.hit.kanaKey)
    return this.#loose
  }
  get sounds(): readonly string[] {
    this.#sounds ??= sounds(this.hit.kana)
    return this.#sounds
  }
  get address(): string {
    this.#address ??= addressKey(this.hit.address)
    return this.#address
  }
  /** The users of a company; who has left is found by no name. */
  get users(): readonly CompanyUser[] {
    this.#users ??= this.#store
      .statement(usersOf)
      .all({ id: this.hit.id })
      .flatMap(({ userName, userKana, leftOn }) =>
        userName === null || (leftOn !== null && leftOn <= this.#today)
          ? []
          : [{ key: searchKey(userName), sounds: sounds(userKana) }],
      )
    return this.#users
  }
  get accounts(): readonly string[] {
    this.#accounts ??= this.#store
      .statement(openOnes)
      .all({ id: this.hit.id })
      .map(({ number }) => number)
    return this.#accounts
  }
}
export interface Manner {
  numbers: NumberSearch
  /** A character of a name may be another. */
  roughly: boolean
}

/** How well a part of a name fits, best first: as the name begins, inside of it, without long vowels, by sound, with one character wrong. */
const points = { front: 10, inside: 9, loose: 7, sound: 5, rough: 2 }

function runFits(run: string, who: Compared, roughly: boolean): number {
  const { nameKey, kanaKey } = who.hit
  if (nameKey.startsWith(run) || kanaKey.startsWith(run)) return points.front
  if (nameKey.includes(run) || kanaKey.includes(run)) return points.inside
  if (isKana(run)) {
    if (who.loose.includes(looseKey(run))) return points.loose
    return soundFits(soundOf(run), who, roughly)
  }
  return roughly && within(run, nameKey) ? points.rough : 0
}

function soundFits(sound: string, who: Compared, roughly: boolean): number {
  if (who.sounds.some((one) => one.includes(sound))) return points.sound
  return roughly && who.sounds.some((one) => within(sound, one)) ? points.rough : 0
}

/** All runs of one way of writing must fit; whoever's whole name they are comes first. */
function nameFits(one: Criterion, who: Compared, roughly: boolean): number {
  const { hit } = who
  const written = one.names.map((runs) => {
    const worst = Math.min(...runs.map((run) => runFits(run, who, roughly)))
    const covered = runs.reduce(
      (sum, run) => sum + [...run].length / (isKana(run) ? hit.kanaKey : hit.nameKey).length,
      0,
    )
    return worst === 0 ? 0 : worst + Math.min(1, covered)
  })
  const latin = one.romaji.map((kana) =>
    who.loose.includes(kana) ? points.loose : soundFits(soundKey(kana), who, roughly),
  )
  return Math.max(0, ...written, ...latin)
}

function placeFits(place: string, key: string): number {
  const at = key.indexOf(place)
  if (at < 0) return 0
  // 1-2 is not the beginning of 1-20.
  return /\d$/.test(place) && /\d/.test(key[at + place.length] ?? '') ? 0 : 6
}

function digitsFit(digits: string, one: Compared, { numbers }: Manner): number {
  const { customerNumber, phone } = one.hit
  const whole = [customerNumber, digitsKey(phone), ...one.accounts]
  if (whole.some((number) => number === digits || number === digits.padStart(7, '0'))) return 10
  const tail = numbers === 'parts' && digits.length >= 4
  return tail && whole.slice(1).some((number) => number.endsWith(digits)) ? 8 : 0
}

/** How well a criterion names this customer; or how well the customer belongs to a group that it names: a branch, a town, a kind. */
function criterionFits(one: Criterion, who: Compared, manner: Manner) {
  const { hit } = who
  if (one.date) return { meant: hit.birthDate === one.date ? 10 : 0, crowd: 0 }
  if (one.digits) return { meant: digitsFit(one.digits, who, manner), crowd: 0 }
  if (one.channel) return { meant: 0, crowd: hit.channel === one.channel ? 1 : 0 }
  if (one.decade) return { meant: 0, crowd: hit.birthDate.startsWith(one.decade) ? 1 : 0 }
  const places = one.places.map((place) => placeFits(place, who.address))
  return {
    meant: nameFits(one, who, manner.roughly),
    crowd: Math.max(0, ...places, one.branches.includes(hit.branchCode) ? 10 : 0),
  }
}

const written = (one: Criterion): string => one.names[0]?.join('') ?? ''

/** What was said as a reading, in kana or Latin letters, as it sounds. */
const spokenSounds = ({ names, romaji }: Criterion): string[] => [
  ...names.filter((runs) => runs.every(isKana)).map((runs) => soundOf(runs.join(''))),
  ...romaji.map(soundKey),
]

/** A part of a user's name, in any script or in several: 渡部まり. */
const partFits = (one: Criterion, { key, sounds: read }: CompanyUser): boolean =>
  one.names.some((runs) =>
    runs.every(
      (run) =>
        key.includes(run) || (isKana(run) && read.some((sound) => sound.includes(soundOf(run)))),
    ),
  ) || spokenSounds(one).some((said) => read.some((sound) => sound.includes(said)))

/**
 * Whether what was said, one after the other, is a whole reading. Only beginnings of it are gone on with: there are no more of them than
 * it has characters, where all ways to put together what each word may stand for double with each word.
 */
export function putsTogether(whole: string, said: readonly (readonly string[])[]): boolean {
  let begun = new Set([''])
  for (const ways of said)
    begun = new Set(
      [...begun].flatMap((before) =>
        ways.map((way) => before + way).filter((together) => whole.startsWith(together)),
      ),
    )
  return begun.has(whole)
}

/** The whole name or its whole reading, family or given name first. */
function wholeFits(said: readonly Criterion[], { key, sounds: read }: CompanyUser): boolean {
  const orders = [said, said.toReversed()]
  if (orders.some((order) => order.map(written).join('') === key)) return true
  const [whole] = read
  return whole !== undefined && orders.some((order) => putsTogether(whole, order.map(spokenSounds)))
}

/** What does not fit a company is the name of one of its users, whole for whoever finds whole values only. */
function userFits(said: readonly Criterion[], who: Compared, { numbers }: Manner): boolean {
  // What is no name, such as a telephone number that is another's, is nobody's: it must not be passed over.
  const areNames = said.every((one) => one.names.length + one.romaji.length > 0)
  if (who.hit.channel !== 'business' || !areNames) return false
  return who.users.some((user) =>
    numbers === 'whole' ? wholeFits(said, user) : said.every((one) => partFits(one, user)),
  )
}

/** How well a customer fits all criteria; 0: not at all, or the criteria name groups alone. */
export function fitOf(criteria: readonly Criterion[], who: Compared, manner: Manner): number {
  const fits = criteria.map((one) => ({ one, ...criterionFits(one, who, manner) }))
  const others = fits.filter(({ meant, crowd }) => meant === 0 && crowd === 0)
  const user =
    others.length > 0 &&
    userFits(
      others.map(({ one }) => one),
      who,
      manner,
    )
  if (others.length > 0 ? !user : fits.every(({ meant }) => meant === 0)) return 0
  return fits.reduce((sum, { meant, crowd }) => sum + Math.max(meant, crowd), user ? 4 : 0)
}

/**
 * Whether a text holds a word with at most one character wrong, missing or too many: Sellers' approximate match, a row of edit distances
 * in which the word may begin anywhere.
 */
function within(word: string, text: string): boolean {
  const wanted = [...word]
  // One wrong character of two would be any name.
  if (wanted.length < 3) return false
  let row = wanted.map((_, i) => i + 1)
  for (const c of text) {
    let diagonal = 0
    let left = 0
    row = row.map((above, i) => {
      const least = Math.min(above + 1, left + 1, diagonal + (wanted[i] === c ? 0 : 1))
      diagonal = above
      left = least
      return least
    })
    if ((row.at(-1) ?? 2) <= 1) return true
  }
  return false
}
