import { createHash, randomBytes } from 'node:crypto'
import { query } from '#db'
import { AppError } from '#shared/errors'
import { lockedUntil } from '#shared/lock'
import type { Role } from '#shared/staff'
import type { Actor } from '../actor.ts'
import { auditRefusal, recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { checkSecondFactor, needsSecondFactor } from './second-factor.ts'

export interface StaffSession {
  staffId: number
  loginId: string
  name: string
  role: Role
  branchCode: string | null
  branchName: string | null
  terminal: string
  lastActAt: number
  locked: boolean
  /** The person was away for a while since they last gave the password (U29). */
  proofNeeded: boolean
  /** Must choose a password of their own before anything else. */
  mustChange: boolean
  /** The role asks for a second factor, and the person has none yet. */
  mustEnrol: boolean
}

const minuteMs = 60_000
/** A forgotten sign-in ends after half a day, used or not. */
const longestMs = 12 * 60 * minuteMs

const byLoginId = query<{ loginId: string }>()((k, v) =>
  k.selectFrom('staff').selectAll().where('loginId', '=', v('loginId')),
)
const byId = query<{ id: number }>()((k, v) =>
  k.selectFrom('staff').selectAll().where('id', '=', v('id')),
)
const keepWrong = query<{ id: number; wrongEntries: number; refusedUntil: number | null }>()(
  (k, v) =>
    k
      .updateTable('staff')
      .set({ wrongEntries: v('wrongEntries'), refusedUntil: v('refusedUntil') })
      .where('id', '=', v('id')),
)
const insert = query<{ hash: Uint8Array; staffId: number; terminal: string; at: number }>()(
  (k, v) =>
    k.insertInto('staffSessions').values({
      hash: v('hash'),
      staffId: v('staffId'),
      terminal: v('terminal'),
      createdAt: v('at'),
      lastActAt: v('at'),
    }),
)
const find = query<{ hash: Uint8Array }>()((k, v) =>
  k
    .selectFrom('staffSessions')
    .innerJoin('staff', 'staff.id', 'staffSessions.staffId')
    .leftJoin('branches', 'branches.code', 'staff.branchCode')
    .select([
      'staffSessions.staffId',
      'staffSessions.terminal',
      'staffSessions.createdAt',
      'staffSessions.lastActAt',
      'staffSessions.lockedAt',
      'staffSessions.proofNeeded',
      'staff.loginId',
      'staff.name',
      'staff.role',
      'staff.branchCode',
      'staff.disabledAt',
      'staff.mustChange',
      'staff.totpSecret',
      'branches.name as branchName',
    ])
    .where('hash', '=', v('hash')),
)
const touch = query<{ hash: Uint8Array; at: number; awaySince: number }>()((k, v) =>
  k
    .updateTable('staffSessions')
    .set((e) => ({
      lastActAt: v('at'),
      // Whoever comes back to a screen that was left says who they are before anything ends.
      proofNeeded: e
        .case()
        .when('lastActAt', '<', v('awaySince'))
        .then(1 as const)
        .else(e.ref('proofNeeded'))
        .end(),
    }))
    .where('hash', '=', v('hash')),
)
const lock = query<{ hash: Uint8Array; at: number }>()((k, v) =>
  k
    .updateTable('staffSessions')
    .set({ lockedAt: v('at') })
    .where('hash', '=', v('hash'))
    .where('lockedAt', 'is', null),
)
const unlock = query<{ hash: Uint8Array; at: number }>()((k, v) =>
  k
    .updateTable('staffSessions')
    .set({ lockedAt: null, lastActAt: v('at'), proofNeeded: 0 })
    .where('hash', '=', v('hash')),
)
const remove = query<{ hash: Uint8Array }>()((k, v) =>
  k.deleteFrom('staffSessions').where('hash', '=', v('hash')),
)

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

export function actorOf(session: StaffSession): Actor {
  return {
    kind: 'staff',
    id: String(session.staffId),
    name: session.name,
    role: session.role,
    branchCode: session.branchCode,
    terminal: session.terminal,
  }
}

/** Counts wrong passwords, and closes the account while there are too many. @throws AppError staff.wrong-credentials, staff.locked-out */
export async function provePassword(
  engine: Engine,
  loginId: string,
  password: string,
  action: string,
  terminal: string,
  /** Judged with the password, so that wrong codes count as wrong passwords do. */
  second?: (staffId: number) => ReturnType<typeof checkSecondFactor>,
): Promise<number> {
  const { store, clock } = engine
  const known = store.statement(byLoginId).get({ loginId })
  const usable = known && known.disabledAt === null ? known : undefined
  const matches = await engine.passwords.matches('staff', usable?.passwordHash, password)
  const refusal = (name: string) => ({
    actor: { kind: 'staff' as const, id: String(usable?.id ?? 0), name, terminal },
    action,
    correlationId: randomBytes(9).toString('base64url'),
    ...(usable && { target: { kind: 'staff' as const, id: usable.id, label: usable.name } }),
  })
  if (!usable) {
    await auditRefusal(engine, { ...refusal('（不明）'), reason: 'unknown' })
    throw new AppError('staff.wrong-credentials')
  }
  const verdict = await store.write(() => {
    const now = clock.now()
    const staff = store.statement(byId).get({ id: usable.id }) ?? usable
    if (staff.refusedUntil !== null && now < staff.refusedUntil) {
      recordAudit(engine, { ...refusal(staff.name), outcome: 'refused', reason: 'locked-out' })
      return 'locked-out'
    }
    const code = matches && second ? second(staff.id) : 'not-asked'
    if (code === 'missing') return 'code-needed'
    if (matches && code !== 'wrong') {
      store.statement(keepWrong).run({ id: staff.id, wrongEntries: 0, refusedUntil: null })
      return 'proven'
    }
    const wrongEntries = staff.wrongEntries + 1
    const { staffWrongPasswords } = engine.settings.get('policy')
    const refusedUntil = lockedUntil(wrongEntries, staffWrongPasswords, now)
    store.statement(keepWrong).run({ id: staff.id, wrongEntries, refusedUntil })
    recordAudit(engine, {
      ...refusal(staff.name),
      outcome: 'refused',
      reason: matches ? 'wrong-code' : 'wrong',
    })
    return 'wrong'
  })
  if (verdict === 'locked-out') throw new AppError('staff.locked-out')
  if (verdict === 'code-needed') throw new AppError('staff.code-needed')
  if (verdict === 'wrong') throw new AppError('staff.wrong-credentials')
  return usable.id
}

/** @returns the session token, of which only the hash is kept */
export async function staffSignIn(
  engine: Engine,
  given: { loginId: string; password: string; code: string; terminal: string },
): Promise<string> {
  const staffId = await provePassword(
    engine,
    given.loginId,
    given.password,
    'staff.sign-in',
    given.terminal,
    (staffId) => checkSecondFactor(engine, staffId, given.code),
  )
  const token = randomBytes(32).toString('base64url')
  await engine.store.write(() => {
    engine.store
      .statement(insert)
      .run({ hash: hashOf(token), staffId, terminal: given.terminal, at: engine.clock.now() })
    const staff = engine.store.statement(byId).get({ id: staffId })
    recordAudit(engine, {
      actor: {
        kind: 'staff',
        id: String(staffId),
        name: staff?.name ?? '',
        role: staff?.role ?? 'clerk',
        branchCode: staff?.branchCode ?? null,
        terminal: given.terminal,
      },
      action: 'staff.sign-in',
      target: { kind: 'staff', id: staffId, label: staff?.name ?? '' },
      correlationId: randomBytes(9).toString('base64url'),
    })
  })
  return token
}

/** The session behind a token; locked when asked to be or when the person was away too long. Undefined when there is none. */
export function staffSession(engine: Engine, token: string): StaffSession | undefined {
  const row = engine.store.statement(find).get({ hash: hashOf(token) })
  const now = engine.clock.now()
  if (!row || row.disabledAt !== null || now - row.createdAt > longestMs) return undefined
  const idleMs = engine.settings.get('policy').staffIdleMinutes * minuteMs
  const { staffId, loginId, name, role, branchCode, branchName, terminal, lastActAt } = row
  return {
    staffId,
    loginId,
    name,
    role,
    branchCode,
    branchName,
    terminal,
    lastActAt,
    locked: row.lockedAt !== null || now - lastActAt > idleMs,
    mustChange: row.mustChange === 1,
    mustEnrol: row.totpSecret === null && needsSecondFactor(engine, role),
    proofNeeded: row.proofNeeded === 1 || lastActAt < awaySince(engine),
  }
}

const awaySince = (engine: Engine): number =>
  engine.clock.now() - engine.settings.get('desk').reauthenticateMinutes * minuteMs

export function touchSession(engine: Engine, token: string): Promise<number> {
  return engine.store.write(() =>
    engine.store
      .statement(touch)
      .run({ hash: hashOf(token), at: engine.clock.now(), awaySince: awaySince(engine) }),
  )
}

export function lockSession(engine: Engine, token: string): Promise<number> {
  return engine.store.write(() =>
    engine.store.statement(lock).run({ hash: hashOf(token), at: engine.clock.now() }),
  )
}

/** Only the same person can go on where they stopped (R90). @throws AppError staff.not-signed-in, staff.wrong-credentials, staff.locked-out */
export async function unlockSession(
  engine: Engine,
  token: string,
  password: string,
): Promise<void> {
  const session = staffSession(engine, token)
  if (!session) throw new AppError('staff.not-signed-in')
  await provePassword(engine, session.loginId, password, 'staff.unlock', session.terminal)
  await engine.store.write(() =>
    engine.store.statement(unlock).run({ hash: hashOf(token), at: engine.clock.now() }),
  )
}

export async function staffSignOut(engine: Engine, token: string): Promise<void> {
  const session = staffSession(engine, token)
  await engine.store.write(() => {
    engine.store.statement(remove).run({ hash: hashOf(token) })
    if (session)
      recordAudit(engine, {
        actor: actorOf(session),
        action: 'staff.sign-out',
        target: { kind: 'staff', id: session.staffId, label: session.name },
        correlationId: randomBytes(9).toString('base64url'),
      })
  })
}
