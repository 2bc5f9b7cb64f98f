import { query } from '#db'
import type { EndReason } from '#shared/grant'
import { timeText } from '#shared/japanese-date'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { endGrant } from './end.ts'

/** An event of a customer's internet banking, as a file reports it. */
export interface BankEvent {
  customerNumber: string
  kind: 'password-changed' | 'service-stopped' | 'contract-ended' | 'service-resumed'
  /** When it happened, epoch ms. */
  at: number
  /** Grants that were permitted until then end, epoch ms. */
  permittedUntil: number
}

const bankActor: Actor = { kind: 'system', id: 'bank', name: 'インターネットバンキング' }
/** Held grants end too. */
const permittedBefore = query<{
  customerNumber: string
  permittedUntil: number
  now: number
}>()((k, v) =>
  k
    .selectFrom('customers')
    .innerJoin('grants', 'grants.customerId', 'customers.id')
    .select('grants.id')
    .where('customers.customerNumber', '=', v('customerNumber'))
    .where('grants.endedAt', 'is', null)
    .where('grants.grantedAt', '<=', v('permittedUntil'))
    .where('grants.expiresAt', '>', v('now')),
)

/**
 * R41: a changed password, 利用停止 or the end of the contract ends the customer's grants, with that reason. Those too that were
 * permitted after it happened: the event is in force, and was only unknown here. Inside a commit unit.
 * @returns how many it ended
 */
export function endByBankEvent(engine: Engine, event: BankEvent, correlationId: string): number {
  const ctx = { engine, actor: bankActor, correlationId }
  if (event.kind === 'service-resumed') return 0
  const reason: EndReason = event.kind
  const { customerNumber, at, permittedUntil } = event
  const reached = engine.store
    .statement(permittedBefore)
    .all({ customerNumber, permittedUntil, now: engine.clock.now() })
  for (const { id } of reached)
    endGrant(ctx, {
      grantId: id,
      to: 'terminated',
      requester: 'institution',
      requestChannel: 'institution',
      reason,
      note: timeText(at, true),
      action: 'grants.endByBank',
    })
  return reached.length
}
