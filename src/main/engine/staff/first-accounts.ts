import { query } from '#db'
import { roleMay } from '#shared/contract/may'
import { secondFor } from '#shared/persons'
import { Role } from '#shared/staff'
import type { Engine } from '../engine.ts'

const managers = Role.options.filter((role) => roleMay(role, 'staff.update'))
const enrolled = query<Record<never, never>>()((k) =>
  k
    .selectFrom('staff')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('role', 'in', managers)
    .where('passwordHash', '<>', ''),
)
const others = query<{ id: number; than: number }>()((k, v) =>
  k
    .selectFrom('staff')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('id', '<>', v('id'))
    .where('id', '<>', v('than'))
    .where('disabledAt', 'is', null)
    .where('role', 'in', managers),
)
/** How many of these roles can sign in. */
const ready = (roles: readonly Role[]) =>
  query<Record<never, never>>()((k) =>
    k
      .selectFrom('staff')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('role', 'in', [...roles])
      .where('passwordHash', '<>', '')
      .where('disabledAt', 'is', null),
  )
const readyManagers = ready(managers)
/** Who activates a provider, and who agrees to it. */
const readyHeadOffice = ready(secondFor('providers.changeStatus', 'activate') ?? [])

/**
 * Who is missing before what takes two persons can be agreed to: a second administrator at all, or one of head office, whose acts no system
 * administrator agrees to.
 */
export function missingSecond(engine: Engine): 'administrator' | 'headOffice' | null {
  const areTwo = (of: typeof readyManagers): boolean =>
    (engine.store.statement(of).get({})?.n ?? 0) >= 2
  if (!areTwo(readyManagers)) return 'administrator'
  return areTwo(readyHeadOffice) ? null : 'headOffice'
}

const mark = 'two-administrators'

/** Inside a commit unit: once two administrators have enrolled, one alone never opens an account above 窓口担当 again. */
export function keepTwo(engine: Engine): void {
  if ((engine.store.statement(enrolled).get({})?.n ?? 0) >= 2 && !engine.settings.mark(mark))
    engine.settings.putMark(mark, true, engine.clock.now())
}

/**
 * Whether an administrator alone may open the account of the second one: in a new house, until that one has enrolled, and
 * for one account at a time (decision 0031). Inside a commit unit.
 * @param id the account that is opened; 0 for a new one
 */
export function isFirst(
  engine: Engine,
  role: Role,
  { id, by }: { id: number; by: number },
): boolean {
  if (!managers.includes(role) || engine.settings.mark(mark) === true) return false
  return (engine.store.statement(others).get({ id, than: by })?.n ?? 0) === 0
}

/** How many others could manage accounts. Inside a commit unit. */
export function otherManagers(engine: Engine, id: number): number {
  return engine.store.statement(others).get({ id, than: 0 })?.n ?? 0
}
