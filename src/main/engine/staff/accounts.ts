import { query, sql } from '#db'
import { roleMay } from '#shared/contract/may'
import { AppError } from '#shared/errors'
import { Role } from '#shared/staff'
import { act, Refusal } from '../act.ts'
import type { Engine } from '../engine.ts'
import { drawPassword, mustBeBranch, staffOf } from './create.ts'

const managers = Role.options.filter((role) => roleMay(role, 'staff.update'))
const otherAdmins = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('staff')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('id', '<>', v('id'))
    .where('disabledAt', 'is', null)
    .where('role', 'in', managers),
)

export function listStaff(engine: Engine) {
  const now = engine.clock.now()
  return engine.store
    .read(
      sql
        .selectFrom('staff')
        .leftJoin('branches', 'branches.code', 'staff.branchCode')
        .select([
          'staff.id',
          'staff.loginId',
          'staff.name',
          'staff.role',
          'staff.branchCode',
          'branches.name as branchName',
          'staff.createdAt',
          'staff.disabledAt',
          'staff.mustChange',
          'staff.refusedUntil',
        ])
        .orderBy('staff.loginId'),
    )
    .map(({ mustChange, refusedUntil, ...row }) => ({
      ...row,
      mustChange: mustChange === 1,
      lockedOut: refusedUntil !== null && refusedUntil > now,
    }))
}

export function listBranches(engine: Engine) {
  return engine.store.read(sql.selectFrom('branches').select(['code', 'name']).orderBy('code'))
}

/**
 * Changes name, role, branch and whether the account is open, from the next call of the person on; the sessions of a closed
 * account end. Nobody changes their own account, and somebody who manages accounts always remains.
 * @throws AppError staff.not-found, staff.own-account, staff.last-admin
 */
export const updateStaff = act(
  'staff.update',
  (
    { engine, actor },
    input: { id: number; name: string; role: Role; branchCode: string | null; disabled: boolean },
  ) => {
    const { id, disabled, ...columns } = input
    const { row: before, target } = staffOf(engine, id)
    if (String(id) === actor.id) throw new Refusal('staff.own-account', target)
    mustBeBranch(engine, columns.branchCode)
    const remains = !disabled && roleMay(columns.role, 'staff.update')
    if (!remains && (engine.store.statement(otherAdmins).get({ id })?.n ?? 0) === 0)
      throw new AppError('staff.last-admin')
    const disabledAt = disabled ? (before.disabledAt ?? engine.clock.now()) : null
    engine.store.update('staff', { id }, { ...columns, disabledAt })
    if (disabled) engine.store.delete('staffSessions', { staffId: id })
    return {
      target,
      before: {
        name: before.name,
        role: before.role,
        branchCode: before.branchCode,
        disabled: before.disabledAt !== null,
      },
      after: { ...columns, disabled },
    }
  },
)

/**
 * Sets a temporary password, good for one sign-in, after which the person chooses their own. Their sessions end, and the
 * second factor is enrolled anew.
 * @returns the password, which is stored nowhere in clear
 * @throws AppError staff.not-found, staff.own-account
 */
export const resetPassword = act(
  'staff.resetPassword',
  ({ engine }, _id: number) => drawPassword(engine),
  ({ engine, actor }, id, { password, hash }) => {
    const { target } = staffOf(engine, id)
    if (actor.kind === 'staff' && String(id) === actor.id)
      throw new Refusal('staff.own-account', target)
    engine.store.update(
      'staff',
      { id },
      {
        passwordHash: hash,
        mustChange: 1,
        wrongEntries: 0,
        refusedUntil: null,
        totpSecret: null,
        totpPending: null,
        totpLastStep: null,
      },
    )
    engine.store.delete('staffSessions', { staffId: id })
    return { target, result: password }
  },
)

/** The account with a 職員ID. */
export function staffByLoginId(engine: Engine, loginId: string) {
  return engine.store.find('staff', { loginId })
}
