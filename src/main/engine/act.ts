import { AppError, type ErrorCode } from '#shared/errors'
import { type KeptOutcome, keepOutcome, outcomeBefore } from './act-keys.ts'
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
type Outcome<Result> =
  | { error: unknown; written?: never }
  /** Refused, and something of it was written. */
  | { error: AppError; written: true }
  | { result: Result | undefined }

/**
 * Defines what staff, or the program itself, change: the one way to do so. `perform` runs in one commit unit with the audit
 * entry of what it tells, so that there is no act without its entry; when it throws, neither is there. The unit may run twice,
 * so that `perform` changes nothing but the database. What takes time (a password's hash) is worked out by `prepare` before;
 * what `prepare` has looked at, `perform` looks at again. A call that comes again with its key gives the first outcome.
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
    const known = outcomeBefore(ctx, action, input)
    const prepared = known || !prepare ? undefined : await prepare(ctx, input)
    const outcome =
      known === undefined
        ? await ctx.engine.store.write(
            () => once(ctx, action, input, () => perform(ctx, input, prepared)),
            roomFor(ctx, action),
          )
        : again<Result>(known)
    if ('error' in outcome) throw outcome.error
    return outcome.result as Result
  }
}

const again = <Result>(known: KeptOutcome): Outcome<Result> =>
  'refusal' in known
    ? {
        error: new AppError(
          known.refusal.code,
          known.refusal.detail === null ? {} : { detail: known.refusal.detail },
        ),
      }
    : { result: known.result as Result }

/** The unit of an act, or what it came to before under the key of its call. */
function once<Result>(
  ctx: ActContext,
  action: ActName,
  input: unknown,
  perform: () => Told<Result>,
): Outcome<Result> {
  const known = outcomeBefore(ctx, action, input)
  if (known) return again(known)
  const outcome = unit(ctx, action, perform)
  if (!('error' in outcome)) keepOutcome(ctx, action, input, { result: outcome.result })
  else if (outcome.written) {
    const { code, detail = null } = outcome.error
    keepOutcome(ctx, action, input, { refusal: { code, detail } })
  }
  return outcome
}

/**
 * What staff do goes on when the disk is full, and a stop is recorded; files that are brought in, and all else, wait. Whoever is
 * nobody yet may only try to sign in, which is counted: strangers must not use the room up.
 */
const roomFor = ({ actor }: ActContext, action: Action): 'reserved' | 'free' =>
  action === 'system.stop' ||
  (actor.kind === 'staff' &&
    (actor.id !== '0' || action === 'staff.signIn') &&
    !action.startsWith('imports.'))
    ? 'reserved'
    : 'free'

function unit<Result>(
  ctx: ActContext,
  action: ActName,
  perform: () => Told<Result>,
): Outcome<Result> {
  let outcome: Outcome<Result> | undefined
  const failed = ctx.engine.store.attempt(() => {
    const { result, refusal, as = action, ...entry } = perform()
    recordAudit(ctx, { ...entry, action: as, outcome: refusal ? 'refused' : 'done' })
    outcome = refusal ? { error: refusal, written: true } : { result }
  })
  if (failed?.error instanceof Refusal) {
    const { code, target } = failed.error
    const reason = code.slice(code.indexOf('.') + 1)
    recordAudit(ctx, { action, target, reason, outcome: 'refused' })
    return { error: failed.error, written: true }
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
  return ctx.engine.store.write(
    () => recordAudit(ctx, { action, reason, target, outcome: 'refused' }),
    roomFor(ctx, action),
  )
}
