import { AppError, type ErrorCode } from '#shared/errors'
import type { ActContext } from './actor.ts'
import { type Action, type ActName, type AuditTarget, recordAudit } from './audit/record.ts'

/** The result of an act: what goes into the audit, and what the caller gets. */
export interface Told<Result> {
  /** The entry's name, where it is not the act's own. */
  as?: ActName
  target: AuditTarget | null
  before?: unknown
  after?: unknown
  reason?: string | undefined
  /** Done by one person although R14 gives it to two. */
  singleHanded?: boolean
  result?: Result
  /** The act is refused but its writes are kept, such as the count of a wrong password. */
  refusal?: AppError
}

/** Thrown when an act is refused because of who asks: the audit keeps the refusal, and nothing else of the act is written. */
export class Refusal extends AppError {
  readonly target: AuditTarget

  constructor(code: ErrorCode, target: AuditTarget) {
    super(code)
    this.target = target
  }
}

type Act<Input, Result> = (ctx: ActContext, input: Input) => Promise<Result>
type Outcome<Result> = { error: unknown } | { result: Result | undefined }

/**
 * Defines what staff, or the program itself, change: the one way to do so. `perform` runs in one commit unit with the audit
 * entry of what it tells, so that there is no act without its entry; when it throws, neither is there. The unit may run twice,
 * so that `perform` changes nothing but the database. What takes time (a password's hash) is worked out by `prepare` before;
 * what `prepare` has looked at, `perform` looks at again.
 * @param action `noun.verb`: the call of the contract, where there is one
 */
export function act<Input = void, Result = undefined>(
  action: ActName,
  perform: (ctx: ActContext, input: Input) => Told<Result>,
): Act<Input, Result>
export function act<Input, Prepared, Result = undefined>(
  action: ActName,
  prepare: (ctx: ActContext, input: Input) => Promise<Prepared>,
  perform: (ctx: ActContext, input: Input, prepared: Prepared) => Told<Result>,
): Act<Input, Result>
export function act<Input, Prepared, Result>(
  action: ActName,
  first: unknown,
  second?: unknown,
): Act<Input, Result> {
  const prepare = (second && first) as
    | ((ctx: ActContext, input: Input) => Promise<Prepared>)
    | undefined
  const perform = (second ?? first) as (
    ctx: ActContext,
    input: Input,
    prepared?: Prepared,
  ) => Told<Result>
  return async (ctx, input) => {
    const prepared = prepare && (await prepare(ctx, input))
    const outcome = await ctx.engine.store.write(() =>
      unit(ctx, action, () => perform(ctx, input, prepared)),
    )
    if ('error' in outcome) throw outcome.error
    return outcome.result as Result
  }
}

function unit<Result>(
  ctx: ActContext,
  action: ActName,
  perform: () => Told<Result>,
): Outcome<Result> {
  let outcome: Outcome<Result> | undefined
  const failed = ctx.engine.store.attempt(() => {
    const { result, refusal, as = action, ...entry } = perform()
    recordAudit(ctx, { ...entry, action: as, outcome: refusal ? 'refused' : 'done' })
    outcome = refusal ? { error: refusal } : { result }
  })
  if (failed?.error instanceof Refusal) {
    const { code, target } = failed.error
    const reason = code.slice(code.indexOf('.') + 1)
    recordAudit(ctx, { action, target, reason, outcome: 'refused' })
  }
  return failed ?? outcome ?? { error: undefined }
}

/** Records a call that was refused before its act began. */
export function auditRefusal(
  ctx: ActContext,
  action: Action,
  reason: string,
  target?: AuditTarget,
): Promise<void> {
  return ctx.engine.store.write(() =>
    recordAudit(ctx, { action, reason, target, outcome: 'refused' }),
  )
}
