import { query } from '#db'
import { AppError } from '#shared/errors'
import type { Role } from '#shared/staff'
import { type Actor, systemActor } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'

export interface NewStaff {
  loginId: string
  name: string
  role: Role
  branchCode: string | null
  password: string
  /** Somebody else has seen the password. */
  mustChange?: boolean
}

const insert = query<{
  loginId: string
  name: string
  role: Role
  branchCode: string | null
  passwordHash: string
  mustChange: 0 | 1
  at: number
}>()((k, v) =>
  k
    .insertInto('staff')
    .values({
      loginId: v('loginId'),
      name: v('name'),
      role: v('role'),
      branchCode: v('branchCode'),
      passwordHash: v('passwordHash'),
      mustChange: v('mustChange'),
      createdAt: v('at'),
    })
    .returning('id'),
)
const branch = query<{ code: string }>()((k, v) =>
  k.selectFrom('branches').select('code').where('code', '=', v('code')),
)
const count = query<Record<never, never>>()((k) =>
  k.selectFrom('staff').select((e) => e.fn.countAll<number>().as('n')),
)

export function staffCount(engine: Pick<Engine, 'store'>): number {
  return engine.store.statement(count).get({})?.n ?? 0
}

/** @throws AppError staff.branch-unknown */
export function mustBeBranch(engine: Pick<Engine, 'store'>, code: string | null): void {
  if (code !== null && !engine.store.statement(branch).get({ code }))
    throw new AppError('staff.branch-unknown')
}

/** Adds a staff member. `onlyFirst` is for the set-up: it refuses when someone is there already. @throws AppError staff.login-id-taken, setup.already-done */
export async function createStaff(
  engine: Engine,
  staff: NewStaff,
  options: { actor?: Actor; onlyFirst?: boolean; correlationId: string },
): Promise<number> {
  const passwordHash = await engine.passwords.hash('staff', staff.password)
  return engine.store.write(() => {
    if (options.onlyFirst && staffCount(engine) > 0) throw new AppError('setup.already-done')
    mustBeBranch(engine, staff.branchCode)
    let id: number
    try {
      id = Number(
        engine.store.statement(insert).get({
          ...staff,
          passwordHash,
          mustChange: staff.mustChange ? 1 : 0,
          at: engine.clock.now(),
        })?.id,
      )
    } catch (error) {
      if (error instanceof Error && error.message.includes('staff.loginId'))
        throw new AppError('staff.login-id-taken', { cause: error })
      throw error
    }
    recordAudit(engine, {
      actor: options.actor ?? systemActor,
      action: 'staff.create',
      target: { kind: 'staff', id, label: staff.name },
      after: { loginId: staff.loginId, role: staff.role, branchCode: staff.branchCode },
      correlationId: options.correlationId,
    })
    return id
  })
}
