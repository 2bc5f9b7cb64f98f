import { query } from '#db'
import { AppError } from '#shared/errors'
import { entryInWords, ledgerOf } from '../ledger/entries.ts'
import { twoPersonAct } from '../proposals/propose.ts'
import { providerById } from './provider.ts'
import { registration } from './save.ts'

const byOthers = query<{ providerId: number; staffId: number }>()((k, v) =>
  k
    .selectFrom('ledgerEntries')
    .select('id')
    .where('providerId', '=', v('providerId'))
    .where((e) => e.or([e('enteredBy', '<>', v('staffId')), e('checkedBy', 'is not', null)]))
    .limit(1),
)

/** What belongs to a draft and goes with it. */
const own = ['providerNames', 'ledgerEntries', 'ledgerFiles', 'keyUses', 'keySets'] as const

/**
 * Deletes a draft with its ledger: alone where nobody else has worked on it, else by two. It was never a client, so that nothing hangs
 * on it; the audit keeps what it said, and its number comes to no other.
 * @throws AppError provider.not-found, provider.ended, provider.not-draft, provider.changed-meanwhile
 */
export const discardProvider = twoPersonAct('providers.discard', {
  what: ({ engine, actor }, { id }: { id: number; version: number }) =>
    engine.store.statement(byOthers).get({ providerId: id, staffId: Number(actor.id) })
      ? 'shared'
      : 'own',
  perform: ({ engine }, { id, version }) => {
    const { store } = engine
    const provider = providerById(engine, id)
    if (!provider) throw new AppError('provider.not-found')
    if (provider.status === 'ended') throw new AppError('provider.ended')
    if (provider.status !== 'draft') throw new AppError('provider.not-draft')
    if (provider.version !== version) throw new AppError('provider.changed-meanwhile')
    const ledger = ledgerOf(engine, id).map((row) => entryInWords(row, engine))
    const before = { ...registration(provider), ...(ledger.length > 0 && { ledger }) }
    for (const table of own) store.delete(table, { providerId: id })
    store.delete('providers', { id })
    engine.authority.changed()
    return { target: { kind: 'provider', id, label: provider.name }, before }
  },
})
