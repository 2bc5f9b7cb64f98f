import { query } from '#db'
import { AppError } from '#shared/errors'
import { calendarDays, dayMs } from '#shared/japanese-date'
import {
  type ActForm,
  type Approval,
  approvalFor,
  mustBeNamed,
  type RequestResult,
  type RequestState,
  reachable,
} from '#shared/request'
import { searchKey } from '#shared/search-key'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { providerById } from '../providers/provider.ts'
import { nextBusinessDayEnd } from './due.ts'
import { mustBeOwn } from './own.ts'
import { performAct } from './perform.ts'
import { beginProviderEnding } from './provider-ending.ts'
import { actsOf, findAct, type RequestRow, requestById } from './rows.ts'
import { type Target, targetsOf } from './targets.ts'

const insert = query<{
  requestId: number
  kind: ActForm['kind']
  scope: string
  reason: ActForm['reason']
  note: string
  until: number | null
  afterwards: 'resume' | 'end' | null
  paper: string | null
  approval: Approval
  dueAt: number | null
  by: number
  byName: string
  at: number
}>()((k, v) =>
  k
    .insertInto('requestActs')
    .values({
      requestId: v('requestId'),
      kind: v('kind'),
      scope: v('scope'),
      reason: v('reason'),
      note: v('note'),
      heldUntil: v('until'),
      heldAfterwards: v('afterwards'),
      paperReceivedOn: v('paper'),
      approval: v('approval'),
      dueAt: v('dueAt'),
      madeBy: v('by'),
      madeByName: v('byName'),
      madeAt: v('at'),
      state: 'pending',
    })
    .returning('id'),
)
const finish = query<{
  id: number
  at: number
  result: string
  by: number | null
  byName: string | null
  checkedAt: number | null
  note: string | null
}>()((k, v) =>
  k
    .updateTable('requestActs')
    .set({
      state: 'done',
      executedAt: v('at'),
      result: v('result'),
      checkedBy: v('by'),
      checkedByName: v('byName'),
      checkedAt: v('checkedAt'),
      checkNote: v('note'),
    })
    .where('id', '=', v('id')),
)
const setState = query<{ id: number; state: RequestState; result: RequestResult | null }>()(
  (k, v) =>
    k
      .updateTable('requests')
      .set({ state: v('state'), result: v('result') })
      .where('id', '=', v('id')),
)

/** After all acts of a request are settled it is done; while one waits for its second person, it waits. */
export function settleRequest(engine: Engine, requestId: number): void {
  const acts = actsOf(engine, requestId)
  const done = acts.filter((act) => act.state === 'done')
  const results = done.map(
    (act) => (JSON.parse(act.result ?? '{}') as { result: RequestResult }).result,
  )
  const told = results.filter((one) => one !== 'nothing').at(-1) ?? results.at(-1) ?? null
  const state = acts.some((act) => act.state === 'pending') ? 'waiting' : told ? 'done' : 'open'
  engine.store.statement(setState).run({ id: requestId, state, result: told })
}

/** Whom a request is about, as it is typed to confirm a wide act. */
export function subjectName(engine: Engine, request: RequestRow): string {
  return request.customerId === null
    ? (providerById(engine, request.providerId ?? 0)?.name ?? '')
    : (engine.bank.customer(request.customerId)?.name ?? '')
}

export function phoneChangedRecently(engine: Engine, customerId: number): boolean {
  const { phoneChangedDays } = engine.settings.get('desk')
  const at = engine.bank.customer(customerId)?.phoneChangedAt ?? null
  return at !== null && calendarDays(at, engine.clock.now()) <= phoneChangedDays
}

/**
 * What an act would reach if it were made now, and how many persons it takes: what the window shows before it, and what is
 * then done.
 * @throws AppError request.not-found, request.not-yours, request.closed, request.not-reachable, identity.not-met,
 *   grant.not-found, account.not-found
 */
export function planAct(
  engine: Engine,
  actor: Actor,
  { requestId, kind, scope }: Pick<ActForm, 'requestId' | 'kind' | 'scope'>,
): { request: RequestRow; targets: Target[]; approval: Approval } {
  const request = requestById(engine, requestId)
  mustBeOwn(request, actor)
  const { customerId, providerId } = request
  if ((customerId === null) !== (scope.kind === 'provider'))
    throw new AppError('request.not-reachable', { detail: scope.kind })
  if (scope.kind === 'provider' && (kind !== 'revoke' || scope.providerId !== providerId))
    throw new AppError('request.not-reachable', { detail: kind })
  if (!reachable(request).includes(kind))
    throw new AppError('request.not-reachable', { detail: `${request.requester} ${kind}` })
  // An emergency asks for no identity: stopping is easy, resuming is hard (R53).
  if (kind !== 'emergency' && request.identityMetAt === null) throw new AppError('identity.not-met')
  const targets = customerId === null ? [] : targetsOf(engine, customerId, kind, scope)
  const live =
    customerId === null || targets.some(({ status }) => status === 'active' || status === 'held')
  const asked = approvalFor(
    { kind, scope: scope.kind },
    {
      requester: request.requester,
      phoneChangedRecently: customerId !== null && phoneChangedRecently(engine, customerId),
    },
  )
  // Nobody need agree to nothing (R60); a resumption is a paper to be looked at in any case.
  const approval = asked === 'before' && !live && kind !== 'resume' ? 'none' : asked
  return { request, targets, approval }
}

/**
 * What a person does for a request of their own (R45–R55). What the policy gives to two persons waits; everything else
 * happens here, in one commit with its record. @returns the act's id
 * @throws AppError request.not-found, request.not-yours, request.closed, request.not-reachable, identity.not-met,
 *   request.name-needed, request.confirmation-wrong, grant.not-found
 */
export function makeAct(
  engine: Engine,
  actor: Actor,
  form: ActForm,
  correlationId: string,
): Promise<number> {
  return engine.store.write(() => {
    const { request, targets, approval } = planAct(engine, actor, form)
    // An emergency does not wait for a name; whatever ends or lifts something does (R46).
    if (form.kind !== 'emergency' && mustBeNamed(request.requester) && request.requesterName === '')
      throw new AppError('request.name-needed')
    const wide = form.scope.kind === 'customer' || form.scope.kind === 'provider'
    if (
      form.kind === 'revoke' &&
      wide &&
      searchKey(form.confirmation) !== searchKey(subjectName(engine, request))
    )
      throw new AppError('request.confirmation-wrong')
    const now = engine.clock.now()
    const id = Number(
      engine.store.statement(insert).get({
        requestId: request.id,
        kind: form.kind,
        scope: JSON.stringify(form.scope),
        reason: form.reason,
        note: form.note,
        until: form.days === null ? null : now + form.days * dayMs,
        afterwards: form.afterwards,
        paper: form.paperReceivedOn,
        approval,
        dueAt: approval === 'after' ? nextBusinessDayEnd(engine, now) : null,
        by: Number(actor.id),
        byName: actor.name,
        at: now,
      })?.id,
    )
    recordAudit(engine, {
      actor,
      action: 'requests.act',
      target: { kind: 'request', id: request.id, label: request.number },
      after: {
        kind: form.kind,
        scope: form.scope,
        approval,
        targets: targets.length,
        paperReceivedOn: form.paperReceivedOn,
      },
      reason: form.reason,
      correlationId,
    })
    if (approval !== 'before') executeAct(engine, id, actor, correlationId)
    settleRequest(engine, request.id)
    return id
  })
}

/** Inside a commit unit: the act is performed, and its result and second person are kept with it in one row change. */
export function executeAct(
  engine: Engine,
  actId: number,
  actor: Actor,
  correlationId: string,
  checker?: { actor: Actor; note: string },
): void {
  const act = findAct(engine, actId)
  const request = act && requestById(engine, act.requestId)
  if (!act || !request) throw new AppError('request.not-found')
  const { customerId, providerId } = request
  const result =
    customerId === null
      ? beginProviderEnding(engine, providerId ?? 0, act.id)
      : performAct(engine, { ...request, customerId }, act, actor, correlationId)
  const at = engine.clock.now()
  engine.store.statement(finish).run({
    id: act.id,
    at,
    result: JSON.stringify(result),
    by: checker ? Number(checker.actor.id) : null,
    byName: checker?.actor.name ?? null,
    checkedAt: checker ? at : null,
    note: checker?.note ?? null,
  })
}
