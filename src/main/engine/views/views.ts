import { query, sql } from '#db'
import { AppError } from '#shared/errors'
import type { Engine } from '../engine.ts'

const insert = query<{
  staffId: number
  shared: 0 | 1
  name: string
  address: string
  at: number
}>()((k, v) =>
  k.insertInto('savedViews').values({
    staffId: v('staffId'),
    shared: v('shared'),
    name: v('name'),
    address: v('address'),
    createdAt: v('at'),
  }),
)
const remove = query<{ id: number; staffId: number }>()((k, v) =>
  k.deleteFrom('savedViews').where('id', '=', v('id')).where('staffId', '=', v('staffId')),
)
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

/** @throws AppError view.too-many */
export function saveView(
  engine: Engine,
  staffId: number,
  input: { name: string; address: string; shared: boolean },
): Promise<void> {
  return engine.store.write(() => {
    if ((engine.store.statement(own).get({ staffId })?.n ?? 0) >= most)
      throw new AppError('view.too-many')
    engine.store.statement(insert).run({
      staffId,
      name: input.name,
      address: input.address,
      shared: input.shared ? 1 : 0,
      at: engine.clock.now(),
    })
  })
}

/** Only one's own. @throws AppError view.not-found */
export function removeView(engine: Engine, staffId: number, id: number): Promise<void> {
  return engine.store.write(() => {
    if (engine.store.statement(remove).run({ id, staffId }) === 0)
      throw new AppError('view.not-found')
  })
}
