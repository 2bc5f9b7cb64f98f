import { query } from '#db'
import { isoDate } from '#shared/japanese-date'
import { type DueKind, monthsAfter, type Standing, standingOf } from '#shared/ledger-due'
import { connected } from '#shared/provider-status'
import { casesUnderWay } from '../cases/cases.ts'
import type { Engine } from '../engine.ts'
import { providerById } from '../providers/provider.ts'

/** Items with a day of their own, by the index of due days. */
const planned = query<Record<never, never>>()((k) =>
  k
    .selectFrom('ledgerEntries')
    .innerJoin('providers', 'providers.id', 'ledgerEntries.providerId')
    .select(['providerId', 'providers.name', 'item', 'title', 'dueOn as day', 'owner'])
    .where('dueOn', 'is not', null)
    .where('removed', '=', 0)
    .where('status', '!=', 'ended'),
)
/** Items that say a day themselves, and when each of the ten standards was checked. */
const dated = query<Record<never, never>>()((k) =>
  k
    .selectFrom('providers')
    .innerJoin('ledgerEntries', 'ledgerEntries.providerId', 'providers.id')
    .select(['providerId', 'providers.name', 'status', 'item', 'value', 'owner', 'checkedAt'])
    .where('status', '!=', 'ended')
    .where('removed', '=', 0)
    .where((e) =>
      e.or([
        e('item', 'in', ['contract.endsOn', 'registration.lookedUpOn']),
        e.and([e('item', '>=', 'standards.'), e('item', '<', 'standards/')]),
      ]),
    ),
)
const stopped = query<Record<never, never>>()((k) =>
  k
    .selectFrom('providers')
    .select(['id as providerId', 'name', 'statusUntil as day'])
    .where('statusUntil', 'is not', null),
)

export interface DueDay {
  providerId: number
  provider: string
  kind: DueKind
  /** An item of the ledger; empty of a stop and of the standards together. */
  item: string
  title: string
  owner: string
  /** `YYYY-MM-DD` */
  on: string
  standing: Standing
}

/** All that falls due of providers that have not ended, the earliest first. */
export function dueDays(engine: Engine): DueDay[] {
  const { store, settings, clock } = engine
  const today = isoDate(clock.now())
  const months = settings.get('policy').recheckMonths
  const found: Omit<DueDay, 'standing'>[] = []
  for (const { name: provider, day, ...row } of store.statement(planned).all({}))
    found.push({ ...row, provider, kind: 'planned', on: day ?? '' })
  const rechecks = new Map<number, Omit<DueDay, 'standing'>>()
  for (const row of store.statement(dated).all({})) {
    const { providerId, name: provider, item, value, owner } = row
    const of = { providerId, provider, item, title: '', owner }
    if (item === 'contract.endsOn') {
      if (value !== '') found.push({ ...of, kind: 'ends', on: value })
    } else if (!connected.includes(row.status)) {
      // Before the activation all of it is looked at anyway.
    } else if (item === 'registration.lookedUpOn') {
      if (value !== '') found.push({ ...of, kind: 'look-up', on: monthsAfter(value, months) })
    } else if (row.checkedAt !== null) {
      // All ten together fall due with the one that was checked longest ago.
      const on = monthsAfter(isoDate(row.checkedAt), months)
      const before = rechecks.get(providerId)
      if (!before || on < before.on)
        rechecks.set(providerId, { ...of, item: '', kind: 'recheck', on })
    }
  }
  found.push(...rechecks.values())
  for (const { providerId, name: provider, day } of store.statement(stopped).all({}))
    found.push({
      ...{ providerId, provider, item: '', title: '', owner: '' },
      kind: 'stop',
      on: day ?? '',
    })
  for (const one of casesUnderWay(engine)) {
    const on = one.kind === 'ending' ? one.facts.endsOn : one.facts.reportBy
    const provider = providerById(engine, one.providerId)
    // What has ended is due no more, whatever of its procedure is left.
    if (!provider || on === null || (one.kind === 'ending' && provider.status === 'ended')) continue
    const kind = one.kind === 'ending' ? 'ending' : 'report'
    found.push({
      ...{ providerId: provider.id, provider: provider.name, kind, on },
      ...{ item: '', title: '', owner: '' },
    })
  }
  return found
    .map((one) => ({ ...one, standing: standingOf(one.on, today) }))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.providerId - b.providerId))
}

/** How many days are over, and how many fall due within 30 days: for きょう. */
export function dueCounts(engine: Engine): { over: number; soon: number } {
  const days = dueDays(engine)
  const count = (standing: Standing) => days.filter((one) => one.standing === standing).length
  return { over: count('over'), soon: count('soon') }
}
