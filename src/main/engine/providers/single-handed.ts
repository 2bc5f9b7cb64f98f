import { query } from '#db'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'

const insert = query<{ providerId: number; action: string; by: number; at: number }>()((k, v) =>
  k.insertInto('providerActs').values({
    providerId: v('providerId'),
    action: v('action'),
    requestedBy: v('by'),
    requestedAt: v('at'),
    singleHanded: 1,
  }),
)

/** R14 gives this act to two persons; until the second is asked for, it is kept as done by one. */
export function recordAct(engine: Engine, actor: Actor, providerId: number, action: string): void {
  if (actor.kind !== 'staff') return
  engine.store
    .statement(insert)
    .run({ providerId, action, by: Number(actor.id), at: engine.clock.now() })
}
