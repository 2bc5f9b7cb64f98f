import { query } from '#db'
import { type CallName, roleMay } from '#shared/contract/may'
import { AppError } from '#shared/errors'
import { dayMs } from '#shared/japanese-date'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { stepNow } from '../system/clock-step.ts'
import { isBeforeRestore } from '../system/restored.ts'

const tie = query<{ staffId: number; byId: number; since: number }>()((k, v) =>
  k
    .selectFrom('staffTies')
    .select((e) => e.fn.max('alone').as('alone'))
    .where('staffId', '=', v('staffId'))
    .where('byId', '=', v('byId'))
    .where('at', '>', v('since')),
)

/**
 * Why a person may not be the second one for what another has made; null: may. Whose account was made or opened anew by the
 * maker, or with the maker's agreement, might be the maker's own second face: for a while they do not decide what the maker
 * asks for; and who opened an account alone does not decide what it asks for (decision 0030).
 */
export function unfitSecond(
  engine: Engine,
  makerId: number,
  second: Pick<Actor, 'id'>,
): 'same-person' | 'tied' | null {
  const id = Number(second.id)
  if (id === makerId) return 'same-person'
  // A clock that somebody sets ahead ends no tie, nor in the seconds before that is noticed.
  const now = engine.clock.now() - Math.max(0, stepNow(engine))
  const since = now - engine.settings.get('policy').tiedDays * dayMs
  const opened = (staffId: number, byId: number): number | null | undefined =>
    engine.store.statement(tie).get({ staffId, byId, since })?.alone
  return typeof opened(id, makerId) === 'number' || opened(makerId, id) === 1 ? 'tied' : null
}

/**
 * Who asked for it must still be somebody who may, and the data must not have gone back to a backup since.
 * @throws AppError proposal.maker-gone, proposal.changed-meanwhile
 */
export function mustStillStand(
  engine: Engine,
  { madeBy, madeAt, call }: { madeBy: number; madeAt: number; call: CallName },
): void {
  const maker = engine.store.find('staff', { id: madeBy })
  if (!maker || maker.disabledAt !== null || !roleMay(maker.role, call))
    throw new AppError('proposal.maker-gone')
  if (isBeforeRestore(engine, madeAt)) throw new AppError('proposal.changed-meanwhile')
}
