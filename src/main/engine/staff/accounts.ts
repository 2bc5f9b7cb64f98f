import { isDeepStrictEqual } from 'node:util'
import { sql } from '#db'
import { roleMay } from '#shared/contract/may'
import { AppError } from '#shared/errors'
import { isAboveClerk, type Role, type StaffState } from '#shared/staff'
import { Refusal } from '../act.ts'
import type { ActContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { twoPersonAct } from '../proposals/propose.ts'
import { staffOf } from './account.ts'
import { mustBeBranch } from './create.ts'
import { openEnrolment } from './enrolment.ts'
import { keepTwo, otherManagers } from './first-accounts.ts'
import { drawFirstHalf, openedAlone, openingOf, tie, tieForADay } from './opening.ts'

export function listStaff(engine: Engine) {
  const now = engine.clock.now()
  return engine.store
    .read(
      sql
        .selectFrom('staff')
        .leftJoin('branches', 'branches.code', 'staff.branchCode')
        .leftJoin('staffEnrolments', 'staffEnrolments.staffId', 'staff.id')
        .select([
          'staff.id',
          'staff.loginId',
          'staff.name',
          'staff.role',
          'staff.branchCode',
          'branches.name as branchName',
          'staff.createdAt',
          'staff.disabledAt',
          'staff.refusedUntil',
          'staff.passwordHash',
          'staffEnrolments.expiresAt',
        ])
        .orderBy('staff.loginId'),
    )
    .map(({ passwordHash, refusedUntil, expiresAt, disabledAt, ...row }) => ({
      ...row,
      state: ((): StaffState => {
        if (disabledAt !== null) return 'disabled'
        if (passwordHash === '') return now < (expiresAt ?? 0) ? 'enrolling' : 'no-code'
        return now < (refusedUntil ?? 0) ? 'locked-out' : 'open'
      })(),
    }))
}

export function listBranches(engine: Engine) {
  return engine.store.read(sql.selectFrom('branches').select(['code', 'name']).orderBy('code'))
}

interface UpdateForm {
  id: number
  name: string
  role: Role
  branchCode: string | null
  disabled: boolean
  /** As it was when the form was opened; what the program changes by itself has none. */
  seen?: Omit<UpdateForm, 'id' | 'seen'>
}

/** What of an account is changed, by the table of persons. */
function partOf({ engine }: ActContext, { id, seen: _, ...becomes }: UpdateForm) {
  const before = engine.store.find('staff', { id })
  if (!before) return 'clerk'
  const same =
    before.name === becomes.name &&
    before.role === becomes.role &&
    before.branchCode === becomes.branchCode
  if (becomes.disabled && same) return 'close'
  // Down to 窓口担当 takes something away.
  return isAboveClerk(becomes.role) ? 'above' : 'clerk'
}

/**
 * Changes name, role, branch and whether the account is open, from the next call of the person on; the sessions of a closed
 * account end. Nobody changes their own account, and somebody who manages accounts always remains. Whoever rises above
 * 窓口担当 enrols anew, since one person alone may have opened the account.
 * @throws AppError staff.not-found, staff.own-account, staff.last-admin, staff.branch-unknown, staff.branch-needed,
 * staff.changed-meanwhile (since `seen`)
 */
export const updateStaff = twoPersonAct('staff.update', {
  what: partOf,
  perform: (ctx, input: UpdateForm, agreed) => {
    const { engine, actor } = ctx
    const { id, disabled, seen, ...columns } = input
    const { row: before, target } = staffOf(engine, id)
    if (String(id) === actor.id || Number(agreed?.approver.id) === id)
      throw new Refusal('staff.own-account', target)
    const was = {
      ...{ name: before.name, role: before.role, branchCode: before.branchCode },
      disabled: before.disabledAt !== null,
    }
    // What waited for a second person is compared as it was proposed (decide.ts).
    if (!agreed && seen && !isDeepStrictEqual(seen, was))
      throw new AppError('staff.changed-meanwhile')
    // An account can always be closed.
    if (!disabled) mustBeBranch(engine, columns)
    const remains = !disabled && roleMay(columns.role, 'staff.update')
    if (!remains && otherManagers(engine, id) === 0) throw new AppError('staff.last-admin')
    keepTwo(engine)
    const disabledAt = disabled ? (before.disabledAt ?? engine.clock.now()) : null
    engine.store.update('staff', { id }, { ...columns, disabledAt })
    if (disabled) engine.store.delete('staffSessions', { staffId: id })
    const rises = !isAboveClerk(before.role) && isAboveClerk(columns.role)
    const code = rises ? openEnrolment(engine, id, agreed?.kept as string | undefined) : undefined
    if (rises) tie(ctx, id, agreed)
    return {
      target,
      before: was,
      after: { ...columns, disabled },
      result: { id, code },
    }
  },
  draw: (ctx, { id, role }) => {
    const before = ctx.engine.store.find('staff', { id })
    const rises = before && isAboveClerk(role) && !isAboveClerk(before.role)
    return rises ? drawFirstHalf(ctx) : { kept: null, result: { id, code: undefined } }
  },
})

/**
 * Lets a person enrol anew who cannot sign in any more: the password and the authenticator are gone, the sessions end.
 * @throws AppError staff.not-found, staff.own-account
 */
export const reenrolStaff = twoPersonAct('staff.reenrol', {
  what: ({ engine, actor }, { id }: { id: number }) =>
    openingOf(engine, engine.store.find('staff', { id })?.role ?? 'clerk', { id, by: actor }),
  perform: (ctx, { id }, agreed) => {
    const { engine, actor } = ctx
    const { row, target } = staffOf(engine, id)
    const own = [actor.kind === 'staff' ? actor.id : '', agreed?.approver.id].includes(String(id))
    if (own) throw new Refusal('staff.own-account', target)
    const alone = openedAlone(ctx, row, agreed)
    const open = engine.store.find('staffEnrolments', { staffId: id })
    keepTwo(engine)
    const code = openEnrolment(engine, id, agreed?.kept as string | undefined)
    if (actor.kind === 'system') tieForADay(engine, id)
    else tie(ctx, id, agreed)
    return {
      target,
      before: { enrolled: row.passwordHash !== '', enrolsUntil: open?.expiresAt ?? null },
      after: { enrolled: false },
      singleHanded: alone,
      result: { id, code },
    }
  },
  draw: drawFirstHalf,
})

/** The account with a 職員ID. */
export function staffByLoginId(engine: Engine, loginId: string) {
  return engine.store.find('staff', { loginId })
}
