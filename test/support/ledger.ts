import type { Engine } from '#engine'
import { type FixedItem, kindOf, ledgerItems } from '#shared/ledger'

/** What a provider’s ledger needs for an activation, as two persons would have left it. */
export function wholeLedger(): Record<string, string> {
  const values = (Object.keys(ledgerItems) as FixedItem[]).map((item): [string, string] => {
    const kind = kindOf(item)
    if (kind?.kind === 'day') return [item, '2026-04-01']
    return [item, kind?.kind === 'choice' ? (kind.values[0] ?? '') : '記載済み']
  })
  return Object.fromEntries(values)
}

/** Why something is waived, and by what it was judged. */
export const noteOf = (value: string): string =>
  value === 'waived' ? '試験環境がない' : value === 'fit' ? '調査票 2026-04' : ''

/** Inside a commit unit. */
export function fillLedger({ store }: Pick<Engine, 'store'>, providerId: number): void {
  for (const [item, value] of Object.entries(wholeLedger()))
    store.insert('ledgerEntries', {
      ...{
        providerId,
        item,
        value,
        note: noteOf(value),
        evidence: '',
        owner: '',
        dueOn: null,
        version: 1,
      },
      ...{ enteredBy: 1, enteredByName: '記入者', enteredAt: 0 },
      ...{ checkedBy: 2, checkedByName: '確認者', checkedAt: 0 },
    })
}
