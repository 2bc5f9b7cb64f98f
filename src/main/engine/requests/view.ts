import { query } from '#db'
import { roleMay } from '#shared/contract/may'
import { type Channel, grantLabel } from '#shared/grant'
import { type ActKind, type ActScope, maskNumber } from '#shared/request'
import type { Engine } from '../engine.ts'
import { endingProgress } from '../grants/provider-ending.ts'
import { providerById } from '../providers/provider.ts'
import { accessTo, isOtherBranch, mustSeeRequest, type Viewer } from './access.ts'
import { phoneChangedRecently } from './act.ts'
import { isCallOn, isKnown, ruleFor } from './call.ts'
import { correctionsOf, mayCorrect } from './correct.ts'
import { linksOf } from './follow.ts'
import { identityFailed, identityOf, papersSeen } from './identity.ts'
import { mayLook } from './look.ts'
import { mayClose, unfitFor } from './own.ts'
import type { ActResult, TargetResult } from './perform.ts'
import { type ActRow, actsOf, type RequestRow, requestById } from './rows.ts'
import { couldAnswer } from './seen-before.ts'
import { type TargetLine, targetLines } from './target-lines.ts'
import { targetsOf } from './targets.ts'

const branch = query<{ code: string }>()((k, v) =>
  k.selectFrom('branches').select('name').where('code', '=', v('code')),
)

export function branchName(engine: Engine, code: string | null): string | null {
  return code === null ? null : (engine.store.statement(branch).get({ code })?.name ?? null)
}

const contact = query<{ grantId: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .select(['providers.name', 'providers.contact'])
    .where('grants.id', '=', v('grantId')),
)

function contactsOf(engine: Engine, targets: TargetResult[]): { name: string; contact: string }[] {
  const found = new Map<string, string>()
  for (const { grantId } of targets.filter((one) => one.outcome !== 'already')) {
    const provider = engine.store.statement(contact).get({ grantId })
    if (provider && provider.contact !== '') found.set(provider.name, provider.contact)
  }
  return [...found].map(([name, words]) => ({ name, contact: words }))
}

const person = ({ staffId, role }: Viewer) => ({ id: String(staffId), role })

function opened(engine: Engine, request: RequestRow, viewer: Viewer) {
  const { opens } = ruleFor(engine, request)
  const doubtful = couldAnswer(engine, request, person(viewer))
  return opens.filter((one) => one !== 'questions' || !doubtful)
}

/** What each grant of the customer is, beside what an act did or would do to it. */
function linesOf(engine: Engine, { customerId }: RequestRow) {
  const lines = targetLines(engine, customerId)
  return (target: TargetResult): TargetResult & TargetLine => ({
    ...(lines.get(target.grantId) ?? { accounts: [], grantedAt: target.at, permittedBy: null }),
    ...target,
  })
}

interface Looking {
  viewer: Viewer
  /** Null: nothing of the grants is shown. */
  withLine: ReturnType<typeof linesOf> | null
}
function viewAct(engine: Engine, request: RequestRow, act: ActRow, looking: Looking) {
  const { viewer, withLine } = looking
  const { scope, result, madeBy, checkedBy, requestId: _, ...rest } = act
  const kept = result === null ? null : (JSON.parse(result) as ActResult)
  const parsed = JSON.parse(scope) as ActScope
  const pending = (): TargetResult[] =>
    (request.customerId === null
      ? []
      : targetsOf(engine, request.customerId, act.kind, parsed)
    ).map((target) => ({
      ...target,
      label: grantLabel(target.grantId),
      at: act.madeAt,
      endedTokens: 0,
      endedByName: null,
    }))
  const targets = kept?.targets ?? (act.state === 'pending' ? pending() : [])
  return {
    ...rest,
    scope: parsed.kind,
    result: kept?.result ?? null,
    changed: kept?.count ?? targets.filter((one) => one.outcome !== 'already').length,
    progress: kept?.count === undefined ? null : endingProgress(engine, act.id),
    already: targets.filter((one) => one.outcome === 'already').length,
    targets: withLine && targets.map(withLine),
    mayDecide:
      act.approval !== 'none' &&
      checkedBy === null &&
      unfitFor(engine, request, [madeBy, request.staffId], person(viewer)) === null,
  }
}

/**
 * A request as far as a person may see it: grants and what is on file only as far as its identity check allows (R97).
 * @throws AppError request.not-found, permission.denied (another branch's)
 */
export function requestView(engine: Engine, viewer: Viewer, id: number) {
  const request = requestById(engine, id)
  mustSeeRequest(engine, viewer, request)
  const customer =
    request.customerId === null ? undefined : engine.bank.customer(request.customerId)
  const provider =
    request.providerId === null ? undefined : providerById(engine, request.providerId)
  const mine = request.staffId === viewer.staffId
  const rule = ruleFor(engine, request)
  // What was done in it stays to be seen by who did it. A person who approves sees what they approve, in their own branch.
  const full = mine
    ? request.identityMetAt !== null && rule.sees === 'all'
    : !customer ||
      accessTo(engine, viewer, customer).full ||
      (roleMay(viewer.role, 'requests.decide') &&
        !isOtherBranch(engine, viewer, customer.branchCode))
  const items = customer ? identityOf(engine, request) : []
  const papers = papersSeen(engine, request)
  const made = actsOf(engine, request.id)
  const looking = { viewer, withLine: full && made.length > 0 ? linesOf(engine, request) : null }
  const acts = made.map((act) => viewAct(engine, request, act, looking))
  return {
    id: request.id,
    number: request.number,
    openedAt: request.openedAt,
    requestChannel: request.requestChannel,
    requester: request.requester,
    requesterName: request.requesterName,
    callbackPhone: request.callbackPhone,
    staffName: request.staffName,
    branchName: branchName(engine, request.branchCode),
    mine,
    customer: customer
      ? {
          ...{ id: customer.id, name: customer.name, kana: customer.kana },
          branchName: customer.branchName,
          maskedNumber: maskNumber(customer.customerNumber),
          channel: customer.channel as Channel,
        }
      : null,
    provider: provider ? { id: provider.id, name: provider.name } : null,
    otherBranchReason: request.otherBranchReason,
    ...linksOf(engine, viewer, request),
    corrections: correctionsOf(engine, id),
    mayCorrect: mayCorrect(engine, request, person(viewer)),
    state: request.state,
    result: request.result,
    closeReason: request.closeReason,
    complaint: request.complaint === 1,
    note: request.note,
    answer: request.answer,
    identity: {
      // Of others' requests and past ones: whether it was met then.
      met: mine ? isKnown(engine, request) : request.identityMetAt !== null,
      metAt: request.identityMetAt,
      failed: customer !== undefined && mine && identityFailed(engine, request),
      papers: mine || full ? papers : papers.map((paper) => ({ ...paper, note: '' })),
      minimum: engine.settings.get('requests').identityMinimum,
      items: (mine ? isCallOn(engine, request) : full)
        ? items
        : items.map((item) => ({ ...item, registered: null })),
    },
    couldAnswer: mine && couldAnswer(engine, request, person(viewer)),
    phoneChangedRecently: customer !== undefined && phoneChangedRecently(engine, customer.id),
    mayClose: request.state === 'open' && mayClose(request, person(viewer)),
    /** What the person may still do in it. */
    reachable: mine && isCallOn(engine, request) ? (Object.keys(rule.acts) as ActKind[]) : [],
    opens: mine && isKnown(engine, request) ? opened(engine, request, viewer) : [],
    look: {
      dueAt: request.lookDueAt,
      at: request.lookedAt,
      byName: request.lookedByName,
      mayLook: mayLook(engine, request, person(viewer)),
    },
    acts,
    // Contacts that the customer can ask about data already given out (R56).
    contacts: contactsOf(
      engine,
      acts.flatMap((act) => (act.state === 'done' ? (act.targets ?? []) : [])),
    ),
  }
}
