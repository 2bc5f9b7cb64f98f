import { query } from '#db'
import { AppError } from '#shared/errors'
import type { closingResults } from '#shared/request'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { mayClose } from './own.ts'
import { requestById } from './rows.ts'

const close = query<{ id: number; result: string; reason: string; at: number }>()((k, v) =>
  k
    .updateTable('requests')
    .set({
      state: 'closed',
      result: v('result') as never,
      closeReason: v('reason'),
      closedAt: v('at'),
    })
    .where('id', '=', v('id')),
)

/**
 * Closes a request that came to nothing: the call broke off, the caller withdrew, or was told to send a paper (R52, R59).
 * By who took it, or by an officer for a colleague who has gone home.
 * @throws AppError request.not-found, request.not-yours, request.closed
 */
export function closeRequest(
  engine: Engine,
  actor: Actor,
  input: { id: number; result: (typeof closingResults)[number]; reason: string },
  correlationId: string,
): Promise<void> {
  return engine.store.write(() => {
    const request = requestById(engine, input.id)
    if (!mayClose(request, actor)) throw new AppError('request.not-yours')
    if (request.state !== 'open') throw new AppError('request.closed')
    engine.store.statement(close).run({ ...input, at: engine.clock.now() })
    recordAudit(engine, {
      actor,
      action: 'requests.close',
      target: { kind: 'request', id: request.id, label: request.number },
      after: { result: input.result },
      reason: input.reason,
      correlationId,
    })
  })
}
