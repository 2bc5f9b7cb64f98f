import { createHash, randomBytes } from 'node:crypto'
import { query } from '#db'
import type { Role } from '#shared/staff'
import { act } from '../act.ts'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { needsSecondFactor } from './second-factor.ts'

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
  /** The person was idle since they last gave the password, so it is asked again (U29). */
  proofNeeded: boolean
  /** The role needs a second factor and the person has none yet. */
  mustEnrol: boolean
}

const minuteMs = 60_000
/** A session ends after half a day, used or not. */
export const longestSessionMs = 12 * 60 * minuteMs

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
      // After an absence the password is asked before anything ends.
      proofNeeded: e
        .case()
        .when('lastActAt', '<', v('awaySince'))
        .then(1 as const)
        .else(e.ref('proofNeeded'))
        .end(),
    }))
    .where('hash', '=', v('hash')),
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

/** Inside a commit unit. @returns the session's token, of which only the hash is kept */
export function openSession(engine: Engine, staffId: number, terminal: string): string {
  const token = randomBytes(32).toString('base64url')
  const now = engine.clock.now()
  const times = { createdAt: now, lastActAt: now }
  engine.store.insert('staffSessions', { hash: hashOf(token), staffId, terminal, ...times })
  return token
}

/** The session of a token; locked if the person locked it or was away too long. Undefined when there is none. */
export function staffSession(engine: Engine, token: string): StaffSession | undefined {
  const row = engine.store.statement(find).get({ hash: hashOf(token) })
  const now = engine.clock.now()
  if (!row || row.disabledAt !== null || now - row.createdAt > longestSessionMs) return undefined
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
    mustEnrol: row.totpSecret === null && needsSecondFactor(engine, role),
    proofNeeded: row.proofNeeded === 1 || lastActAt < awaySince(engine),
  }
}

const awaySince = (engine: Engine): number =>
  engine.clock.now() - engine.settings.get('requests').reauthenticateMinutes * minuteMs

export function touchSession(engine: Engine, token: string): Promise<number> {
  return engine.store.write(
    () =>
      engine.store
        .statement(touch)
        .run({ hash: hashOf(token), at: engine.clock.now(), awaySince: awaySince(engine) }),
    'reserved',
  )
}

export function lockSession(engine: Engine, token: string): Promise<number> {
  const open = { hash: hashOf(token), lockedAt: null }
  return engine.store.write(
    () => engine.store.update('staffSessions', open, { lockedAt: engine.clock.now() }),
    'reserved',
  )
}

/** Inside a commit unit: one wrong password at the person's own screen; too many end the session. */
export function countWrong(engine: Engine, token: string): void {
  const hash = hashOf(token)
  const wrongEntries = (engine.store.find('staffSessions', { hash })?.wrongEntries ?? 0) + 1
  if (wrongEntries < engine.settings.get('policy').staffWrongPasswords)
    engine.store.update('staffSessions', { hash }, { wrongEntries })
  else engine.store.delete('staffSessions', { hash })
}

const others = query<{ staffId: number; hash: Uint8Array }>()((k, v) =>
  k.deleteFrom('staffSessions').where('staffId', '=', v('staffId')).where('hash', '<>', v('hash')),
)
/** Inside a commit unit: a changed password ends every session of the person but the one in which it was changed. */
export function endOtherSessions(engine: Engine, staffId: number, token: string): void {
  engine.store.statement(others).run({ staffId, hash: hashOf(token) })
}

/** Inside a commit unit, after the person has proven who they are. */
export function reopenSession(engine: Engine, token: string): void {
  const reopened = {
    wrongEntries: 0,
    lockedAt: null,
    lastActAt: engine.clock.now(),
    proofNeeded: 0,
  } as const
  engine.store.update('staffSessions', { hash: hashOf(token) }, reopened)
}

export const staffSignOut = act('staff.signOut', ({ engine, actor }, token: string) => {
  engine.store.delete('staffSessions', { hash: hashOf(token) })
  return { target: { kind: 'staff', id: Number(actor.id), label: actor.name } }
})
