import * as z from 'zod'
import { testedAs, testItem } from './connection-test.ts'
import type { Scope } from './grant.ts'

export const ledgerFolders = [
  'party',
  'registration',
  'contract',
  'clauses',
  'standards',
  'fisc',
  'subprocessors',
  'technical',
] as const
export type LedgerFolder = (typeof ledgerFolders)[number]

/** What an item holds: a line, a day, or one of some answers; `blocks` are answers with which nobody is activated. */
type Kind =
  | { kind: 'text' }
  | { kind: 'day' }
  | {
      kind: 'choice'
      values: readonly string[]
      blocks?: readonly string[]
      /** Answers that nobody types: the program enters them. */
      byProgram?: readonly string[]
    }
const text: Kind = { kind: 'text' }
const day: Kind = { kind: 'day' }
/** 適, 要改善, 否 (R7). */
const verdict: Kind = { kind: 'choice', values: ['fit', 'improve', 'unfit'], blocks: ['unfit'] }

/** The items that every ledger has, in their order. Of a checklist and of 再委託先 there are as many more as there are. */
export const ledgerItems = {
  'party.address': text,
  'party.complaints': text,
  'party.technical': text,
  'party.incident': text,
  'party.contract': text,
  'registration.registeredOn': day,
  /** 第1号 passes on payment instructions, 第2号 obtains account information (銀行法2条21項). */
  'registration.kinds': { kind: 'choice', values: ['second', 'both', 'first'] },
  'registration.lookedUpOn': day,
  'contract.route': { kind: 'choice', values: ['federation', 'own'] },
  'contract.consentOn': day,
  'contract.signedOn': day,
  'contract.noticeOn': day,
  'contract.term': text,
  'contract.endsOn': day,
  'clauses.liability': text,
  'clauses.safety': text,
  'clauses.subprocessors': text,
  'standards.registration': verdict,
  'standards.antisocial': verdict,
  'standards.business': verdict,
  'standards.finance': verdict,
  'standards.compliance': verdict,
  'standards.organisation': verdict,
  'standards.protection': verdict,
  'standards.security': verdict,
  'standards.outsourcing': verdict,
  'standards.subprocessors': verdict,
  'fisc.edition': text,
  'fisc.decision': { kind: 'choice', values: ['pass', 'fail'], blocks: ['fail'] },
  'subprocessors.used': { kind: 'choice', values: ['none', 'some'] },
  'technical.unbound': text,
  /** R157: passed as the program has seen it, or waived for a reason that another person checks. */
  'technical.connectionTest': {
    kind: 'choice',
    values: ['waived', 'passed'],
    byProgram: ['passed'],
  },
} as const satisfies Record<`${LedgerFolder}.${string}`, Kind>
export type FixedItem = keyof typeof ledgerItems

/** An item of the FISC checklist, by its own id (R8), and the three of a 再委託先 (R19). */
const further: readonly [RegExp, Kind][] = [
  [/^fisc\.Sec-[1-9]\d{0,2}$/, { kind: 'choice', values: ['yes', 'no', 'na'] }],
  [/^fisc\.Sec-[1-9]\d{0,2}\.assessment$/, text],
  [/^subprocessors\.[1-9]\d?\.(name|business)$/, text],
  [/^subprocessors\.[1-9]\d?\.notifiedOn$/, day],
]

/** What an item holds; undefined: there is none of that name. */
export const kindOf = (item: string): Kind | undefined =>
  Object.hasOwn(ledgerItems, item)
    ? ledgerItems[item as FixedItem]
    : further.find(([pattern]) => pattern.test(item))?.[1]

export const folderOf = (item: string): LedgerFolder => item.split('.', 1)[0] as LedgerFolder

/** Whether two persons can take it off the ledger: what every ledger has, and what a checklist asks, stays on it. */
export const isRemovable = ({ item, title }: { item: string; title: string }): boolean =>
  !Object.hasOwn(ledgerItems, item) && title === ''

/** The name of an item of the ledger. */
export const LedgerItem = z
  .string()
  .max(60)
  .refine((item) => kindOf(item) !== undefined, { message: 'no-item' })

export const LedgerValue = z.string().trim().max(1_000)
/** Bytes of a file of evidence, and how many files an item has at most. */
export const mostEvidenceBytes = 3 * 1024 * 1024
export const mostEvidenceFiles = 20
/** The name of a file as its owner's machine gives it. */
export const EvidenceName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no control character is part of a name
  .regex(/^[^\u0000-\u001f\\/]*$/)

export const LedgerNote = z.string().trim().max(500)

/** What is entered of an item; the rest of it is a matter of who looks. */
export interface LedgerEntry {
  item: string
  value: string
  note: string
  evidence?: string
  /** Files of evidence. */
  files?: number
  checked: boolean
}

/** What an activation meets of a provider's own registration. */
export interface Registered {
  registrationNumber: string
  scopes: readonly Scope[]
  redirectUris: readonly string[]
  dpop: boolean
  /** What a connection test is made for: SHA-256, in hexadecimal. */
  registration?: string
}

/**
 * `empty`: nobody has entered it; `unchecked`: nobody else has checked it; `refused`: its answer stands in the way; `unproven`: nothing
 * says by what it was judged; `stale`: the registration was changed since.
 */
export const lacks = ['empty', 'unchecked', 'refused', 'unproven', 'stale'] as const
type Lack = (typeof lacks)[number]
export interface Missing {
  item: string
  lack: Lack
}

const optional: readonly FixedItem[] = ['contract.term', 'contract.endsOn']
const byFederation: readonly FixedItem[] = ['contract.consentOn', 'contract.noticeOn']

/**
 * What stands between a provider and its 有効化 (R4–R8, R19), in the order of the ledger; `number` and `redirectUris` are of its
 * registration.
 */
export function missingOf(provider: Registered, entries: readonly LedgerEntry[]): Missing[] {
  const found = new Map(entries.map((entry) => [entry.item, entry]))
  const answerTo = (item: string): string => found.get(item)?.value ?? ''
  const needed = (Object.keys(ledgerItems) as FixedItem[]).filter(
    (item) =>
      !optional.includes(item) &&
      // 6条の5の5: consent and notice are between the union and 全信組連.
      (!byFederation.includes(item) || answerTo('contract.route') !== 'own') &&
      (item !== 'technical.unbound' || !provider.dpop),
  )
  const more = entries.map(({ item }) => item).filter((item) => !Object.hasOwn(ledgerItems, item))
  const parts = answerTo('subprocessors.used') === 'some' ? subprocessorItems(more) : []
  const lacks = [...new Set([...needed, ...more, ...parts])].flatMap((item): Missing[] => {
    const lack = lackOf(item, found.get(item), provider)
    return lack ? [{ item, lack }] : []
  })
  const own: Missing[] = []
  if (provider.registrationNumber === '')
    own.push({ item: 'provider.registrationNumber', lack: 'empty' })
  if (provider.redirectUris.length === 0) own.push({ item: 'provider.redirectUris', lack: 'empty' })
  return [...own, ...lacks]
}

/** Of each 再委託先 its name, business and day of notice; of the first one also while nobody has named it. */
function subprocessorItems(items: readonly string[]): string[] {
  const numbers = new Set(['1'])
  for (const item of items) {
    const n = /^subprocessors\.(\d+)\./.exec(item)?.[1]
    if (n) numbers.add(n)
  }
  return [...numbers].flatMap((n) =>
    ['name', 'business', 'notifiedOn'].map((part) => `subprocessors.${n}.${part}`),
  )
}

function lackOf(
  item: string,
  entry: LedgerEntry | undefined,
  { scopes, registration = '' }: Registered,
): Lack | undefined {
  if (!entry || entry.value === '') return 'empty'
  const kind = kindOf(item)
  if (kind?.kind === 'choice' && kind.blocks?.includes(entry.value)) return 'refused'
  // R4: account information takes a 第2号.
  if (item === 'registration.kinds' && entry.value === 'first' && scopes.length > 0)
    return 'refused'
  // R7: by what each of the ten was judged, and of 要改善 what is to be improved.
  if (kind === verdict && entry.note === '' && !entry.evidence && !entry.files) return 'unproven'
  // R8: a No is explained.
  if (/^fisc\.Sec-\d+$/.test(item) && entry.value === 'no' && entry.note === '') return 'refused'
  if (item === testItem) {
    // Without a reason nothing is waived.
    if (entry.value === 'waived' && entry.note === '') return 'refused'
    if (entry.value === 'passed' && entry.evidence !== testedAs(registration)) return 'stale'
  }
  return entry.checked ? undefined : 'unchecked'
}
