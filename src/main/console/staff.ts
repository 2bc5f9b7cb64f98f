import {
  actorOf,
  beginSecondFactor,
  changePassword,
  claimedActor,
  confirmSecondFactor,
  createStaff,
  enrolStaff,
  listBranches,
  listStaff,
  lockSession,
  reenrolStaff,
  staffSession,
  staffSignIn,
  staffSignOut,
  unlockSession,
  updateStaff,
} from '#engine'
import { AppError } from '#shared/errors'
import { anyone, correlationId, signedIn } from './answer.ts'
import type { CallContext } from './context.ts'

function me(context: CallContext) {
  const token = context.holder.get()
  const session = token === undefined ? undefined : staffSession(context.engine, token)
  if (!session) return null
  const { staffId: id, name, role, branchCode, branchName, locked, mustEnrol } = session
  return {
    id,
    name,
    role,
    branchCode,
    branchName,
    locked,
    mustEnrol,
    idleMinutes: context.engine.settings.get('policy').staffIdleMinutes,
  }
}

function mustBeMe(context: CallContext) {
  const found = me(context)
  if (!found) throw new AppError('staff.not-signed-in')
  return found
}

/** The person of the window's session, locked or not. */
function ownContext({ engine, holder }: CallContext) {
  const token = holder.get()
  const session = token === undefined ? undefined : staffSession(engine, token)
  return token === undefined || !session
    ? undefined
    : { engine, actor: actorOf(session), correlationId: correlationId(), token }
}

export const staff = {
  me: anyone.staff.me.handler(({ context }) => me(context)),
  signIn: anyone.staff.signIn.handler(async ({ context, input }) => {
    const { engine, terminal, holder } = context
    const actor = claimedActor(engine, input.loginId, terminal)
    holder.set(await staffSignIn({ engine, actor, correlationId: correlationId() }, input))
    return mustBeMe(context)
  }),
  signOut: anyone.staff.signOut.handler(async ({ context }) => {
    const own = ownContext(context)
    if (own) await staffSignOut(own, own.token)
    context.holder.set(undefined)
    return null
  }),
  lock: anyone.staff.lock.handler(async ({ context }) => {
    const token = context.holder.get()
    if (token !== undefined) await lockSession(context.engine, token)
    return null
  }),
  unlock: anyone.staff.unlock.handler(async ({ context, input }) => {
    const own = ownContext(context)
    if (!own) throw new AppError('staff.not-signed-in')
    await unlockSession(own, { token: own.token, password: input.password })
    return mustBeMe(context)
  }),
  stay: signedIn.staff.stay.handler(() => null),
  changePassword: signedIn.staff.changePassword.handler(async ({ context, input }) => {
    await changePassword(context, { ...input, token: context.holder.get() ?? '' })
    return mustBeMe(context)
  }),
  beginSecondFactor: signedIn.staff.beginSecondFactor.handler(async ({ context }) => {
    const { secret, uri } = await beginSecondFactor(context)
    const { qrRows } = await import('../paper/qr.ts')
    return { secret, qr: qrRows(uri) }
  }),
  confirmSecondFactor: signedIn.staff.confirmSecondFactor.handler(async ({ context, input }) => {
    await confirmSecondFactor(context, input.code)
    return mustBeMe(context)
  }),
  list: signedIn.staff.list.handler(({ context: { engine } }) => ({
    staff: listStaff(engine),
    branches: listBranches(engine),
  })),
  create: signedIn.staff.create.handler(async ({ context, input }) => {
    const { waits, result } = await createStaff(context, input)
    return { waits, id: result?.id ?? 0, code: result?.code ?? '' }
  }),
  update: signedIn.staff.update.handler(async ({ context, input }) => {
    const { waits, result } = await updateStaff(context, input)
    return { waits, code: result?.code ?? null }
  }),
  reenrol: signedIn.staff.reenrol.handler(async ({ context, input }) => {
    const { waits, result } = await reenrolStaff(context, input)
    return { waits, code: result?.code ?? '' }
  }),
  enrol: anyone.staff.enrol.handler(async ({ context, input }) => {
    const { engine, terminal, holder } = context
    const actor = claimedActor(engine, input.loginId, terminal)
    holder.set(await enrolStaff({ engine, actor, correlationId: correlationId() }, input))
    return mustBeMe(context)
  }),
}
