import { randomInt } from 'node:crypto'
import { query } from '#db'
import { AppError } from '#shared/errors'
import type { Institution } from '#shared/settings'
import type { Role } from '#shared/staff'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'

export interface NewStaff {
  loginId: string
  name: string
  role: Role
  branchCode: string | null
  /** If left out a temporary one is drawn, and the person chooses their own at the first sign-in. */
  password?: string
}

const count = query<Record<never, never>>()((k) =>
  k.selectFrom('staff').select((e) => e.fn.countAll<number>().as('n')),
)

export function staffCount(engine: Pick<Engine, 'store'>): number {
  return engine.store.statement(count).get({})?.n ?? 0
}

/** Letters and digits that are not mistaken for each other when read aloud. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'

/** A temporary password; stored nowhere in clear. */
export async function drawPassword(engine: Engine): Promise<{ password: string; hash: string }> {
  const part = (): string =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')
  const password = [part(), part(), part(), part()].join('-')
  return { password, hash: await engine.passwords.hash('staff', password) }
}

/** @throws AppError staff.branch-unknown */
export function mustBeBranch(engine: Engine, code: string | null): void {
  if (code !== null && !engine.store.find('branches', { code }))
    throw new AppError('staff.branch-unknown')
}

/** @throws AppError staff.not-found */
export function staffOf(engine: Engine, id: number) {
  const row = engine.store.find('staff', { id })
  if (!row) throw new AppError('staff.not-found')
  return { row, target: { kind: 'staff', id, label: row.name } as const }
}

/** Inside a commit unit. */
function insertStaff(engine: Engine, staff: NewStaff, passwordHash: string, mustChange: boolean) {
  const { loginId, name, role, branchCode } = staff
  mustBeBranch(engine, branchCode)
  const columns = { loginId, name, role, branchCode, passwordHash }
  try {
    const id = engine.store.insert('staff', {
      ...columns,
      mustChange: mustChange ? 1 : 0,
      createdAt: engine.clock.now(),
    })
    return { kind: 'staff', id, label: name } as const
  } catch (error) {
    if (error instanceof Error && error.message.includes('staff.loginId'))
      throw new AppError('staff.login-id-taken', { cause: error })
    throw error
  }
}

/** @throws AppError staff.login-id-taken, staff.branch-unknown */
export const createStaff = act(
  'staff.create',
  async ({ engine }, { password }: NewStaff) =>
    password === undefined
      ? drawPassword(engine)
      : { password, hash: await engine.passwords.hash('staff', password) },
  ({ engine }, staff, { password, hash }) => {
    const target = insertStaff(engine, staff, hash, staff.password === undefined)
    const { loginId, role, branchCode } = staff
    return {
      target,
      after: { loginId, role, branchCode },
      result: { id: target.id, password },
    }
  },
)

/** Creates the first administrator and saves the name of the credit union, once. @throws AppError setup.already-done */
export const runSetup = act(
  'setup.run',
  ({ engine }, { admin }: { admin: NewStaff & { password: string }; institution: Institution }) =>
    engine.passwords.hash('staff', admin.password),
  ({ engine }, { admin, institution }, hash) => {
    if (staffCount(engine) > 0) throw new AppError('setup.already-done')
    engine.settings.put('institution', institution, engine.clock.now())
    return {
      target: insertStaff(engine, admin, hash, false),
      after: { loginId: admin.loginId, role: admin.role, institution },
    }
  },
)
