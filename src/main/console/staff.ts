import { randomBytes } from 'node:crypto'
import {
  beginSecondFactor,
  changePassword,
  confirmSecondFactor,
  createStaff,
  listBranches,
  listStaff,
  lockSession,
  provePassword,
  resetPassword,
  staffSession,
  staffSignIn,
  staffSignOut,
  unlockSession,
  updateStaff,
} from '#engine'
import { AppError } from '#shared/errors'
import { desk, open } from './answer.ts'
import type { CallContext } from './context.ts'

function me(context: CallContext) {
  const token = context.holder.get()
  const session = token === undefined ? undefined : staffSession(context.engine, token)
  if (!session) return null
  const { staffId: id, name, role, branchName, locked, mustChange, mustEnrol } = session
  return {
    id,
    name,
    role,
    branchName,
    locked,
    mustChange,
    mustEnrol,
    idleMinutes: context.engine.settings.get('policy').staffIdleMinutes,
  }
}

function mustBeMe(context: CallContext) {
  const found = me(context)
  if (!found) throw new AppError('staff.not-signed-in')
  return found
}

export const staff = {
  me: open.staff.me.handler(({ context }) => me(context)),
  signIn: open.staff.signIn.handler(async ({ context, input }) => {
    context.holder.set(await staffSignIn(context.engine, { ...input, terminal: context.terminal }))
    return mustBeMe(context)
  }),
  signOut: open.staff.signOut.handler(async ({ context }) => {
    const token = context.holder.get()
    if (token !== undefined) await staffSignOut(context.engine, token)
    context.holder.set(undefined)
    return null
  }),
  lock: open.staff.lock.handler(async ({ context }) => {
    const token = context.holder.get()
    if (token !== undefined) await lockSession(context.engine, token)
    return null
  }),
  unlock: open.staff.unlock.handler(async ({ context, input }) => {
    await unlockSession(context.engine, context.holder.get() ?? '', input.password)
    return mustBeMe(context)
  }),
  stay: desk.staff.stay.handler(() => null),
  changePassword: desk.staff.changePassword.handler(async ({ context, input }) => {
    const { engine, actor, session, correlationId } = context
    const { loginId, terminal } = session
    await provePassword(engine, loginId, input.password, 'staff.change-password', terminal)
    await changePassword(engine, actor, { loginId, next: input.next }, correlationId)
    return mustBeMe(context)
  }),
  beginSecondFactor: desk.staff.beginSecondFactor.handler(async ({ context }) => {
    const { secret, uri } = await beginSecondFactor(context.engine, context.session.staffId)
    const { qrRows } = await import('../paper/qr.ts')
    return { secret, qr: qrRows(uri) }
  }),
  confirmSecondFactor: desk.staff.confirmSecondFactor.handler(async ({ context, input }) => {
    const { engine, actor, correlationId } = context
    await confirmSecondFactor(engine, actor, input.code, correlationId)
    return mustBeMe(context)
  }),
  list: desk.staff.list.handler(({ context: { engine } }) => ({
    staff: listStaff(engine),
    branches: listBranches(engine),
  })),
  create: desk.staff.create.handler(async ({ context, input }) => {
    const { engine, actor, correlationId } = context
    // Replaced at once by one that is drawn as every later one is.
    const password = randomBytes(32).toString('base64url')
    const id = await createStaff(
      engine,
      { ...input, password, mustChange: true },
      { actor, correlationId },
    )
    return { id, password: await resetPassword(engine, actor, id, correlationId) }
  }),
  update: desk.staff.update.handler(async ({ context, input }) => {
    await updateStaff(context.engine, context.actor, input, context.correlationId)
    return null
  }),
  resetPassword: desk.staff.resetPassword.handler(async ({ context, input }) => ({
    password: await resetPassword(context.engine, context.actor, input.id, context.correlationId),
  })),
}
