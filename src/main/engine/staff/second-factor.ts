import { Secret, TOTP } from 'otpauth'
import { query } from '#db'
import { AppError } from '#shared/errors'
import type { Role } from '#shared/staff'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'

const stepMs = 30_000
const issuerName = '連携デスク'

const find = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('staff')
    .select(['id', 'loginId', 'name', 'role', 'totpSecret', 'totpPending', 'totpLastStep'])
    .where('id', '=', v('id')),
)
const keepPending = query<{ id: number; sealed: Uint8Array }>()((k, v) =>
  k
    .updateTable('staff')
    .set({ totpPending: v('sealed') })
    .where('id', '=', v('id')),
)
const adopt = query<{ id: number; step: number }>()((k, v) =>
  k
    .updateTable('staff')
    .set((e) => ({ totpSecret: e.ref('totpPending'), totpPending: null, totpLastStep: v('step') }))
    .where('id', '=', v('id')),
)
const keepStep = query<{ id: number; step: number }>()((k, v) =>
  k
    .updateTable('staff')
    .set({ totpLastStep: v('step') })
    .where('id', '=', v('id')),
)

const totp = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: issuerName, label, secret: Secret.fromBase32(secret), digits: 6, period: 30 })

/** The step that a code belongs to, one to either side of now by the machine's clock; undefined for a wrong code (RFC 6238 §5.2). */
function stepOf(secret: string, code: string): number | undefined {
  const token = code.normalize('NFKC').replace(/\D/g, '')
  const delta = token.length === 6 ? totp(secret, '').validate({ token, window: 1 }) : null
  return delta === null ? undefined : Math.floor(Date.now() / stepMs) + delta
}

export function needsSecondFactor(engine: Engine, role: Role): boolean {
  return engine.settings.get('desk').secondFactorRoles.includes(role)
}

/**
 * Judges the code of a sign-in, inside the commit unit that counts wrong entries: a code counts once (RFC 6238 §5.2).
 * `not-asked`: the role needs none, or the person has none yet and enrols after this sign-in.
 */
export function checkSecondFactor(
  engine: Engine,
  staffId: number,
  code: string,
): 'not-asked' | 'good' | 'missing' | 'wrong' {
  const staff = engine.store.statement(find).get({ id: staffId })
  if (!staff?.totpSecret || !needsSecondFactor(engine, staff.role)) return 'not-asked'
  if (code.trim() === '') return 'missing'
  const step = stepOf(engine.factors.open(staff.totpSecret), code)
  if (step === undefined || step <= (staff.totpLastStep ?? 0)) return 'wrong'
  engine.store.statement(keepStep).run({ id: staffId, step })
  return 'good'
}

/** A new secret for the person's authenticator, good once a code of it is shown. */
export async function beginSecondFactor(
  engine: Engine,
  staffId: number,
): Promise<{ secret: string; uri: string }> {
  const secret = new Secret({ size: 20 }).base32
  const sealed = engine.factors.seal(secret)
  return engine.store.write(() => {
    engine.store.statement(keepPending).run({ id: staffId, sealed })
    const staff = engine.store.statement(find).get({ id: staffId })
    return { secret, uri: totp(secret, staff?.loginId ?? '').toString() }
  })
}

/** @throws AppError staff.code-wrong */
export function confirmSecondFactor(
  engine: Engine,
  actor: Actor,
  code: string,
  correlationId: string,
): Promise<void> {
  return engine.store.write(() => {
    const id = Number(actor.id)
    const staff = engine.store.statement(find).get({ id })
    const step = staff?.totpPending && stepOf(engine.factors.open(staff.totpPending), code)
    if (!staff || !step) throw new AppError('staff.code-wrong')
    engine.store.statement(adopt).run({ id, step })
    recordAudit(engine, {
      actor,
      action: 'staff.enrol',
      target: { kind: 'staff', id, label: staff.name },
      correlationId,
    })
  })
}
