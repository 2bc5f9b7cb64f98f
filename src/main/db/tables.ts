import type { Generated } from 'kysely'
import type { SigningAlgorithm } from '#shared/algorithms'
import type { TextKind } from '#shared/consent-texts'
import type { Channel, EndReason, GrantStatus, RequestChannel, Requester } from '#shared/grant'
import type { KeyFault } from '#shared/provider-keys'
import type { ProviderStatus, StatusCause } from '#shared/provider-status'
import type { Role } from '#shared/staff'
import type { BankTables } from './tables-bank.ts'
import type { CaseTables } from './tables-cases.ts'
import type { RequestTables } from './tables-requests.ts'
import type { TrafficTables } from './tables-traffic.ts'

/** One interface per table of migrations.ts; rows never leave the engine. Times are epoch milliseconds unless the name ends in `On`. */
export interface Tables extends BankTables, CaseTables, RequestTables, TrafficTables {
  settings: { key: string; value: string; updatedAt: number }
  staff: {
    id: Generated<number>
    loginId: string
    name: string
    role: Role
    branchCode: string | null
    passwordHash: string
    wrongEntries: Generated<number>
    refusedUntil: number | null
    createdAt: number
    disabledAt: number | null
    totpSecret: Generated<Uint8Array | null>
    totpPending: Generated<Uint8Array | null>
    totpLastStep: Generated<number | null>
  }
  staffSessions: {
    hash: Uint8Array
    staffId: number
    terminal: string
    createdAt: number
    lastActAt: number
    lockedAt: number | null
    proofNeeded: Generated<0 | 1>
    wrongEntries: Generated<number>
  }
  actKeys: { keyHash: Uint8Array; part: Uint8Array; at: number; sealed: Uint8Array | null }
  drafts: { staffId: number; place: string; at: number; value: string }
  staffEnrolments: { staffId: number; codeHash: Uint8Array; expiresAt: number }
  providers: {
    id: Generated<number>
    clientId: string
    name: string
    kana: string
    servicePersonal: string
    serviceBusiness: string
    registrationNumber: string | null
    site: Generated<string>
    privacyPolicy: Generated<string>
    purpose: Generated<string>
    contact: string
    channels: string
    scopes: string
    redirectUris: string
    jwks: string | null
    jwksUri: string | null
    signingAlgorithm: SigningAlgorithm
    dpop: 0 | 1
    asksServices: Generated<0 | 1>
    asksAccounts: Generated<0 | 1>
    policy: Generated<string>
    grantsEndedAt: Generated<number | null>
    status: ProviderStatus
    statusCause: StatusCause | null
    statusReason: string | null
    statusAt: number
    /** `YYYY-MM-DD`. */
    statusUntil: string | null
    version: Generated<number>
    createdAt: number
    updatedAt: number
  }
  keyUses: { providerId: number; kid: string; lastAt: number }
  keySets: {
    providerId: number
    uri: string
    jwks: string | null
    fetchedAt: number | null
    triedAt: number
    fault: KeyFault | null
  }
  providerNames: {
    id: Generated<number>
    providerId: number
    since: number
    name: string
    servicePersonal: string
    serviceBusiness: string
  }
  ledgerEntries: {
    id: Generated<number>
    providerId: number
    item: string
    title: Generated<string>
    value: string
    note: string
    evidence: string
    owner: string
    dueOn: string | null
    version: number
    removed: Generated<0 | 1>
    enteredBy: number
    enteredByName: string
    enteredAt: number
    checkedBy: number | null
    checkedByName: string | null
    checkedAt: number | null
  }
  ledgerFiles: {
    id: Generated<number>
    providerId: number
    item: string
    name: string
    size: number
    sha256: Uint8Array
    bytes: Uint8Array
    enteredBy: number
    enteredByName: string
    enteredAt: number
    removed: Generated<0 | 1>
  }
  proposals: {
    id: Generated<number>
    call: string
    what: string
    input: string
    kept: string
    targetKind: 'customer' | 'grant' | 'provider' | 'request' | 'staff' | 'system'
    targetId: number
    targetLabel: string
    before: string | null
    after: string | null
    reason: string | null
    madeBy: number
    madeByName: string
    madeAs: string
    madeAt: number
    state: 'pending' | 'agreed' | 'refused' | 'withdrawn'
    decidedBy: number | null
    decidedByName: string | null
    decidedAt: number | null
    note: string | null
  }
  staffTies: {
    id: Generated<number>
    staffId: number
    byId: number
    alone: 0 | 1
    at: number
  }
  grants: {
    id: number
    customerId: number
    providerId: number
    channel: Channel
    scopes: string
    services: string | null
    status: GrantStatus
    grantedAt: number
    expiresAt: number
    lastAccessAt: number | null
    endedAt: number | null
    endedBy: string | null
    requester: Requester | null
    requestChannel: RequestChannel | null
    reason: EndReason | null
    formerGrantId: number | null
    textVersion: number
    termsVersion: string
    shownHash: Uint8Array
    /** By which login it was permitted; null: from before that was kept. */
    loginKey: Generated<number | null>
  }
  counters: { name: string; n: number }
  grantAccounts: { grantId: number; accountId: number; removedAt: Generated<number | null> }
  grantEvidence: { grantId: number; language: string; view: string }
  textVersions: {
    id: Generated<number>
    kind: TextKind
    number: number
    body: string
    note: string
    authorId: string
    authorName: string
    createdAt: number
    updatedAt: number
    approverId: string | null
    approverName: string | null
    approvedAt: number | null
    effectiveFrom: number | null
  }
  grantHistory: {
    id: Generated<number>
    grantId: number
    seq: number
    at: number
    type: string
    fromStatus: GrantStatus | null
    toStatus: GrantStatus
    actorKind: ActorKind
    actorId: string
    actorName: string
    /** Who agreed, where the change waited for a second person. */
    approvedByName: string | null
    requester: Requester | null
    requestChannel: RequestChannel | null
    reason: EndReason | null
    note: string | null
    endedTokens: number | null
    correlationId: string
    snapshot: string | null
  }
  refreshTokens: {
    id: number
    hash: Uint8Array
    grantId: number
    issuedAt: number
    endedAt: number | null
  }
  accessTokens: {
    id: number
    hash: Uint8Array
    grantId: number
    issuedAt: number
    expiresAt: number
    scopes: string | null
    jkt: string | null
    endedAt: number | null
  }
  authorizationCodes: {
    id: number
    hash: Uint8Array
    grantId: number
    expiresAt: number
    consumedAt: number | null
    payload: string
  }
  pushedRequests: {
    id: number
    hash: Uint8Array
    expiresAt: number
    consumedAt: number | null
    payload: string
  }
  usedAssertions: { id: Generated<number>; hash: Uint8Array; expiresAt: number }
  publications: {
    id: Generated<number>
    at: number
    asOn: string
    body: string
    served: 0 | 1
    by: number
    byName: string
  }
  listedCustomers: { customerId: number; entryId: number }
  auditEntries: {
    id: Generated<number>
    at: number
    actorKind: ActorKind
    actorId: string
    actorName: string
    role: Role | null
    branchCode: string | null
    terminal: string | null
    action: string
    outcome: 'done' | 'refused'
    targetKind: string | null
    targetId: number | null
    targetLabel: string | null
    before: string | null
    after: string | null
    reason: string | null
    singleHanded: 0 | 1
    correlationId: string
    /** Of the former entry's hash and this entry: engine/audit/chain.ts. */
    hash: Uint8Array
  }
}

export type ActorKind = 'customer' | 'staff' | 'provider' | 'system'
