import { atJapan, dateText } from './japanese-date.ts'
import { type FixedItem, kindOf, ledgerItems } from './ledger.ts'
import type { DueKind } from './ledger-due.ts'
import type { MessageKey, Say } from './messages/catalogue.ts'

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
