import type { Customer } from '#bank'
import { query } from '#db'
import { roleMay } from '#shared/contract/may'
import { AppError } from '#shared/errors'
import { isOfBranch, type Role } from '#shared/staff'
import { Refusal } from '../act.ts'
import type { ActContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { opensCustomer, ownRequest } from './call.ts'
import { type RequestRow, requestTarget } from './rows.ts'

/** The person who looks, as far as it decides what may be seen. */
export interface Viewer {
  staffId: number
  role: Role
  branchCode: string | null
}

export function viewerOf({ actor }: Pick<ActContext, 'actor'>): Viewer {
  const { id, role = 'clerk', branchCode = null } = actor
  return { staffId: Number(id), role, branchCode }
}

export interface Access {
  full: boolean
  /** Why not everything may be seen. */
  why: 'no-request' | 'identity' | 'other-branch' | null
  request: RequestRow | undefined
}

const grantCustomer = query<{ id: number }>()((k, v) =>
  k.selectFrom('grants').select('customerId').where('id', '=', v('id')),
)

/**
 * The branch whose customers alone a person sees without a reason (R89, R124); null: those of all branches. Every list, file, number
 * and page asks this one function.
 */
export function confinedTo(engine: Engine, { role, branchCode }: Viewer): string | null {
  return engine.settings.get('requests').ownBranchOnly && isOfBranch(role)
    ? (branchCode ?? '')
    : null
}

export function isOtherBranch(engine: Engine, viewer: Viewer, branchCode: string): boolean {
  const own = confinedTo(engine, viewer)
  return own !== null && own !== branchCode
}

/** A request belongs to the branch that took it and to that of its customer. */
export function maySeeRequest(engine: Engine, viewer: Viewer, request: RequestRow): boolean {
  const own = confinedTo(engine, viewer)
  if (own === null || request.customerId === null) return true
  if (request.staffId === viewer.staffId || request.branchCode === own) return true
  return engine.bank.customer(request.customerId)?.branchCode === own
}

/** @throws AppError permission.denied (of another branch) */
export function mustSeeRequest(engine: Engine, viewer: Viewer, request: RequestRow): void {
  if (!maySeeRequest(engine, viewer, request))
    throw new Refusal('permission.denied', requestTarget(request))
}

/** Whether a person's role sees customers without a request. */
export const mayOversee = ({ role }: Pick<Viewer, 'role'>): boolean =>
  roleMay(role, 'customers.list')

/**
 * How much of a customer a person may see now (R97): within their own request as much as its identity check allows; without
 * a request only what tells namesakes apart, unless their role oversees others.
 */
export function accessTo(
  engine: Engine,
  viewer: Viewer,
  customer: { id: number; branchCode: string },
): Access {
  const request = ownRequest(engine, viewer.staffId, customer.id)
  if (request) {
    const full = opensCustomer(engine, request)
    return { full, why: full ? null : 'identity', request }
  }
  if (isOtherBranch(engine, viewer, customer.branchCode))
    return { full: false, why: 'other-branch', request: undefined }
  // Roles that may list all customers look without a caller; each look is in the audit.
  const full = mayOversee(viewer)
  return { full, why: full ? null : 'no-request', request: undefined }
}

/** @throws AppError identity.not-met, customer.not-found */
export function mustSeeCustomer(engine: Engine, viewer: Viewer, customerId: number): Customer {
  const customer = engine.bank.customer(customerId)
  if (!customer) throw new AppError('customer.not-found')
  if (!accessTo(engine, viewer, customer).full) throw new AppError('identity.not-met')
  return customer
}

/** @throws AppError identity.not-met, grant.not-found */
export function mustSeeGrant(engine: Engine, viewer: Viewer, grantId: number): void {
  const row = engine.store.statement(grantCustomer).get({ id: grantId })
  if (!row) throw new AppError('grant.not-found')
  mustSeeCustomer(engine, viewer, row.customerId)
}
