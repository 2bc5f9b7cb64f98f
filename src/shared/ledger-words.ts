import { atJapan, dateText } from './japanese-date.ts'
import { type FixedItem, folderOf, kindOf, type LedgerFolder, ledgerItems } from './ledger.ts'
import type { DueKind } from './ledger-due.ts'
import { japanese, type MessageKey, type Say } from './messages/catalogue.ts'

/** The name of an item of a ledger as people read it. */
export function ledgerLabel(t: Say, item: string): string {
  if (item === 'provider.registrationNumber') return t('provider.registrationNumber')
  if (item === 'provider.redirectUris') return t('provider.redirectUris')
  if (Object.hasOwn(ledgerItems, item)) return t(`ledger.${item as FixedItem}`)
  const sub = /^subprocessors\.(\d+)\.(name|business|notifiedOn)$/.exec(item)
  if (sub)
    return t('ledger.subprocessor', {
      n: sub[1] ?? '',
      part: t(`ledger.sub.${sub[2] as 'name' | 'business' | 'notifiedOn'}`),
    })
  const [, id = '', assessment] = item.split('.')
  return assessment === undefined ? id : t('ledger.assessment', { id })
}

/** All that stands in an entry, in one line. */
export function ledgerLine(
  t: Say,
  entry: Record<'item' | 'title' | 'value' | 'note' | 'evidence' | 'owner', string> & {
    dueOn: string | null
  },
  files: readonly string[] = [],
): string {
  const { item, title, note, evidence, owner, dueOn } = entry
  const more = (
    [
      ['title', title],
      ['note', note],
      ['evidence', evidence],
      ['files', files.join('、')],
      ['owner', owner],
      ['dueOn', dueOn === null ? '' : dateText(atJapan(dueOn))],
    ] as const
  ).flatMap(([name, words]) => (words === '' ? [] : [`${t(`ledger.line.${name}`)}：${words}`]))
  return [`${ledgerLabel(t, item)}：${ledgerText(t, entry)}`, ...more].join('／')
}

/** A folder by the names of its items, as a told line begins; any number stands for all. */
const folders = new Map<string, LedgerFolder>(
  [
    ...Object.keys(ledgerItems),
    ...['fisc.Sec-1', 'fisc.Sec-1.assessment'],
    ...['name', 'business', 'notifiedOn'].map((part) => `subprocessors.1.${part}`),
  ].map((item) => [ledgerLabel(japanese, item), folderOf(item)]),
)
const partNames = (['title', 'note', 'evidence', 'files', 'owner', 'dueOn'] as const).map((name) =>
  japanese(`ledger.line.${name}`),
)
const partsBegin = new RegExp(`／(?=(?:${partNames.join('|')})：)`)
/** Who entered and who checked it, behind the line that an activation is agreed to by. */
const signed = /^(.*)（(記入 .*／確認 .*)）$/s

/** A line that was told (`ledgerLine` in Japanese) laid out for reading: every character of it is in one of the parts. */
export function toldEntry(line: string): {
  /** Null where the line begins with the name of no item. */
  folder: LedgerFolder | null
  label: string
  /** What the item holds, then what stands beside it, each with its name. */
  parts: string[]
  signed: string | null
} {
  const [label = '', ...rest] = line.split('：')
  const folder = folders.get(label) ?? folders.get(label.replace(/\d+/, '1')) ?? null
  if (folder === null) return { folder, label: '', parts: [line], signed: null }
  const body = rest.join('：')
  const [, words = body, by = null] = signed.exec(body) ?? []
  return { folder, label, parts: words.split(partsBegin), signed: by }
}

/** What an item holds, in words. */
export function ledgerText(t: Say, { item, value }: { item: string; value: string }): string {
  if (value === '') return '—'
  const kind = kindOf(item)?.kind
  if (kind === 'day') return dateText(atJapan(value))
  return kind === 'choice' ? t(`ledgerValue.${value}` as MessageKey) : value
}

/** What falls due, in words. */
export function dueText(
  t: Say,
  { kind, item, title }: { kind: DueKind; item: string; title: string },
): string {
  if (kind !== 'planned') return t(`ledger.due.kind.${kind}`)
  return title === '' ? ledgerLabel(t, item) : `${ledgerLabel(t, item)}　${title}`
}
