import type { Selectable } from 'kysely'
import { query, type Tables } from '#db'
import { AppError } from '#shared/errors'
import {
  type FixedItem,
  folderOf,
  kindOf,
  ledgerFolders,
  ledgerItems,
  type Missing,
  missingOf,
  type Registered,
} from '#shared/ledger'
import { ledgerLabel, ledgerLine } from '#shared/ledger-words'
import { japanese } from '#shared/messages/catalogue'
import type { Engine } from '../engine.ts'
import { providerById } from '../providers/provider.ts'
import { registrationHash } from '../providers/registration-hash.ts'

export type LedgerRow = Selectable<Tables['ledgerEntries']>

const ofProvider = query<{ providerId: number }>()((k, v) =>
  k
    .selectFrom('ledgerEntries')
    .selectAll()
    .where('providerId', '=', v('providerId'))
    .where('removed', '=', 0),
)

const fixed = Object.keys(ledgerItems)
/** Fixed items first, then those of a checklist by their number. */
function rank(item: string): [number, number, string] {
  const place = fixed.indexOf(item)
  const number = Number(/\d+/.exec(item)?.[0] ?? 0)
  return [ledgerFolders.indexOf(folderOf(item)), place < 0 ? fixed.length + number : place, item]
}

/** An item of a ledger, unless nobody has entered it or two persons have taken it off. */
export const entryOf = (
  { store }: Pick<Engine, 'store'>,
  providerId: number,
  item: string,
): LedgerRow | undefined => store.find('ledgerEntries', { providerId, item, removed: 0 })

/** The ledger of a provider in the order of its folders. */
export function ledgerOf({ store }: Pick<Engine, 'store'>, providerId: number): LedgerRow[] {
  return store
    .statement(ofProvider)
    .all({ providerId })
    .map((row) => ({ row, rank: rank(row.item) }))
    .sort(
      (a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || (a.rank[2] < b.rank[2] ? -1 : 1),
    )
    .map(({ row }) => row)
}

/** What stands between a provider and its 有効化 (R6). */
export function missingInLedger(
  engine: Pick<Engine, 'store' | 'providers'>,
  provider: Registered & { id: number },
): Missing[] {
  const registered = providerById(engine, provider.id)
  const filesOfItem = (item: string) =>
    engine.store.statement(filesOf).all({ providerId: provider.id, item }).length
  return missingOf(
    { ...provider, ...(registered && { registration: registrationHash(registered) }) },
    ledgerOf(engine, provider.id).map((row) => ({
      ...{ ...row, files: filesOfItem(row.item), checked: row.checkedBy !== null },
    })),
  )
}

/**
 * In practice mode a provider may be 未確認.
 * @param items what is looked at; all of it without
 * @throws AppError provider.ledger-incomplete, with what is missing as its detail
 */
export function refuseIncomplete(
  engine: Engine,
  provider: Registered & { id: number },
  items?: readonly FixedItem[],
): void {
  if (engine.settings.mark('demo') === true) return
  const missing = missingInLedger(engine, provider).filter(
    ({ item }) => items === undefined || items.some((one) => one === item),
  )
  if (missing.length > 0)
    throw new AppError('provider.ledger-incomplete', {
      detail: missing.map(({ item }) => item).join(' '),
    })
}

/** The whole ledger in words: what the second person of an 有効化 reads and agrees to, and the audit keeps. */
export const ledgerTold = (engine: Engine, providerId: number): string[] =>
  ledgerOf(engine, providerId).map(
    (row) =>
      `${entryInWords(row, engine)}（記入 ${row.enteredByName}／確認 ${row.checkedByName ?? '—'}）`,
  )

/** An entry whole, as the audit keeps it and a second person reads it. */
export const entryInWords = (
  row: Omit<LedgerRow, 'id'>,
  { store }: Pick<Engine, 'store'>,
): string =>
  ledgerLine(
    japanese,
    row,
    store
      .statement(filesOf)
      .all({ providerId: row.providerId, item: row.item })
      .map(({ name, sha256 }) => `${name}（SHA-256 ${Buffer.from(sha256).toString('hex')}）`),
  )
const filesOf = query<{ providerId: number; item: string }>()((k, v) =>
  k
    .selectFrom('ledgerFiles')
    .select(['name', 'sha256'])
    .where('providerId', '=', v('providerId'))
    .where('removed', '=', 0)
    .where('item', '=', v('item'))
    .orderBy('id'),
)

/** Of an entry what the audit keeps: codes where it holds codes, words where somebody has typed them. */
export function entryTold(
  row: Pick<LedgerRow, 'item' | 'value' | 'note' | 'evidence' | 'owner' | 'dueOn'>,
) {
  const { item, value, note, evidence, owner, dueOn } = row
  return {
    ...(Object.hasOwn(ledgerItems, item)
      ? { ledgerItem: item }
      : { ledgerPart: ledgerLabel(japanese, item) }),
    ...(value !== '' &&
      (kindOf(item)?.kind === 'choice' ? { ledgerValue: value } : { ledgerText: value })),
    ...(note !== '' && { note }),
    ...(evidence !== '' && { evidence }),
    ...(owner !== '' && { owner }),
    ...(dueOn !== null && { dueOn }),
  }
}
