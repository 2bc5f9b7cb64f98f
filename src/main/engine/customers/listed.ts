import { query } from '#db'
import { act } from '../act.ts'
import type { ActContext } from '../actor.ts'
import type { Engine } from '../engine.ts'

export type ListName = 'customers' | 'grants' | 'requests'

/** An entry names at most so many customers. */
const most = 500
const hourMs = 3_600_000
/** When each person was last shown each customer in a list; a restart begins anew. */
const shown = new WeakMap<Engine, Map<string, Map<number, number>>>()

/** Those of a list whom the person has not been shown in the last hour: a list that refreshes itself is one look. */
function newlyShown(engine: Engine, staffId: string, ids: readonly number[]): number[] {
  const now = engine.clock.now()
  const people = shown.get(engine) ?? new Map<string, Map<number, number>>()
  shown.set(engine, people)
  const seen = people.get(staffId) ?? new Map<number, number>()
  people.set(staffId, seen)
  for (const [id, at] of seen) if (now - at >= hourMs) seen.delete(id)
  const fresh = [...new Set(ids)].filter((id) => !seen.has(id))
  for (const id of fresh) seen.set(id, now)
  return fresh
}

/** `/12/345/`: the database takes it apart when it is written (listedCustomers). */
const noteListed = act(
  'customers.listed',
  (_, { list, ids }: { list: ListName; ids: readonly number[] }) => ({
    target: null,
    after: { list, shownCustomers: `/${ids.join('/')}/` },
  }),
)

/**
 * Records that a person was shown customers in a list: looking at it counts as looking at each of them (R124).
 * @param file every row of a file counts, however lately it was on the screen
 */
export async function customersListed(
  ctx: ActContext,
  list: ListName,
  ids: readonly number[],
  file = false,
): Promise<void> {
  const fresh = file ? [...new Set(ids)] : newlyShown(ctx.engine, ctx.actor.id, ids)
  for (let at = 0; at < fresh.length; at += most)
    await noteListed(ctx, { list, ids: fresh.slice(at, at + most) })
}

/** By the database's own index of the customers in these entries, kept by its triggers. */
const listedWith = query<{ customerId: number; limit: number }>()((k, v) =>
  k
    .selectFrom('listedCustomers')
    .innerJoin('auditEntries', 'auditEntries.id', 'listedCustomers.entryId')
    .selectAll('auditEntries')
    .where('listedCustomers.customerId', '=', v('customerId'))
    .orderBy('listedCustomers.entryId', 'desc')
    .limit(v('limit')),
)

/** The newest entries of lists and files that a customer was in. */
export function listsWith(engine: Engine, customerId: number, limit: number) {
  return engine.store.statement(listedWith).all({ customerId, limit })
}
