import { AppError } from '#shared/errors'
import { kindOf, ledgerItems } from '#shared/ledger'
import { ledgerLabel, ledgerText } from '#shared/ledger-words'
import { japanese } from '#shared/messages/catalogue'
import { Day } from '#shared/parse-date'
import { act, Refusal } from '../act.ts'
import type { ActContext } from '../actor.ts'
import type { AuditTarget } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { unfitSecond } from '../proposals/second.ts'
import { providerById } from '../providers/provider.ts'
import { entryTold, type LedgerRow } from './entries.ts'

export interface LedgerForm {
  providerId: number
  item: string
  /** 0: nobody has entered it yet. */
  version: number
  value: string
  note: string
  evidence: string
  owner: string
  dueOn: string | null
  /** The words of an item of a checklist; as they were where there are none. */
  title?: string
}

/** @throws AppError provider.not-found, provider.changed-meanwhile (it has ended) */
export function ledgerTarget(engine: Engine, providerId: number): AuditTarget {
  const provider = providerById(engine, providerId)
  if (!provider) throw new AppError('provider.not-found')
  if (provider.status === 'ended') throw new AppError('provider.changed-meanwhile')
  return { kind: 'provider', id: providerId, label: provider.name }
}

/** The value as it is kept. @throws AppError input.invalid */
function keptValue({ item, value }: LedgerForm): string {
  const kind = kindOf(item)
  if (value === '' || kind?.kind === 'text') return value
  if (kind?.kind === 'choice' && kind.values.includes(value)) return value
  const day = kind?.kind === 'day' ? Day.safeParse(value) : undefined
  if (day?.success) return day.data
  throw new AppError('input.invalid', { detail: item })
}

/** Inside a commit unit. @returns what was there, and what is */
export function writeEntry(
  { engine, actor }: ActContext,
  form: LedgerForm,
): { before: LedgerRow | undefined; after: ReturnType<typeof entryTold> } {
  const { store, clock } = engine
  const { providerId, item, version, note, evidence, owner, dueOn } = form
  const before = store.find('ledgerEntries', { providerId, item })
  if ((before?.version ?? 0) !== version) throw new AppError('provider.changed-meanwhile')
  const kept = { value: keptValue(form), note, evidence, owner, dueOn }
  const entry = {
    ...kept,
    title: form.title ?? before?.title ?? '',
    version: version + 1,
    enteredBy: Number(actor.id),
    enteredByName: actor.name,
    enteredAt: clock.now(),
    // Whoever checked the former words has not seen these.
    ...{ checkedBy: null, checkedByName: null, checkedAt: null },
  }
  const gone = kept.value === '' && note === '' && !Object.hasOwn(ledgerItems, item)
  if (before && gone) store.delete('ledgerEntries', { id: before.id })
  else if (before) store.update('ledgerEntries', { id: before.id }, entry)
  else store.insert('ledgerEntries', { providerId, item, ...entry })
  return { before, after: entryTold({ item, ...kept }) }
}

/**
 * Enters an item of a provider's ledger; its check by another person has to be made anew.
 * @throws AppError provider.not-found, provider.changed-meanwhile (somebody saved the item since `version` was read), input.invalid
 */
export const saveLedger = act('ledger.save', (ctx, form: LedgerForm) => {
  const target = ledgerTarget(ctx.engine, form.providerId)
  const { before, after } = writeEntry(ctx, form)
  return { target, before: before && entryTold(before), after }
})

/**
 * Says that items, as they stand, are right: never by whoever entered one of them, nor by that person's second face.
 * @throws AppError provider.not-found, provider.changed-meanwhile, proposal.decided, proposal.same-person, proposal.tied
 */
export const checkLedger = act(
  'ledger.check',
  (
    { engine, actor },
    {
      providerId,
      items,
    }: { providerId: number; items: readonly { item: string; version: number }[] },
  ) => {
    const target = ledgerTarget(engine, providerId)
    const rows = items.map(({ item, version }) => {
      const row = engine.store.find('ledgerEntries', { providerId, item })
      if (!row || row.version !== version) throw new AppError('provider.changed-meanwhile')
      if (row.checkedBy !== null)
        throw new AppError('proposal.decided', { detail: row.checkedByName ?? '' })
      return row
    })
    for (const row of rows) {
      const unfit = unfitSecond(engine, row.enteredBy, actor)
      if (unfit) throw new Refusal(`proposal.${unfit}`, target)
    }
    const check = {
      checkedBy: Number(actor.id),
      checkedByName: actor.name,
      checkedAt: engine.clock.now(),
    }
    for (const { id } of rows) engine.store.update('ledgerEntries', { id }, check)
    const ledger = rows.map(
      (row) => `${ledgerLabel(japanese, row.item)}：${ledgerText(japanese, row)}`,
    )
    return { target, after: { ledger } }
  },
)
