import { randomInt } from 'node:crypto'
import { query, sql } from '#db'
import { roleMay } from '#shared/contract/may'
import { AppError } from '#shared/errors'
import { Role } from '#shared/staff'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { mustBeBranch } from './create.ts'

const byId = query<{ id: number }>()((k, v) =>
  k.selectFrom('staff').selectAll().where('id', '=', v('id')),
)
const set = query<{
  id: number
  name: string
  role: Role
  branchCode: string | null
  disabledAt: number | null
}>()((k, v) =>
  k
    .updateTable('staff')
    .set({
      name: v('name'),
      role: v('role'),
      branchCode: v('branchCode'),
      disabledAt: v('disabledAt'),
    })
    .where('id', '=', v('id')),
)
const setPassword = query<{ id: number; passwordHash: string; mustChange: 0 | 1 }>()((k, v) =>
  k
    .updateTable('staff')
    .set({
      passwordHash: v('passwordHash'),
      mustChange: v('mustChange'),
      wrongEntries: 0,
      refusedUntil: null,
    })
    .where('id', '=', v('id')),
)
/** Whoever hands over a new password hands over a new beginning: the second factor is enrolled anew. */
const dropSecondFactor = query<{ id: number }>()((k, v) =>
  k
    .updateTable('staff')
    .set({ totpSecret: null, totpPending: null, totpLastStep: null })
    .where('id', '=', v('id')),
)
const endSessions = query<{ id: number }>()((k, v) =>
  k.deleteFrom('staffSessions').where('staffId', '=', v('id')),
)
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

const known = (engine: Engine, id: number) => {
  const row = engine.store.statement(byId).get({ id })
  if (!row) throw new AppError('staff.not-found')
  return row
}

/**
 * Name, role, branch, and whether the account is open. Holds from the person's next call on; a closed account's sessions end.
 * Nobody changes their own, and somebody who can manage accounts always remains.
 * @throws AppError staff.not-found, staff.own-account, staff.last-admin
 */
export function updateStaff(
  engine: Engine,
  actor: Actor,
  input: { id: number; name: string; role: Role; branchCode: string | null; disabled: boolean },
  correlationId: string,
): Promise<void> {
  return engine.store.write(() => {
    const before = known(engine, input.id)
    if (String(before.id) === actor.id) throw new AppError('staff.own-account')
    mustBeBranch(engine, input.branchCode)
    const remains = !input.disabled && roleMay(input.role, 'staff.update')
    if (!remains && (engine.store.statement(otherAdmins).get({ id: before.id })?.n ?? 0) === 0)
      throw new AppError('staff.last-admin')
    const disabledAt = input.disabled ? (before.disabledAt ?? engine.clock.now()) : null
    engine.store.statement(set).run({ ...input, disabledAt })
    if (input.disabled) engine.store.statement(endSessions).run({ id: before.id })
    recordAudit(engine, {
      actor,
      action: 'staff.update',
      target: { kind: 'staff', id: before.id, label: before.name },
      before: {
        name: before.name,
        role: before.role,
        branchCode: before.branchCode,
        disabled: before.disabledAt !== null,
      },
      after: {
        name: input.name,
        role: input.role,
        branchCode: input.branchCode,
        disabled: input.disabled,
      },
      correlationId,
    })
  })
}

/** Letters and digits that are not mistaken for each other when read aloud. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'

/**
 * A new password to be handed over, good for one sign-in: the person then chooses their own. Their sessions end.
 * @returns the password, which is kept nowhere in clear
 * @throws AppError staff.not-found, staff.own-account
 */
export async function resetPassword(
  engine: Engine,
  actor: Actor,
  id: number,
  correlationId: string,
): Promise<string> {
  if (String(id) === actor.id && actor.kind === 'staff') throw new AppError('staff.own-account')
  const part = (): string =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')
  const password = [part(), part(), part(), part()].join('-')
  const passwordHash = await engine.passwords.hash('staff', password)
  await engine.store.write(() => {
    const staff = known(engine, id)
    engine.store.statement(setPassword).run({ id, passwordHash, mustChange: 1 })
    engine.store.statement(dropSecondFactor).run({ id })
    engine.store.statement(endSessions).run({ id })
    recordAudit(engine, {
      actor,
      action: 'staff.reset-password',
      target: { kind: 'staff', id, label: staff.name },
      correlationId,
    })
  })
  return password
}

/** A person's own password, the old one proven by the caller. @throws AppError staff.password-weak */
export async function changePassword(
  engine: Engine,
  actor: Actor,
  given: { loginId: string; next: string },
  correlationId: string,
): Promise<void> {
  if (given.next.toLowerCase().includes(given.loginId.toLowerCase()))
    throw new AppError('staff.password-weak')
  const passwordHash = await engine.passwords.hash('staff', given.next)
  await engine.store.write(() => {
    engine.store.statement(setPassword).run({ id: Number(actor.id), passwordHash, mustChange: 0 })
    recordAudit(engine, {
      actor,
      action: 'staff.change-password',
      target: { kind: 'staff', id: Number(actor.id), label: actor.name },
      correlationId,
    })
  })
}

/** The account behind a 職員ID. */
export function staffByLoginId(engine: Engine, loginId: string) {
  return engine.store.read(
    sql.selectFrom('staff').select(['id', 'name']).where('loginId', '=', loginId),
  )[0]
}
