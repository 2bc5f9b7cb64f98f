import { query, sql } from '#db'
import { AppError } from '#shared/errors'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { providerById } from '../providers/provider.ts'

const most = 50
const own = query<{ staffId: number }>()((k, v) =>
  k
    .selectFrom('savedViews')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('staffId', '=', v('staffId')),
)

/** A person's own views and those that others share, by name. */
export function listViews(engine: Engine, staffId: number) {
  return engine.store
    .read(
      sql
        .selectFrom('savedViews')
        .selectAll()
        .where((e) => e.or([e('staffId', '=', staffId), e('shared', '=', 1)]))
        .orderBy('name')
        .limit(200),
    )
    .map((row) => ({
      id: row.id,
      name: row.name,
      address: row.address,
      shared: row.shared === 1,
      mine: row.staffId === staffId,
    }))
}

/** The address for the audit: with the name of the provider in place of our number of it. */
const inWords = (engine: Engine, address: string): string =>
  address.replace(/(?<=[?&]provider=)\d+/, (id) =>
    encodeURIComponent(providerById(engine, Number(id))?.name ?? id),
  )

/** @throws AppError view.too-many */
export const saveView = act(
  'views.save',
  ({ engine, actor }, view: { name: string; address: string; shared: boolean }) => {
    const staffId = Number(actor.id)
    if ((engine.store.statement(own).get({ staffId })?.n ?? 0) >= most)
      throw new AppError('view.too-many')
    const id = engine.store.insert('savedViews', {
      ...view,
      staffId,
      shared: view.shared ? 1 : 0,
      createdAt: engine.clock.now(),
    })
    const after = { ...view, address: inWords(engine, view.address) }
    return { target: { kind: 'system', id, label: view.name }, after }
  },
)

/** A person removes only their own views. @throws AppError view.not-found */
export const removeView = act('views.remove', ({ engine, actor }, id: number) => {
  const key = { id, staffId: Number(actor.id) }
  const view = engine.store.find('savedViews', key)
  if (!view) throw new AppError('view.not-found')
  engine.store.delete('savedViews', key)
  return {
    target: { kind: 'system', id, label: view.name },
    before: {
      name: view.name,
      address: inWords(engine, view.address),
      shared: view.shared === 1,
    },
  }
})
