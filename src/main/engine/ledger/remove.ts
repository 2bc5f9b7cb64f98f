import { AppError } from '#shared/errors'
import { isRemovable } from '#shared/ledger'
import { twoPersonAct } from '../proposals/propose.ts'
import { entryInWords, entryOf } from './entries.ts'
import { ledgerTarget } from './save.ts'

/**
 * Takes entries off a ledger, such as a 再委託先 that is none: by two persons, since what is on it may stand before the activation.
 * @throws AppError provider.not-found, provider.changed-meanwhile (somebody saved one since it was read), ledger.stays
 */
export const removeFromLedger = twoPersonAct('ledger.remove', {
  what: () => 'entry',
  perform: (
    { engine },
    {
      providerId,
      items,
    }: { providerId: number; items: readonly { item: string; version: number }[] },
  ) => {
    const target = ledgerTarget(engine, providerId)
    const ledger = items.map(({ item, version }) => {
      const row = entryOf(engine, providerId, item)
      if (row?.version !== version) throw new AppError('provider.changed-meanwhile')
      if (!isRemovable(row)) throw new AppError('ledger.stays', { detail: item })
      const gone = { removed: 1, version: version + 1 } as const
      const words = entryInWords(row, engine)
      engine.store.update('ledgerEntries', { id: row.id }, gone)
      engine.store.update('ledgerFiles', { providerId, item }, { removed: 1 })
      return words
    })
    return { target, before: { ledger }, after: {} }
  },
})
