import { createHmac, timingSafeEqual } from 'node:crypto'
import { AppError } from '#shared/errors'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { claimedAccount } from './account.ts'
import { drawCode } from './drawn-code.ts'
import { keepTwo } from './first-accounts.ts'
import { openSession } from './session.ts'
import { countTry, refuseTooManyTries } from './sign-in-tries.ts'
import { refuseWeak } from './weak-password.ts'

/** How long a code is good. */
const validMs = 72 * 3_600_000
const halfLength = 8

/**
 * Half of an enrolment code: 39 bits. An account that two persons open has one half from each of them, so that neither can
 * enrol as the person the account is for (decision 0031).
 */
export const drawHalf = (): string => drawCode(halfLength / 4)

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/** HMAC under the pepper: a copy of the database alone tells no code. */
const hashed = ({ keys }: Engine, what: string): Buffer =>
  createHmac('sha256', keys.pepper).update(`enrolment:${what}`).digest()

export const hashHalf = (engine: Engine, half: string): string =>
  hashed(engine, plain(half)).toString('base64url')

const codeHash = (engine: Engine, staffId: number, first: string, second: string): Buffer =>
  hashed(engine, `${staffId}:${first}:${plain(second)}`)

/**
 * Inside a commit unit: lets a person enrol, once and for three days. The former password and authenticator are gone.
 * @param first the hash of the half that was drawn when this was proposed; without it the whole code is drawn here
 * @returns what is to be handed over: the second half, or the whole code
 */
export function openEnrolment(engine: Engine, staffId: number, first?: string): string {
  const own = first === undefined ? drawHalf() : undefined
  const second = drawHalf()
  const firstHash = first ?? hashHalf(engine, own ?? '')
  const row = {
    codeHash: codeHash(engine, staffId, firstHash, second),
    expiresAt: engine.clock.now() + validMs,
  }
  engine.store.put('staffEnrolments', { staffId }, row)
  endSignIn(engine, staffId)
  return own === undefined ? second : `${own}-${second}`
}

/** Password, authenticator and sessions of an account end. Inside a commit unit. */
export function endSignIn({ store }: Engine, staffId: number): void {
  const closed = { passwordHash: '', wrongEntries: 0, refusedUntil: null }
  const noFactor = { totpSecret: null, totpPending: null, totpLastStep: null }
  store.update('staff', { id: staffId }, { ...closed, ...noFactor })
  store.delete('staffSessions', { staffId })
}

/**
 * The person of an account ends its enrolment alone: with the code, and a password that nobody else knows. The authenticator
 * follows before anything else is open, for the roles that need one.
 * @returns the session token
 * @throws AppError staff.wrong-credentials (unknown ID, wrong or late code: one answer), staff.too-many-tries, staff.password-weak
 */
export const enrolStaff = act(
  'staff.enrol',
  async (ctx, { loginId, password }: { loginId: string; code: string; password: string }) => {
    refuseTooManyTries(ctx, loginId)
    await refuseWeak(password, loginId)
    return ctx.engine.passwords.hash('staff', password)
  },
  (ctx, { loginId, code }, passwordHash) => {
    const { engine, actor } = ctx
    refuseTooManyTries(ctx, loginId)
    const staff = claimedAccount(engine, loginId)
    const refusal = new AppError('staff.wrong-credentials')
    if (!staff) {
      countTry(ctx, loginId)
      return { target: null, reason: 'unknown', refusal }
    }
    const target = { kind: 'staff', id: staff.id, label: staff.name } as const
    const open = engine.store.find('staffEnrolments', { staffId: staff.id })
    const typed = plain(code)
    const first = hashHalf(engine, typed.slice(0, halfLength))
    const given = codeHash(engine, staff.id, first, typed.slice(halfLength))
    const good =
      open && timingSafeEqual(given, open.codeHash) && engine.clock.now() < open.expiresAt
    if (!good) {
      countTry(ctx, loginId)
      return { target, reason: 'wrong', refusal }
    }
    engine.store.update('staff', { id: staff.id }, { passwordHash })
    engine.store.delete('staffEnrolments', { staffId: staff.id })
    keepTwo(engine)
    return { target, result: openSession(engine, staff.id, actor.terminal ?? '') }
  },
)
