import { AppError } from '#shared/errors'
import type { Actor } from '../actor.ts'
import type { RequestRow } from './rows.ts'

/** A request is worked on by who took it. @throws AppError request.not-yours, request.closed */
export function mustBeOwn(request: RequestRow, actor: Actor): void {
  if (String(request.staffId) !== actor.id) throw new AppError('request.not-yours')
  if (request.state === 'closed') throw new AppError('request.closed')
}
