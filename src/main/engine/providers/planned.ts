import { query } from '#db'
import { AppError } from '#shared/errors'
import { isoDate } from '#shared/japanese-date'
import { act } from '../act.ts'
import { systemContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { refuseUnmet } from './may-become.ts'
import { recordName } from './names.ts'
import { providerById } from './provider.ts'

type Columns = Record<string, string | number | null>
export interface PlannedColumns {
  was: Columns
  becomes: Columns
}

const due = query<{ today: string }>()((k, v) =>
  k
    .selectFrom('plannedChanges')
    .select('id')
    .where('state', '=', 'planned')
    .where('effectiveOn', '<=', v('today'))
    .orderBy('effectiveOn')
    .orderBy('id'),
)
const ofProvider = query<{ providerId: number }>()((k, v) =>
  k
    .selectFrom('plannedChanges')
    .selectAll()
    .where('providerId', '=', v('providerId'))
    .where('state', 'in', ['planned', 'failed'])
    .orderBy('effectiveOn'),
)

/** Inside a commit unit. @throws AppError input.invalid (it changes nothing) */
export function planChange(
  { store, clock }: Engine,
  plan: { providerId: number; effectiveOn: string; plannedByName: string; approvedByName: string },
  { was, becomes }: PlannedColumns,
): void {
  if (Object.keys(becomes).length === 0) throw new AppError('input.invalid', { detail: 'from' })
  store.insert('plannedChanges', {
    ...{ ...plan, plannedAt: clock.now(), state: 'planned' },
    ...{ was: JSON.stringify(was), becomes: JSON.stringify(becomes) },
  })
}

/** Changes of a provider that wait for their day, and those that could not be made on it. */
export const plannedChanges = ({ store }: Pick<Engine, 'store'>, providerId: number) =>
  store
    .statement(ofProvider)
    .all({ providerId })
    .map(({ was, becomes, ...row }) => ({
      ...row,
      was: JSON.parse(was) as Columns,
      becomes: JSON.parse(becomes) as Columns,
    }))

const failed = query<Record<never, never>>()((k) =>
  k
    .selectFrom('plannedChanges')
    .innerJoin('providers', 'providers.id', 'plannedChanges.providerId')
    .select(['providerId', 'name as provider', 'effectiveOn'])
    .where('state', '=', 'failed')
    .orderBy('plannedChanges.id'),
)
/** Changes that could not be made on their day, until somebody puts them away: for きょう. */
export const failedChanges = ({ store }: Pick<Engine, 'store'>) => store.statement(failed).all({})

/**
 * Makes a planned change whose day has come, and tells both names. What it changes must be as it was when it was agreed to, and what
 * it takes must still be there: else it fails, and nothing is changed.
 */
const applyChange = act('providers.applyChange', ({ engine }, id: number) => {
  const { store, clock } = engine
  const row = store.find('plannedChanges', { id })
  const provider = row && providerById(engine, row.providerId)
  if (row?.state !== 'planned' || !provider) throw new AppError('provider.changed-meanwhile')
  const [was, becomes] = [JSON.parse(row.was) as Columns, JSON.parse(row.becomes) as Columns]
  const at = clock.now()
  const failure = store.attempt(() => {
    const now = store.find('providers', { id: provider.id }) as unknown as Columns
    if (provider.status === 'ended') throw new AppError('provider.ended')
    if (Object.keys(was).some((name) => now[name] !== was[name]))
      throw new AppError('provider.changed-meanwhile')
    const change = { ...becomes, updatedAt: at, version: provider.version + 1 }
    store.update('providers', { id: provider.id }, change as never)
    engine.authority.changed()
    const after = providerById(engine, provider.id) ?? provider
    refuseUnmet(engine, provider, after)
    recordName(engine, provider.id, after, provider)
  })
  if (failure) engine.authority.changed()
  store.update('plannedChanges', { id }, { state: failure ? 'failed' : 'applied', doneAt: at })
  return {
    target: { kind: 'provider', id: provider.id, label: provider.name },
    after: {
      ...{ plan: failure ? 'failed' : 'applied', effectiveOn: row.effectiveOn },
      ...{ maker: row.plannedByName, approvedBy: row.approvedByName },
    },
  }
})

/** Makes the changes whose day has come. @returns how many */
export async function applyPlannedChanges(engine: Engine): Promise<number> {
  const rows = engine.store.statement(due).all({ today: isoDate(engine.clock.now()) })
  for (const { id } of rows) await applyChange(systemContext(engine), id)
  return rows.length
}

/** Takes back a change that waits for its day; what failed is put away. @throws AppError provider.not-found, provider.changed-meanwhile */
export const withdrawChange = act(
  'providers.withdrawChange',
  ({ engine }, { id }: { id: number }) => {
    const row = engine.store.find('plannedChanges', { id })
    const provider = row && providerById(engine, row.providerId)
    if (!row || !provider) throw new AppError('provider.not-found')
    if (row.state !== 'planned' && row.state !== 'failed')
      throw new AppError('provider.changed-meanwhile')
    const doneAt = engine.clock.now()
    engine.store.update('plannedChanges', { id }, { state: 'withdrawn', doneAt })
    return {
      target: { kind: 'provider', id: provider.id, label: provider.name },
      after: { plan: 'withdrawn', effectiveOn: row.effectiveOn },
    }
  },
)
