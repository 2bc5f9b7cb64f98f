import { randomBytes, randomUUID } from 'node:crypto'
import { implement, ORPCError, ValidationError } from '@orpc/server'
import {
  type ActContext,
  type Action,
  type Actor,
  actorOf,
  auditRefusal,
  staffSession,
  touchSession,
} from '#engine'
import { contract } from '#shared/contract'
import type { Outcome } from '#shared/contract/base'
import { ActKey, actKeyHeader } from '#shared/contract/work'
import { AppError, type ErrorCode, errors } from '#shared/errors'
import type { Role } from '#shared/staff'
import type { CallContext, StaffContext } from './context.ts'

const base = implement(contract).$context<CallContext>()

/** Activity is written at most this often, so that reading does not write. */
const touchEveryMs = 30_000

/**
 * Turns failures of calls into answers. Expected ones keep their code; any other is logged whole under an incident number,
 * and the window gets only that number.
 */
const answerFailures = base.middleware(async ({ context, next, path }) => {
  try {
    const { refusal } = context.engine.store.damage
    if (refusal) throw refusal
    return await next()
  } catch (error) {
    if (error instanceof AppError)
      throw failure(error.code, { detail: error.detail ?? null }, error)
    if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
      const issues =
        error.cause instanceof ValidationError
          ? error.cause.issues.map(({ message, path: at }) => ({
              message,
              path: at?.map(String) ?? [],
            }))
          : []
      throw failure('input.invalid', { detail: null, issues }, error)
    }
    const incident = randomUUID()
    context.engine.log.error({ err: error, incident, call: path.join('.') }, 'console call failed')
    throw failure('server.failed', { detail: null, incident }, undefined)
  } finally {
    // Reads see what is committed and not yet on disk (decision 0027): nobody is told of it before a power cut can no longer
    // take it back. Where the sync failed, who wrote is told so, and the system page says it to all.
    await context.engine.store.synced().catch(() => undefined)
  }
})

function failure(code: ErrorCode, data: object, cause: unknown): ORPCError<string, unknown> {
  return new ORPCError(code, { status: errors[code].status, message: code, data, cause })
}

/** Checks sign-in, lock and role; a refusal is an answer and is in the audit. */
const admitStaff = base.middleware(async ({ context, next, path, procedure }) => {
  const { engine, holder } = context
  const { roles, passive, fresh, early } = procedure['~orpc'].meta
  const id = correlationId()
  const token = holder.get()
  const session = token === undefined ? undefined : staffSession(engine, token)
  const refuse = (actor: Actor, reason: string): Promise<void> =>
    auditRefusal({ engine, actor, correlationId: id }, path.join('.') as Action, reason)
  if (!session || token === undefined) {
    const nobody = { kind: 'staff', id: '0', name: '（未ログイン）' } as const
    // On a full disk no record is kept of it, and they are told the same.
    await refuse({ ...nobody, terminal: context.terminal }, 'not-signed-in').catch(() => {})
    throw new AppError('staff.not-signed-in')
  }
  const actor = actorOf(session)
  if (session.locked) {
    if (!passive) await refuse(actor, 'locked')
    throw new AppError('staff.session-locked')
  }
  if (session.mustEnrol && !early) throw new AppError('staff.enrol-needed')
  if (roles !== 'anyone' && !(roles as readonly Role[]).includes(session.role)) {
    await refuse(actor, 'role')
    throw new AppError('permission.denied', { detail: session.role })
  }
  if (fresh && session.proofNeeded) {
    await refuse(actor, 'proof-needed')
    throw new AppError('staff.proof-needed')
  }
  if (!passive && engine.clock.now() - session.lastActAt > touchEveryMs)
    await touchSession(engine, token)
  const key = keyOf(context.reqHeaders)
  const staffContext: StaffContext = { ...context, session, actor, correlationId: id, key }
  return next({ context: staffContext })
})

/**
 * The person of a call that goes on after it was admitted, as they are now: role and branch may be others. Undefined once they have signed
 * out, are locked out of their window, or somebody else is in.
 */
export function stillIn(context: StaffContext): StaffContext | undefined {
  const { engine, holder } = context
  const token = holder.get()
  const session = token === undefined ? undefined : staffSession(engine, token)
  if (!session || session.locked || session.staffId !== context.session.staffId) return undefined
  return { ...context, session, actor: actorOf(session) }
}

/** @throws AppError input.invalid: an act under a key that could be guessed would not be the caller's alone */
function keyOf(headers: Headers | undefined): string | undefined {
  const given = headers?.get(actKeyHeader) ?? undefined
  if (given === undefined) return undefined
  if (!ActKey.safeParse(given).success) throw new AppError('input.invalid')
  return given
}

/** Calls that need no sign-in: sign-in itself and the set-up. */
export const anyone = base.use(answerFailures)
/** Calls that need a sign-in. */
export const signedIn = base.use(answerFailures).use(admitStaff)

/** The number that all audit entries of one call share. */
export const correlationId = (): string => randomBytes(9).toString('base64url')

/** Handles a call by performing its act, and answers null. */
export const done =
  <Input>(act: (ctx: ActContext, input: Input) => Promise<unknown>) =>
  async ({ context, input }: { context: StaffContext; input: Input }): Promise<null> => {
    await act(context, input)
    return null
  }

/** Handles a call that may take two persons: answers the proposal that now waits, or that it is done. */
export const outcome =
  <Input>(act: (ctx: ActContext, input: Input) => Promise<Outcome>) =>
  async ({ context, input }: { context: StaffContext; input: Input }): Promise<Outcome> => {
    const { waits } = await act(context, input)
    return { waits }
  }
