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
}

const bankActor: Actor = { kind: 'system', id: 'bank', name: 'インターネットバンキング' }
/** Held grants end too. A grant permitted after the event stays: it was permitted with the new password. */
const permittedBefore = query<{ customerNumber: string; at: number; now: number }>()((k, v) =>
  k
    .selectFrom('customers')
    .innerJoin('grants', 'grants.customerId', 'customers.id')
    .select('grants.id')
    .where('customers.customerNumber', '=', v('customerNumber'))
    .where('grants.endedAt', 'is', null)
    .where('grants.grantedAt', '<=', v('at'))
    .where('grants.expiresAt', '>', v('now')),
)

/**
 * R41: a changed password, 利用停止 or the end of the contract ends every grant that the customer had permitted until then,
 * with that reason. Inside a commit unit; telling the same event again ends nothing more.
 * @returns how many it ended
 */
export function endByBankEvent(engine: Engine, event: BankEvent, correlationId: string): number {
  const ctx = { engine, actor: bankActor, correlationId }
  if (event.kind === 'service-resumed') return 0
  const reason: EndReason = event.kind
  const { customerNumber, at } = event
  const reached = engine.store
    .statement(permittedBefore)
    .all({ customerNumber, at, now: engine.clock.now() })
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
