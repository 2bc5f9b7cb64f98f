import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'

/** R14 gives this act to two persons; until the second is asked for, it is kept as done by one. */
export function recordAct(engine: Engine, actor: Actor, providerId: number, action: string): void {
  if (actor.kind !== 'staff') return
  engine.store.insert('providerActs', {
    providerId,
    action,
    requestedBy: Number(actor.id),
    requestedAt: engine.clock.now(),
    singleHanded: 1,
  })
}
