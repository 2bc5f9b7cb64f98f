import type { Generated } from 'kysely'
import type { EndReason, Requester } from '#shared/grant'
import type { Paper } from '#shared/papers'
import type {
  ActKind,
  Approval,
  IdentityItem,
  IdentityResult,
  RequestResult,
  RequestState,
  StaffRequestChannel,
} from '#shared/request'

import type { RetentionClass } from '#shared/retention'

/** Tables of requests: 受付, 本人確認, 検印, 停止. */
export interface RequestTables {
  requests: {
    id: Generated<number>
    number: string
    openedAt: number
    requestChannel: StaffRequestChannel
    requester: Requester
    requesterName: Generated<string>
    callbackPhone: Generated<string>
    branchCode: string | null
    staffId: number
    staffName: string
    terminal: string
    customerId: number | null
    providerId: number | null
    otherBranchReason: string | null
    identityMetAt: number | null
    activeAt: Generated<number>
    checksFrom: Generated<number>
    follows: number | null
    lookDueAt: number | null
    lookedAt: number | null
    lookedBy: number | null
    lookedByName: string | null
    note: Generated<string>
    answer: Generated<string>
    complaint: Generated<0 | 1>
    state: RequestState
    result: RequestResult | null
    closeReason: string | null
    closedAt: number | null
    printed: Generated<number>
  }
  requestCorrections: {
    id: Generated<number>
    requestId: number
    at: number
    staffId: number
    staffName: string
    words: string
  }
  identityChecks: {
    id: Generated<number>
    requestId: number
    item: IdentityItem
    result: IdentityResult
    paper: Paper | null
    note: string
    at: number
    staffId: number
  }
  requestActs: {
    id: Generated<number>
    requestId: number
    kind: ActKind
    scope: string
    reason: EndReason
    note: string
    heldUntil: number | null
    heldAfterwards: 'resume' | 'end' | null
    paperReceivedOn: string | null
    approval: Approval
    dueAt: number | null
    madeBy: number
    madeByName: string
    madeAt: number
    /** JSON: role, branch and terminal of who made it. */
    madeAs: string
    checkedBy: number | null
    checkedByName: string | null
    checkedAt: number | null
    checkNote: string | null
    state: 'pending' | 'done' | 'refused'
    executedAt: number | null
    result: string | null
  }
  holds: {
    id: Generated<number>
    grantId: number
    customerId: number
    actId: number
    at: number
    until: number | null
    afterwards: 'resume' | 'end' | null
    emergency: 0 | 1
    endedAt: number | null
  }
  providerEndings: {
    id: Generated<number>
    /** The act of a request that asked for it; null: the provider itself has come to its end. */
    actId: number | null
    providerId: number
    at: number
    total: number
    ended: Generated<number>
    doneAt: number | null
    told: string
  }
  savedViews: {
    id: Generated<number>
    staffId: number
    shared: 0 | 1
    name: string
    address: string
    createdAt: number
  }
  retentionOpen: { class: RetentionClass; before: number }
  retentionRuns: {
    id: Generated<number>
    class: RetentionClass
    before: number
    counted: number
    deleted: Generated<number>
    after: Generated<number>
    madeBy: number
    madeByName: string
    madeAt: number
    checkedBy: number | null
    checkedByName: string | null
    checkedAt: number | null
    state: 'pending' | 'approved' | 'refused' | 'done'
    doneAt: number | null
  }
  auditSegments: { month: string; lastId: number; lastHash: Uint8Array; droppedAt: number }
  customerStops: { customerId: number; actId: number; at: number }
}
