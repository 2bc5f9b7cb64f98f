import { roleMay } from '#shared/contract/may'
import { AppError } from '#shared/errors'
import type { Requester } from '#shared/grant'
import { requestersBy, type StaffRequestChannel } from '#shared/request'
import { act, Refusal } from '../act.ts'
import { providerById } from '../providers/provider.ts'
import { isOtherBranch, viewerOf } from './access.ts'
import { identityAgain } from './identity.ts'
import { nextRequestNumber } from './number.ts'
import { mustBeOwn } from './own.ts'
import { type RequestRow, requestById, requestTarget } from './rows.ts'

function refuseUnlikely(requestChannel: StaffRequestChannel, requester: Requester): void {
  if (!(requestersBy[requestChannel] as readonly Requester[]).includes(requester))
    throw new AppError('input.invalid', { detail: 'requester' })
}

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
  const nobodyCalls = requestChannel === 'institution' || requestChannel === 'provider-notice'
  const viewer = viewerOf({ actor })
  const { staffId, role, branchCode } = viewer
  // Requests about all grants of a provider are opened by roles that keep its registration, and no customer asks for them
  // (R61).
  if (provider && (!roleMay(role, 'providers.update') || !nobodyCalls))
    throw new Refusal('permission.denied', {
      kind: 'provider',
      id: provider.id,
      label: provider.name,
    })
  refuseUnlikely(requestChannel, requester)
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
    identityMetAt: nobodyCalls ? now : null,
    state: 'open',
  })
  return {
    target: requestTarget({ id, number }),
    after: {
      customerId,
      providerId,
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
 * can be corrected until something was done; the identity rule is then judged anew.
 * @throws AppError request.not-found, request.not-yours, request.closed
 */
export const describeRequest = act(
  'requests.describe',
  ({ engine, actor }, { id, ...given }: { id: number } & Partial<Description>) => {
    const request = requestById(engine, id)
    mustBeOwn(request, actor)
    const before = described(request)
    const after = { ...before, ...given }
    refuseUnlikely(after.requestChannel, after.requester)
    const asks =
      before.requestChannel !== after.requestChannel || before.requester !== after.requester
    if (asks && request.state !== 'open') throw new AppError('request.closed')
    engine.store.update('requests', { id }, { ...after, complaint: after.complaint ? 1 : 0 })
    if (asks) identityAgain(engine, id)
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
