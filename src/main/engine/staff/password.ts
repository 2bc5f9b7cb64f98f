import type { Selectable } from 'kysely'
import type { Tables } from '#db'
import { AppError } from '#shared/errors'
import { lockedUntil } from '#shared/lock'
import { act, type Told } from '../act.ts'
import type { ActContext, Actor } from '../actor.ts'
import type { AuditTarget } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { claimedAccount } from './account.ts'
import { checkSecondFactor } from './second-factor.ts'
import {
  countWrong,
  endOtherSessions,
  openSession,
  reopenSession,
  staffSession,
} from './session.ts'
import { countTry, refuseTooManyTries } from './sign-in-tries.ts'
import { refuseWeak } from './weak-password.ts'

type StaffRow = Selectable<Tables['staff']>

/** The actor for a name that has not been proven: nobody's when the account is closed or does not exist. */
export function claimedActor(engine: Engine, loginId: string, terminal: string): Actor {
  const staff = claimedAccount(engine, loginId)
  if (!staff) return { kind: 'staff', id: '0', name: '（不明）', terminal }
  const { id, name, role, branchCode } = staff
  return { kind: 'staff', id: String(id), name, role, branchCode, terminal }
}

/** The result of comparing a password, which takes long and happens before the commit that judges it. */
interface Compared {
  hash: string | undefined
  matches: boolean
}

async function compare(
  engine: Engine,
  hash: string | undefined,
  password: string,
): Promise<Compared> {
  return { hash, matches: await engine.passwords.matches('staff', hash, password) }
}

/**
 * Inside a commit unit: counts wrong passwords and wrong codes, and locks the account when there are too many.
 * @returns the account whose password it is, or what is to be told: the same for a wrong entry, an unknown ID and a closed door
 */
function provePassword(
  engine: Engine,
  staff: StaffRow | undefined,
  compared: Compared,
  code: string,
): (Told<never> & { refusal: AppError }) | { row: StaffRow; target: AuditTarget } {
  const wrong = new AppError('staff.wrong-credentials')
  if (!staff) return { target: null, reason: 'unknown', refusal: wrong }
  const { id } = staff
  const now = engine.clock.now()
  const target = { kind: 'staff', id, label: staff.name } as const
  if (now < (staff.refusedUntil ?? 0)) return { target, reason: 'locked-out', refusal: wrong }
  const right = compared.matches && compared.hash === staff.passwordHash
  const second = right ? checkSecondFactor(engine, id, code) : 'not-asked'
  if (right && second !== 'wrong') {
    engine.store.update('staff', { id }, { wrongEntries: 0, refusedUntil: null })
    return { row: staff, target }
  }
  const wrongEntries = staff.wrongEntries + 1
  const { staffWrongPasswords } = engine.settings.get('policy')
  const refusedUntil = lockedUntil(wrongEntries, staffWrongPasswords, now)
  engine.store.update('staff', { id }, { wrongEntries, refusedUntil })
  return { target, reason: right ? 'wrong-code' : 'wrong', refusal: wrong }
}

/**
 * @returns the session token, of which only the hash is kept
 * @throws AppError staff.wrong-credentials, staff.too-many-tries
 */
export const staffSignIn = act(
  'staff.signIn',
  async (ctx, given: { loginId: string; password: string; code: string }) => {
    refuseTooManyTries(ctx, given.loginId)
    const { engine } = ctx
    return compare(engine, claimedAccount(engine, given.loginId)?.passwordHash, given.password)
  },
  (ctx, { loginId, code }, compared): Told<string> => {
    const { engine, actor } = ctx
    refuseTooManyTries(ctx, loginId)
    const proof = provePassword(engine, claimedAccount(engine, loginId), compared, code)
    if ('refusal' in proof) {
      countTry(ctx, loginId)
      return proof
    }
    const token = openSession(engine, proof.row.id, actor.terminal ?? '')
    return { target: proof.target, result: token }
  },
)

const ownAccount = ({ engine, actor }: ActContext) =>
  engine.store.find('staff', { id: Number(actor.id), disabledAt: null })
const compareOwn = (ctx: ActContext, password: string): Promise<Compared> =>
  compare(ctx.engine, ownAccount(ctx)?.passwordHash, password)

/**
 * Inside a commit unit: proves the person of a session. Wrong passwords count for this session alone, which ends when there are
 * too many: strangers who guess at the sign-in page close nobody's own screen.
 */
function proveOwn(
  ctx: ActContext,
  token: string,
  { matches, hash }: Compared,
): (Told<never> & { refusal: AppError }) | { row: StaffRow; target: AuditTarget } {
  const staff = ownAccount(ctx)
  if (!staff) throw new AppError('staff.not-signed-in')
  const target = { kind: 'staff', id: staff.id, label: staff.name } as const
  if (matches && hash === staff.passwordHash) return { row: staff, target }
  countWrong(ctx.engine, token)
  return { target, reason: 'wrong', refusal: new AppError('staff.wrong-credentials') }
}

/**
 * Unlocks a session for the same person only (R90).
 * @throws AppError staff.not-signed-in, staff.wrong-credentials
 */
export const unlockSession = act(
  'staff.unlock',
  (ctx, { password }: { token: string; password: string }) => compareOwn(ctx, password),
  (ctx, { token }, compared) => {
    const { engine } = ctx
    if (!staffSession(engine, token)) throw new AppError('staff.not-signed-in')
    const proof = proveOwn(ctx, token, compared)
    if ('refusal' in proof) return proof
    reopenSession(engine, token)
    return { target: proof.target }
  },
)

/**
 * Changes the own password; the old one is asked, and all other sessions of the person end.
 * @throws AppError staff.wrong-credentials, staff.password-same, staff.password-weak
 */
export const changePassword = act(
  'staff.changePassword',
  async (ctx, given: { token: string; password: string; next: string }) => {
    if (given.next === given.password) throw new AppError('staff.password-same')
    const own = ownAccount(ctx)
    if (!own) throw new AppError('staff.not-signed-in')
    await refuseWeak(given.next, own.loginId)
    return {
      compared: await compareOwn(ctx, given.password),
      passwordHash: await ctx.engine.passwords.hash('staff', given.next),
    }
  },
  (ctx, { token }, { compared, passwordHash }) => {
    const { engine } = ctx
    const proof = proveOwn(ctx, token, compared)
    if ('refusal' in proof) return proof
    const { row, target } = proof
    engine.store.update('staff', { id: row.id }, { passwordHash })
    endOtherSessions(engine, row.id, token)
    return { target }
  },
)
