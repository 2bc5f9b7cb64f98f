import { query } from '#db'
import { roleMay } from '#shared/contract/may'
import { AppError } from '#shared/errors'
import type { Requester } from '#shared/grant'
import { requestersBy, type StaffRequestChannel } from '#shared/request'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { providerById } from '../providers/provider.ts'
import { isOtherBranch } from './access.ts'
import { identityAgain } from './identity.ts'
import { nextRequestNumber } from './number.ts'
import { mustBeOwn } from './own.ts'
import { type RequestRow, requestById } from './rows.ts'

const insert = query<{
  number: string
  at: number
  requestChannel: StaffRequestChannel
  requester: Requester
  branchCode: string | null
  staffId: number
  staffName: string
  terminal: string
  customerId: number | null
  providerId: number | null
  otherBranchReason: string | null
  identityMetAt: number | null
}>()((k, v) =>
  k
    .insertInto('requests')
    .values({
      number: v('number'),
      openedAt: v('at'),
      requestChannel: v('requestChannel'),
      requester: v('requester'),
      branchCode: v('branchCode'),
      staffId: v('staffId'),
      staffName: v('staffName'),
      terminal: v('terminal'),
      customerId: v('customerId'),
      providerId: v('providerId'),
      otherBranchReason: v('otherBranchReason'),
      identityMetAt: v('identityMetAt'),
      state: 'open',
    })
    .returning('id'),
)

function refuseUnlikely(requestChannel: StaffRequestChannel, requester: Requester): void {
  if (!(requestersBy[requestChannel] as readonly Requester[]).includes(requester))
    throw new AppError('input.invalid', { detail: 'requester' })
}

/**
 * Opens a 受付 with its number and the exact time of the notice, which nothing changes afterwards (R58).
 * @throws AppError customer.not-found, provider.not-found, permission.denied, request.reason-needed (another branch's customer, R89)
 */
export function openRequest(
  engine: Engine,
  actor: Actor & { role: NonNullable<Actor['role']> },
  input: {
    customerId: number | null
    providerId: number | null
    requestChannel: StaffRequestChannel
    requester: Requester
    otherBranchReason: string
  },
  correlationId: string,
): Promise<number> {
  return engine.store.write(() => {
    const customer = input.customerId === null ? undefined : engine.bank.customer(input.customerId)
    const provider = input.providerId === null ? undefined : providerById(engine, input.providerId)
    if (input.customerId !== null && !customer) throw new AppError('customer.not-found')
    if (!customer && !provider) throw new AppError('provider.not-found')
    if (customer && provider)
      throw new AppError('input.invalid', { detail: 'customer and provider' })
    const nobodyCalls =
      input.requestChannel === 'institution' || input.requestChannel === 'provider-notice'
    // All grants of a provider are ended by those who keep its registration, and no customer asks for it (R61).
    if (provider && (!roleMay(actor.role, 'providers.update') || !nobodyCalls))
      throw new AppError('permission.denied')
    refuseUnlikely(input.requestChannel, input.requester)
    const viewer = {
      staffId: Number(actor.id),
      role: actor.role,
      branchCode: actor.branchCode ?? null,
    }
    const foreign = customer !== undefined && isOtherBranch(engine, viewer, customer.branchCode)
    if (foreign && input.otherBranchReason === '') throw new AppError('request.reason-needed')
    const now = engine.clock.now()
    const number = nextRequestNumber(engine)
    const id = Number(
      engine.store.statement(insert).get({
        number,
        at: now,
        requestChannel: input.requestChannel,
        requester: input.requester,
        branchCode: actor.branchCode ?? null,
        staffId: Number(actor.id),
        staffName: actor.name,
        terminal: actor.terminal ?? '',
        customerId: customer?.id ?? null,
        providerId: provider?.id ?? null,
        otherBranchReason: foreign ? input.otherBranchReason : null,
        identityMetAt: nobodyCalls ? now : null,
      })?.id,
    )
    recordAudit(engine, {
      actor,
      action: 'requests.open',
      target: { kind: 'request', id, label: number },
      after: {
        customerId: input.customerId,
        providerId: input.providerId,
        requestChannel: input.requestChannel,
        requester: input.requester,
        ...(foreign && { otherBranch: true }),
      },
      reason: foreign ? input.otherBranchReason : undefined,
      correlationId,
    })
    return id
  })
}

/**
 * Who asks, what else they said, what they were told: what is given, the rest stays. Who asks can be put right until something was done for them; the
 * identity rule is then judged anew.
 * @throws AppError request.not-found, request.not-yours, request.closed
 */
export function describeRequest(
  engine: Engine,
  actor: Actor,
  { id, ...given }: { id: number } & Partial<Told>,
  correlationId: string,
): Promise<void> {
  return engine.store.write(() => {
    const before = requestById(engine, id)
    mustBeOwn(before, actor)
    const was = told(before)
    const next = { ...was, ...given }
    refuseUnlikely(next.requestChannel, next.requester)
    const asks = was.requestChannel !== next.requestChannel || was.requester !== next.requester
    if (asks && before.state !== 'open') throw new AppError('request.closed')
    engine.store.update('requests', { id }, { ...next, complaint: next.complaint ? 1 : 0 })
    if (asks) identityAgain(engine, id)
    recordAudit(engine, {
      actor,
      action: 'requests.describe',
      target: { kind: 'request', id, label: before.number },
      before: was,
      after: next,
      correlationId,
    })
  })
}

type Told = ReturnType<typeof told>
function told(row: RequestRow) {
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
