import { AppError } from '#shared/errors'
import type { ActForm } from '#shared/request'
import type { ActContext } from '../actor.ts'
import { planAct } from './act.ts'
import { isKnown } from './call.ts'
import { targetLines } from './target-lines.ts'

/**
 * What an act would reach, for the person who is about to make it. Nothing is told before the identity check is met, not
 * even for an 緊急停止, which needs none.
 * @throws AppError as planAct; identity.not-met
 */
export function reachOf(
  ctx: ActContext,
  asked: Pick<ActForm, 'requestId' | 'kind' | 'scope' | 'afterwards'>,
) {
  const { request, targets, approval } = planAct(ctx, asked)
  if (!isKnown(ctx.engine, request)) throw new AppError('identity.not-met')
  const lines = targetLines(ctx.engine, request.customerId)
  return {
    approval,
    targets: targets.flatMap((target) => {
      const line = lines.get(target.grantId)
      return line ? [{ ...target, ...line }] : []
    }),
  }
}
