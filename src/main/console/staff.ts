import { lockSession, staffSession, staffSignIn, staffSignOut, unlockSession } from '#engine'
import { AppError } from '#shared/errors'
import { desk, open } from './answer.ts'
import type { CallContext } from './context.ts'

function me(context: CallContext) {
  const token = context.holder.get()
  const session = token === undefined ? undefined : staffSession(context.engine, token)
  if (!session) return null
  const { staffId: id, name, role, branchName, locked } = session
  return {
    id,
    name,
    role,
    branchName,
    locked,
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
}
