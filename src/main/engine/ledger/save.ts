import { AppError } from '#shared/errors'
import { kindOf } from '#shared/ledger'
import { Day } from '#shared/parse-date'
import { act, Refusal } from '../act.ts'
import type { ActContext } from '../actor.ts'
import type { AuditTarget } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { unfitSecond } from '../proposals/second.ts'
import { providerById } from '../providers/provider.ts'
import { entryInWords, entryOf, entryTold, type LedgerRow } from './entries.ts'

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
  /** The words of an item of a checklist; as they were where none are given. */
  title?: string
}

/** @throws AppError provider.not-found, provider.ended */
export function ledgerTarget(engine: Engine, providerId: number): AuditTarget {
  const provider = providerById(engine, providerId)
  if (!provider) throw new AppError('provider.not-found')
  if (provider.status === 'ended') throw new AppError('provider.ended')
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

/** What the program has to have seen itself. @throws AppError input.invalid */
function refuseProgramsOwn({ item, value }: LedgerForm): void {
  const kind = kindOf(item)
  if (kind?.kind === 'choice' && kind.byProgram?.includes(value))
    throw new AppError('input.invalid', { detail: item })
}

/**
 * Inside a commit unit. What is emptied keeps its row, so that no version of it comes again: a check of words that nobody has
 * seen would pass, and one person could make an item vanish that stands before the activation.
 * @returns what was there, and what is
 */
export function writeEntry(
  { engine, actor }: ActContext,
  form: LedgerForm,
): { before: LedgerRow | undefined; after: Omit<LedgerRow, 'id'> } {
  const { store, clock } = engine
  const { providerId, item, version, note, evidence, owner, dueOn } = form
  const row = store.find('ledgerEntries', { providerId, item })
  const before = row?.removed ? undefined : row
  if ((before?.version ?? 0) !== version) throw new AppError('provider.changed-meanwhile')
  const kept = { value: keptValue(form), note, evidence, owner, dueOn }
  const entry = {
    ...kept,
    title: form.title || (before?.title ?? ''),
    version: (row?.version ?? 0) + 1,
    removed: 0 as const,
    enteredBy: Number(actor.id),
    enteredByName: actor.name,
    enteredAt: clock.now(),
    // Whoever checked the former words has not seen these.
    ...{ checkedBy: null, checkedByName: null, checkedAt: null },
  }
  if (row) store.update('ledgerEntries', { id: row.id }, entry)
  else store.insert('ledgerEntries', { providerId, item, ...entry })
  return { before, after: { providerId, item, ...entry } }
}

/**
 * Enters an item of a provider's ledger; its check by another person has to be made anew.
 * @throws AppError provider.not-found, provider.changed-meanwhile (somebody saved the item since `version` was read), input.invalid
 */
export const saveLedger = act('ledger.save', (ctx, form: LedgerForm) => {
  const target = ledgerTarget(ctx.engine, form.providerId)
  refuseProgramsOwn(form)
  const { before, after } = writeEntry(ctx, form)
  return { target, before: before && entryTold(before), after: entryTold(after) }
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
      const row = entryOf(engine, providerId, item)
      if (row?.version !== version) throw new AppError('provider.changed-meanwhile')
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
    return { target, after: { ledger: rows.map((row) => entryInWords(row, engine)) } }
  },
)
