import { roleMay } from '#shared/contract/may'
import { AppError } from '#shared/errors'
import type { Requester } from '#shared/grant'
import type { StaffRequestChannel } from '#shared/request'
import { type RequestRule, ruleOf, type Subject } from '#shared/request-rules'
import { act, Refusal } from '../act.ts'
import type { Actor } from '../actor.ts'
import type { AuditTarget } from '../audit/record.ts'
import { providerById } from '../providers/provider.ts'
import { isOtherBranch, viewerOf } from './access.ts'
import { isCallOn, keepCall, subjectOf } from './call.ts'
import { identityAgain } from './identity.ts'
import { nextRequestNumber } from './number.ts'
import { mustBeOwn, mustBeTaker } from './own.ts'
import { checksOf, type RequestRow, requestById, requestTarget } from './rows.ts'

/**
 * The rule by which this person may begin such a request.
 * @throws AppError input.invalid (nobody can ask so), permission.denied
 */
function ruleToBegin(
  { role }: Actor,
  about: { subject: Subject; target: AuditTarget },
  asks: { requestChannel: StaffRequestChannel; requester: Requester },
): RequestRule {
  const rule = ruleOf(asks.requestChannel, asks.requester, about.subject)
  if (!rule) throw new AppError('input.invalid', { detail: 'requester' })
  if (!role || !roleMay(role, rule.begins)) throw new Refusal('permission.denied', about.target)
  return rule
}

const targetOf = (
  kind: 'customer' | 'provider',
  one: { id: number; name: string } | undefined,
): AuditTarget => ({ kind, id: one?.id ?? 0, label: one?.name ?? '' })

interface OpenForm {
  customerId: number | null
  providerId: number | null
  requestChannel: StaffRequestChannel
  requester: Requester
  otherBranchReason: string
}

/**
 * Opens a 受付 with its number and the exact time of the notice, which nothing changes afterwards (R58).
 * @returns its id
 * @throws AppError customer.not-found, provider.not-found, permission.denied, request.reason-needed (another branch's customer, R89)
 */
export const openRequest = act('requests.open', ({ engine, actor }, form: OpenForm) => {
  const { customerId, providerId, requestChannel, requester } = form
  const customer = customerId === null ? undefined : engine.bank.customer(customerId)
  const provider = providerId === null ? undefined : providerById(engine, providerId)
  if (customerId !== null && !customer) throw new AppError('customer.not-found')
  if (!customer && !provider) throw new AppError('provider.not-found')
  if (customer && provider) throw new AppError('input.invalid', { detail: 'customer and provider' })
  const viewer = viewerOf({ actor })
  const { staffId, branchCode } = viewer
  // Requests about all grants of a provider are opened by roles that keep its registration, and no customer asks for them
  // (R61).
  const about = customer
    ? { subject: customer.channel, target: targetOf('customer', customer) }
    : { subject: 'provider' as const, target: targetOf('provider', provider) }
  const rule = ruleToBegin(actor, about, form)
  const foreign = customer !== undefined && isOtherBranch(engine, viewer, customer.branchCode)
  if (foreign && form.otherBranchReason === '') throw new AppError('request.reason-needed')
  const now = engine.clock.now()
  const number = nextRequestNumber(engine)
  const id = engine.store.insert('requests', {
    number,
    openedAt: now,
    requestChannel,
    requester,
    branchCode,
    staffId,
    staffName: actor.name,
    terminal: actor.terminal ?? '',
    customerId,
    providerId,
    otherBranchReason: foreign ? form.otherBranchReason : null,
    identityMetAt: rule.ways === 'nobody' ? now : null,
    activeAt: now,
    state: 'open',
  })
  return {
    target: requestTarget({ id, number }),
    after: {
      ...(customer && { customer: customer.name }),
      ...(provider && { provider: provider.name }),
      requestChannel,
      requester,
      ...(foreign && { otherBranch: true }),
    },
    reason: foreign ? form.otherBranchReason : undefined,
    result: id,
  }
})

/**
 * Changes what is known of a request: who asks, notes, what the customer was told. Fields that are not given stay. Who asks
 * can be corrected until something was done, and is then checked from the beginning.
 * @throws AppError request.not-found, request.not-yours, request.closed, request.lapsed, input.invalid, permission.denied
 */
export const describeRequest = act(
  'requests.describe',
  ({ engine, actor }, { id, ...given }: { id: number } & Partial<Description>) => {
    const request = requestById(engine, id)
    mustBeTaker(request, actor)
    const before = described(request)
    const after = { ...before, ...given }
    const asks =
      before.requestChannel !== after.requestChannel || before.requester !== after.requester
    engine.store.update('requests', { id }, { ...after, complaint: after.complaint ? 1 : 0 })
    if (asks) {
      mustBeOwn(engine, request, actor)
      if (request.state !== 'open') throw new AppError('request.closed')
      const subject = subjectOf(engine, request)
      ruleToBegin(actor, { subject, target: requestTarget(request) }, after)
      // Whoever asks now has proved nothing yet.
      const checksFrom = checksOf(engine, id).at(-1)?.id ?? 0
      engine.store.update('requests', { id }, { checksFrom, identityMetAt: null, lookDueAt: null })
      identityAgain(engine, id)
    } else if (isCallOn(engine, request)) keepCall(engine, request)
    return { target: requestTarget(request), before, after }
  },
)

type Description = ReturnType<typeof described>
function described(row: RequestRow) {
  const { requestChannel, requester, requesterName, callbackPhone, note, answer, complaint } = row
  return {
    requestChannel,
    requester,
    requesterName,
    callbackPhone,
    note,
    answer,
    complaint: complaint === 1,
  }
}
