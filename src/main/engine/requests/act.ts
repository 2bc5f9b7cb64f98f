import { AppError } from '#shared/errors'
import { calendarDays, dayMs } from '#shared/japanese-date'
import type { ActForm, Approval, RequestResult } from '#shared/request'
import { approvalFor } from '#shared/request-rules'
import { searchKey } from '#shared/search-key'
import { act } from '../act.ts'
import type { ActContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { beginProviderEnding } from '../grants/provider-ending.ts'
import { providerById } from '../providers/provider.ts'
import { isKnown, keepCall, ruleFor } from './call.ts'
import { nextBusinessDayEnd } from './due.ts'
import { mustBeOwn } from './own.ts'
import { type ActResult, performAct } from './perform.ts'
import {
  type ActRow,
  actsOf,
  findAct,
  makerOf,
  type RequestRow,
  requestById,
  requestTarget,
} from './rows.ts'
import { couldAnswer } from './seen-before.ts'
import { type Target, targetsOf } from './targets.ts'

/**
 * A request is done when all of its acts are settled; while one waits for its approval, the request waits. A login that was opened in
 * it stays opened, whatever becomes of what was asked for besides.
 */
export function settleRequest(engine: Engine, requestId: number): void {
  const acts = actsOf(engine, requestId)
  const { result } = requestById(engine, requestId)
  const opened = result === 'unlocked' ? result : null
  const done = acts.filter((one) => one.state === 'done')
  const results = done.map(
    (one) => (JSON.parse(one.result ?? '{}') as { result: RequestResult }).result,
  )
  const told = results.filter((one) => one !== 'nothing').at(-1) ?? opened ?? results.at(-1) ?? null
  const state = acts.some((one) => one.state === 'pending') ? 'waiting' : told ? 'done' : 'open'
  engine.store.update('requests', { id: requestId }, { state, result: told })
}

/** The name of the customer or provider, which is typed to confirm an act that reaches many grants. */
export function subjectName(engine: Engine, request: RequestRow): string {
  return request.customerId === null
    ? (providerById(engine, request.providerId ?? 0)?.name ?? '')
    : (engine.bank.customer(request.customerId)?.name ?? '')
}

export function phoneChangedRecently(engine: Engine, customerId: number): boolean {
  const { phoneChangedDays } = engine.settings.get('requests')
  const at = engine.bank.customer(customerId)?.phoneChangedAt ?? null
  return at !== null && calendarDays(at, engine.clock.now()) <= phoneChangedDays
}

/**
 * What an act would reach if it were made now, and how many persons it takes. The window shows this before the act, and the
 * act follows it.
 * @throws AppError request.not-found, request.not-yours, request.closed, request.lapsed, request.not-reachable,
 * identity.not-met, grant.not-found, account.not-found
 */
export function planAct(
  { engine, actor }: ActContext,
  {
    requestId,
    kind,
    scope,
    afterwards,
  }: Pick<ActForm, 'requestId' | 'kind' | 'scope' | 'afterwards'>,
): { request: RequestRow; targets: Target[]; approval: Approval } {
  const request = requestById(engine, requestId)
  mustBeOwn(engine, request, actor)
  const { customerId, providerId } = request
  if ((customerId === null) !== (scope.kind === 'provider'))
    throw new AppError('request.not-reachable', { detail: scope.kind })
  if (scope.kind === 'provider' && scope.providerId !== providerId)
    throw new AppError('request.not-reachable', { detail: kind })
  const rule = ruleFor(engine, request)
  if (!(kind in rule.acts))
    throw new AppError('request.not-reachable', { detail: `${request.requester} ${kind}` })
  // An 緊急停止 asks for no identity: stopping is easy, resuming is hard (R53).
  if (kind !== 'emergency' && !isKnown(engine, request)) throw new AppError('identity.not-met')
  const targets = customerId === null ? [] : targetsOf(engine, customerId, kind, scope)
  const live =
    customerId === null || targets.some(({ status }) => status === 'active' || status === 'held')
  const asked = approvalFor(
    rule,
    { kind, scope: scope.kind, afterwards },
    customerId !== null &&
      (phoneChangedRecently(engine, customerId) || couldAnswer(engine, request, actor)),
  )
  // An act that reaches nothing needs no approval (R60); a resumption always does, because of its paper.
  const approval = asked === 'before' && !live && kind !== 'resume' ? 'none' : asked
  return { request, targets, approval }
}

/**
 * An act of a person for their own request (R45–R55). What needs an approval waits; everything else happens here, in one
 * commit with its record. @returns the id of the act
 * @throws AppError request.not-found, request.not-yours, request.closed, request.not-reachable, identity.not-met,
 * request.name-needed, request.confirmation-wrong, grant.not-found
 */
export const makeAct = act('requests.act', (ctx, form: ActForm) => {
  const { engine, actor } = ctx
  const { request, targets, approval } = planAct(ctx, form)
  // An 緊急停止 does not wait for a name; everything that ends or resumes a grant does (R46).
  const { named } = ruleFor(engine, request)
  if (form.kind !== 'emergency' && named && request.requesterName === '')
    throw new AppError('request.name-needed')
  const wide = form.scope.kind === 'customer' || form.scope.kind === 'provider'
  if (
    form.kind === 'revoke' &&
    wide &&
    searchKey(form.confirmation) !== searchKey(subjectName(engine, request))
  )
    throw new AppError('request.confirmation-wrong')
  keepCall(engine, request)
  const now = engine.clock.now()
  const id = engine.store.insert('requestActs', {
    requestId: request.id,
    kind: form.kind,
    scope: JSON.stringify(form.scope),
    reason: form.reason,
    note: form.note,
    heldUntil: form.days === null ? null : now + form.days * dayMs,
    heldAfterwards: form.afterwards,
    paperReceivedOn: form.paperReceivedOn,
    approval,
    dueAt: approval === 'after' ? nextBusinessDayEnd(engine, now) : null,
    madeBy: Number(actor.id),
    madeByName: actor.name,
    madeAs: JSON.stringify({
      role: actor.role,
      branchCode: actor.branchCode,
      terminal: actor.terminal,
    }),
    madeAt: now,
    state: 'pending',
  })
  if (approval !== 'before') executeAct(ctx, id)
  settleRequest(engine, request.id)
  return {
    target: requestTarget(request),
    after: {
      kind: form.kind,
      scope: form.scope,
      approval,
      targets: targets.length,
      paperReceivedOn: form.paperReceivedOn,
    },
    reason: form.reason,
    result: id,
  }
})

function endAllOf(engine: Engine, request: RequestRow, act: ActRow): ActResult {
  const { requester, requestChannel, number: requestNumber } = request
  const { reason, note, checkedByName } = act
  const asked = { requester, requestChannel, requestNumber, reason, note }
  const count = beginProviderEnding(engine, {
    ...{ providerId: request.providerId ?? 0, at: engine.clock.now(), actId: act.id },
    told: { ...asked, actor: makerOf(act), approvedBy: checkedByName ?? undefined },
  })
  return { result: count === 0 ? 'nothing' : 'ended', targets: [], count }
}

/** Inside a commit unit: performs the act and keeps its result and its approver in one change of its row. */
export function executeAct(
  ctx: ActContext,
  actId: number,
  checked: {
    checkedBy?: number
    checkedByName?: string
    checkedAt?: number
    checkNote?: string
  } = {},
): void {
  const { engine } = ctx
  const made = findAct(engine, actId)
  const request = made && requestById(engine, made.requestId)
  if (!made || !request) throw new AppError('request.not-found')
  const { customerId } = request
  const result =
    customerId === null
      ? endAllOf(engine, request, { ...made, ...checked })
      : performAct(ctx, { ...request, customerId }, { ...made, ...checked })
  engine.store.update(
    'requestActs',
    { id: made.id },
    { ...checked, state: 'done', executedAt: engine.clock.now(), result: JSON.stringify(result) },
  )
}
