import { Secret, TOTP } from 'otpauth'
import { AppError } from '#shared/errors'
import type { Role } from '#shared/staff'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { staffOf } from './account.ts'

const stepMs = 30_000
const issuerName = '連携デスク'

const totp = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: issuerName, label, secret: Secret.fromBase32(secret), digits: 6, period: 30 })

/**
 * The time step of a code, one step to either side of the machine's clock accepted; undefined for a wrong code (RFC 6238
 * §5.2).
 */
function stepOf(secret: string, code: string): number | undefined {
  const token = code.normalize('NFKC').replace(/\D/g, '')
  const delta = token.length === 6 ? totp(secret, '').validate({ token, window: 1 }) : null
  return delta === null ? undefined : Math.floor(Date.now() / stepMs) + delta
}

export function needsSecondFactor(engine: Engine, role: Role): boolean {
  return engine.settings.get('requests').secondFactorRoles.includes(role)
}

/**
 * Judges the code of a sign-in, inside the commit unit that counts wrong entries; a code counts once (RFC 6238 §5.2).
 * None given is a wrong one: an answer of its own would tell whoever guesses that the password is right.
 * `not-asked`: the role needs none, or the person has none yet and enrols after this sign-in.
 */
export function checkSecondFactor(
  engine: Engine,
  staffId: number,
  code: string,
): 'not-asked' | 'good' | 'wrong' {
  const staff = engine.store.find('staff', { id: staffId })
  if (!staff?.totpSecret || !needsSecondFactor(engine, staff.role)) return 'not-asked'
  const step = stepOf(engine.factors.open(staff.totpSecret), code)
  if (step === undefined || step <= (staff.totpLastStep ?? 0)) return 'wrong'
  engine.store.update('staff', { id: staffId }, { totpLastStep: step })
  return 'good'
}

/**
 * Makes a secret for the authenticator of the person; it counts once a code of it was given. Who has one already gets another
 * only by enrolling anew: whoever sits at a session left open cannot take it over.
 * @throws AppError staff.has-authenticator
 */
export const beginSecondFactor = act('staff.beginSecondFactor', ({ engine, actor }) => {
  const { target, row } = staffOf(engine, Number(actor.id))
  if (row.totpSecret !== null) throw new AppError('staff.has-authenticator')
  const secret = new Secret({ size: 20 }).base32
  engine.store.update('staff', { id: row.id }, { totpPending: engine.factors.seal(secret) })
  return { target, result: { secret, uri: totp(secret, row.loginId).toString() } }
})

/** @throws AppError staff.code-wrong, staff.has-authenticator */
export const confirmSecondFactor = act(
  'staff.confirmSecondFactor',
  ({ engine, actor }, code: string) => {
    const { target, row } = staffOf(engine, Number(actor.id))
    if (row.totpSecret !== null) throw new AppError('staff.has-authenticator')
    const step = row.totpPending && stepOf(engine.factors.open(row.totpPending), code)
    if (!step) throw new AppError('staff.code-wrong')
    const { totpPending: totpSecret } = row
    const adopted = { totpSecret, totpPending: null, totpLastStep: step }
    engine.store.update('staff', { id: row.id }, adopted)
    return { target }
  },
)
