import { query } from '#db'
import { dayMs } from '#shared/japanese-date'
import { isAboveClerk, type Role } from '#shared/staff'
import type { ActContext, Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'
import type { Agreed } from '../proposals/propose.ts'
import { drawHalf, hashHalf } from './enrolment.ts'
import { isFirst } from './first-accounts.ts'

/** Whose account is opened, by the table of persons. */
export function openingOf(
  engine: Engine,
  role: Role,
  { id, by }: { id: number; by: Pick<Actor, 'id'> },
): 'clerk' | 'first' | 'above' {
  if (!isAboveClerk(role)) return 'clerk'
  return isFirst(engine, role, { id, by: Number(by.id) }) ? 'first' : 'above'
}

/** Whether one person opens, because there is no second one yet, what two should. */
export function openedAlone(
  { engine, actor }: ActContext,
  { id, role }: { id: number; role: Role },
  agreed: Agreed | undefined,
): boolean {
  return actor.kind === 'staff' && !agreed && openingOf(engine, role, { id, by: actor }) === 'first'
}

/**
 * Inside a commit unit: keeps who opened an account and who agreed, who are no second persons for each other for a while. The
 * very first two administrators are not tied: nobody else is there who could decide.
 */
export function tie({ engine, actor }: ActContext, staffId: number, agreed?: Agreed): void {
  if (actor.kind !== 'staff') return
  const role = engine.store.find('staff', { id: staffId })?.role ?? 'clerk'
  if (!agreed && openingOf(engine, role, { id: staffId, by: actor }) === 'first') return
  const at = engine.clock.now()
  for (const { id } of [actor, ...(agreed ? [agreed.approver] : [])])
    engine.store.insert('staffTies', { staffId, byId: Number(id), alone: agreed ? 0 : 1, at })
}

const others = query<{ id: number }>()((k, v) =>
  k.selectFrom('staff').select('id').where('id', '<>', v('id')).where('disabledAt', 'is', null),
)
/**
 * An account that was opened at the machine might be anybody's: for a day it decides nothing that another asks for, and nobody
 * decides what it asks for, so that its own person finds out. Inside a commit unit.
 */
export function tieForADay({ store, clock, settings }: Engine, staffId: number): void {
  const at = clock.now() - Math.max(0, settings.get('policy').tiedDays - 1) * dayMs
  for (const { id } of store.statement(others).all({ id: staffId }))
    store.insert('staffTies', { staffId, byId: id, alone: 1, at })
}

/** The maker's half of the code, drawn with the proposal; of no use until a second person has agreed. */
export function drawFirstHalf({ engine }: ActContext) {
  const code = drawHalf()
  return { kept: hashHalf(engine, code), result: { id: 0, code } }
}
