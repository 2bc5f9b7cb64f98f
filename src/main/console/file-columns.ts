import type { listAudit } from '#engine'
import type { CustomerSummary } from '#shared/contract/customers'
import type { Provision } from '#shared/contract/files'
import type { GrantSummary } from '#shared/contract/grants'
import type { ProviderSummary } from '#shared/contract/providers'
import type { RequestSummary } from '#shared/contract/requests'
import { timeText } from '#shared/japanese-date'
import type { ListColumnOf, ListName } from '#shared/list'
import { isMessage, japanese, type MessageKey } from '#shared/messages/catalogue'

const word = (key: string): string => (isMessage(key) ? japanese(key) : key)
const when = (ms: number | null): string => (ms === null ? '' : timeText(ms, true))
/** The mask's dots are in no Japanese code page; a star is in all. */
const masked = (accounts: string[]): string => accounts.join('、').replaceAll('•', '*')
const yes = (on: boolean): string => (on ? '○' : '')

/** A column as a file has it, in the words of the screen. */
export interface Column<Row> {
  head: MessageKey
  cell: (row: Row) => string
  /** What it is sorted by, where that is not its text. */
  value?: (row: Row) => number
}

type Columns<Name extends ListName, Row> = Record<ListColumnOf<Name>, Column<Row>>

export const grantColumns: Columns<'grants', GrantSummary> = {
  label: { head: 'grant.label', cell: (grant) => grant.label, value: (grant) => grant.id },
  customer: { head: 'word.customer', cell: (grant) => grant.customerName },
  provider: {
    head: 'word.provider',
    cell: (grant) =>
      grant.formerName === null
        ? grant.providerName
        : `${grant.providerName}（${japanese('grant.formerName', { name: grant.formerName })}）`,
  },
  service: { head: 'file.service', cell: (grant) => grant.serviceName },
  channel: { head: 'file.channel', cell: (grant) => word(`channel.${grant.channel}`) },
  data: {
    head: 'grant.data',
    cell: (grant) => grant.scopes.map((scope) => word(`scope.${scope}`)).join('・'),
  },
  accounts: { head: 'word.accounts', cell: (grant) => masked(grant.accounts) },
  grantedAt: {
    head: 'grant.grantedAt',
    cell: (grant) => when(grant.grantedAt),
    value: (grant) => grant.grantedAt,
  },
  expiresAt: {
    head: 'grant.expiresAt',
    cell: (grant) => when(grant.expiresAt),
    value: (grant) => grant.expiresAt,
  },
  lastAccess: {
    head: 'grant.lastAccess',
    cell: (grant) => when(grant.lastAccessAt),
    value: (grant) => grant.lastAccessAt ?? grant.grantedAt,
  },
  status: { head: 'word.state', cell: (grant) => word(`grantStatus.${grant.status}`) },
}

export const customerColumns: Columns<'customers', CustomerSummary> = {
  kana: { head: 'customers.kana', cell: (one) => one.kana },
  name: { head: 'identity.name', cell: (one) => one.name },
  number: { head: 'customer.number', cell: (one) => one.maskedNumber.replaceAll('•', '*') },
  branch: { head: 'customer.branch', cell: (one) => one.branchName },
  channel: { head: 'file.channel', cell: (one) => word(`channel.${one.channel}`) },
  grants: {
    head: 'grants.active',
    cell: (one) => String(one.liveGrants),
    value: (one) => one.liveGrants,
  },
}

export const requestColumns: Columns<'requests', RequestSummary> = {
  number: { head: 'word.requestNumber', cell: (row) => row.number },
  openedAt: {
    head: 'word.openedAt',
    cell: (row) => when(row.openedAt),
    value: (row) => row.openedAt,
  },
  customer: { head: 'word.customer', cell: (row) => row.customerName },
  asks: {
    head: 'request.requester',
    cell: (row) =>
      `${word(`requestChannel.${row.requestChannel}`)}・${word(`requester.${row.requester}`)}`,
  },
  branch: { head: 'slip.branch', cell: (row) => row.branchName ?? '' },
  staff: { head: 'word.takenBy', cell: (row) => row.staffName },
  result: {
    head: 'word.result',
    cell: (row) => (row.result === null ? '' : word(`requestResult.${row.result}`)),
  },
  complaint: { head: 'word.complaint', cell: (row) => yes(row.complaint) },
  answer: { head: 'request.answer', cell: (row) => row.answer },
  dueAt: { head: 'requests.dueAt', cell: (row) => when(row.dueAt), value: (row) => row.dueAt ?? 0 },
  state: { head: 'word.state', cell: (row) => word(`requestState.${row.state}`) },
}

export const providerColumns: Columns<'providers', ProviderSummary> = {
  name: { head: 'provider.name', cell: (one) => one.name },
  service: { head: 'file.service', cell: (one) => one.servicePersonal || one.serviceBusiness },
  registration: {
    head: 'provider.registrationNumber',
    cell: (one) => one.registrationNumber || word('provider.unverified'),
  },
  channels: {
    head: 'provider.channels',
    cell: (one) => one.channels.map((channel) => word(`channel.${channel}`)).join('・'),
  },
  dpop: {
    head: 'provider.dpop',
    cell: (one) => word(one.dpop ? 'provider.dpop.on' : 'provider.dpop.off'),
  },
  grants: {
    head: 'provider.liveGrants',
    cell: (one) => String(one.liveGrants),
    value: (one) => one.liveGrants,
  },
  failing: {
    head: 'provider.failing',
    cell: (one) => String(one.failing),
    value: (one) => one.failing,
  },
  status: { head: 'word.state', cell: (one) => word(`providerStatus.${one.status}`) },
}

export const auditColumns: Columns<'audit', ReturnType<typeof listAudit>['rows'][number]> = {
  id: { head: 'audit.id', cell: (row) => String(row.id), value: (row) => row.id },
  at: { head: 'file.atJapan', cell: (row) => when(row.at), value: (row) => row.at },
  atUtc: { head: 'file.atUtc', cell: (row) => new Date(row.at).toISOString() },
  actorKind: { head: 'audit.actorKind', cell: (row) => word(`audit.actorKind.${row.actorKind}`) },
  actorId: { head: 'file.actorId', cell: (row) => row.actorId },
  actor: { head: 'word.doneBy', cell: (row) => row.actorName },
  role: { head: 'word.role', cell: (row) => (row.role === null ? '' : word(`role.${row.role}`)) },
  branch: { head: 'word.branch', cell: (row) => row.branchCode ?? '' },
  terminal: { head: 'audit.terminal', cell: (row) => row.terminal ?? '' },
  actionCode: { head: 'file.actionCode', cell: (row) => row.action },
  action: { head: 'audit.action', cell: (row) => word(`action.${row.action}`) },
  outcome: { head: 'word.result', cell: (row) => word(`audit.outcome.${row.outcome}`) },
  target: { head: 'audit.target', cell: (row) => row.targetLabel ?? '' },
  reason: { head: 'word.reason', cell: (row) => row.reason ?? '' },
  before: { head: 'audit.before', cell: (row) => row.before ?? '' },
  after: { head: 'audit.after', cell: (row) => row.after ?? '' },
  correlation: { head: 'audit.correlation', cell: (row) => row.correlationId },
  hash: { head: 'file.hash', cell: (row) => Buffer.from(row.hash).toString('hex') },
}

export const provisionColumns: Record<string, Column<Provision>> = {
  recipient: { head: 'provision.recipient', cell: (row) => row.recipient },
  person: { head: 'provision.person', cell: (row) => row.person },
  items: {
    head: 'provision.items',
    cell: (row) => row.items.map((item) => word(`endpoint.${item}`)).join('・'),
  },
  accounts: { head: 'word.accounts', cell: (row) => masked(row.accounts) },
  label: { head: 'grant.label', cell: (row) => row.label },
  consentAt: { head: 'provision.consentAt', cell: (row) => when(row.consentAt) },
  textVersion: { head: 'provision.textVersion', cell: (row) => String(row.textVersion) },
  terms: { head: 'provision.terms', cell: (row) => row.termsVersion },
  firstAt: { head: 'provision.firstAt', cell: (row) => when(row.firstAt) },
  lastAt: { head: 'provision.lastAt', cell: (row) => when(row.lastAt) },
  times: { head: 'provision.times', cell: (row) => String(row.times) },
}
