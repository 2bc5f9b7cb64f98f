import { query } from '#db'
import { AppError } from '#shared/errors'
import type { Institution } from '#shared/settings'
import { isOfBranch, type Role } from '#shared/staff'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { twoPersonAct } from '../proposals/propose.ts'
import { openEnrolment } from './enrolment.ts'
import { keepTwo } from './first-accounts.ts'
import { drawFirstHalf, openedAlone, openingOf, tie } from './opening.ts'
import { refuseWeak } from './weak-password.ts'

export interface NewStaff {
  loginId: string
  name: string
  role: Role
  branchCode: string | null
}

const count = query<Record<never, never>>()((k) =>
  k.selectFrom('staff').select((e) => e.fn.countAll<number>().as('n')),
)

export function staffCount(engine: Pick<Engine, 'store'>): number {
  return engine.store.statement(count).get({})?.n ?? 0
}

const anyBranch = query<Record<never, never>>()((k) =>
  k.selectFrom('branches').select('code').limit(1),
)

/**
 * Inside a commit unit. Whoever works for the customers of one branch has one as soon as there are branches (R89).
 * @throws AppError staff.branch-unknown, staff.branch-needed
 */
export function mustBeBranch(
  engine: Engine,
  { role, branchCode }: Pick<NewStaff, 'role' | 'branchCode'>,
): void {
  if (branchCode !== null) {
    if (!engine.store.find('branches', { code: branchCode }))
      throw new AppError('staff.branch-unknown')
  } else if (isOfBranch(role) && engine.store.statement(anyBranch).get({}))
    throw new AppError('staff.branch-needed')
}

/** Inside a commit unit. @throws AppError staff.login-id-taken, staff.branch-unknown, staff.branch-needed */
function insertStaff(engine: Engine, staff: NewStaff, passwordHash: string) {
  const { loginId, name, role, branchCode } = staff
  mustBeBranch(engine, staff)
  const columns = { loginId, name, role, branchCode, passwordHash }
  try {
    const id = engine.store.insert('staff', { ...columns, createdAt: engine.clock.now() })
    return { kind: 'staff', id, label: name } as const
  } catch (error) {
    if (error instanceof Error && error.message.includes('staff.loginId'))
      throw new AppError('staff.login-id-taken', { cause: error })
    throw error
  }
}

/**
 * Makes an account, which its person enrols alone: with a code that is handed over, and a password and an authenticator of
 * their own. Above 窓口担当 a second person agrees, and each of the two has half of the code.
 * @throws AppError staff.login-id-taken, staff.branch-unknown, staff.branch-needed
 */
export const createStaff = twoPersonAct('staff.create', {
  what: ({ engine, actor }, { role }: NewStaff) => openingOf(engine, role, { id: 0, by: actor }),
  perform: (ctx, staff, agreed) => {
    const { engine } = ctx
    const { loginId, name, role, branchCode } = staff
    const alone = openedAlone(ctx, { id: 0, role }, agreed)
    const target = insertStaff(engine, staff, '')
    const code = openEnrolment(engine, target.id, agreed?.kept as string | undefined)
    tie(ctx, target.id, agreed)
    const after = { loginId, name, role, branchCode }
    return { target, after, singleHanded: alone, result: { id: target.id, code } }
  },
  draw: drawFirstHalf,
})

/** An account with a password, for the demo. */
export const createEnrolled = act(
  'staff.create',
  ({ engine }, { password }: NewStaff & { password: string }) =>
    engine.passwords.hash('staff', password),
  ({ engine }, staff, hash) => {
    const target = insertStaff(engine, staff, hash)
    keepTwo(engine)
    const { loginId, name, role, branchCode } = staff
    return { target, after: { loginId, name, role, branchCode }, result: target.id }
  },
)

/** Creates the first administrator and saves the name of the credit union, once. @throws AppError setup.already-done, staff.password-weak */
export const runSetup = act(
  'setup.run',
  async (
    { engine },
    { admin }: { admin: NewStaff & { password: string }; institution: Institution },
  ) => {
    await refuseWeak(admin.password, admin.loginId)
    return engine.passwords.hash('staff', admin.password)
  },
  ({ engine }, { admin, institution }, hash) => {
    if (staffCount(engine) > 0) throw new AppError('setup.already-done')
    engine.settings.put('institution', institution, engine.clock.now())
    return {
      target: insertStaff(engine, admin, hash),
      after: { loginId: admin.loginId, role: admin.role, institution },
    }
  },
)
