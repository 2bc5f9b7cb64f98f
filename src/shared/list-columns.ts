import {
  type AuditReading,
  auditActor,
  auditReason,
  auditSide,
  auditTarget,
} from './audit-words.ts'
import type { AuditEntry } from './contract/audit.ts'
import type { CustomerSummary } from './contract/customers.ts'
import type { GrantSummary } from './contract/grants.ts'
import type { ProviderSummary } from './contract/providers.ts'
import type { RequestSummary } from './contract/requests.ts'
import { type MessageKey, optional, type Say } from './messages/catalogue.ts'
import { shownState } from './request.ts'

/**
 * A column of a list, declared once: the window, the file and sorting all use it. The value of a row is a text, a time
 * (epoch ms) or a number; an empty text or null where there is none.
 */
export type ListColumn<Row> = {
  head: MessageKey
  /** Fixed width in rem; a column without one grows. */
  width?: number
  /** In every file; in the window only when somebody adds it. */
  optional?: boolean
  /** The value to sort by, where it is not the one shown. */
  sort?: (row: Row) => number
} & (
  | { text: (row: Row, t: Say) => string }
  | { time: (row: Row) => number | null }
  | { count: (row: Row) => number }
)

/** What a column is sorted by: numbers as such, texts without regard to capitals. */
export function sortKey<Row>(column: ListColumn<Row>, row: Row, t: Say): string | number {
  if (column.sort) return column.sort(row)
  if ('text' in column) return column.text(row, t).toLowerCase()
  return ('time' in column ? column.time(row) : column.count(row)) ?? 0
}
export function compareKeys(a: string | number, b: string | number): number {
  return a === b ? 0 : a > b ? 1 : -1
}

const yes = (on: boolean): string => (on ? '○' : '')

const grants = {
  label: { head: 'grant.label', width: 6, text: (row) => row.label, sort: (row) => row.id },
  customer: { head: 'word.customer', width: 8.5, text: (row) => row.customerName },
  provider: {
    head: 'word.provider',
    text: (row, t) =>
      row.formerName === null
        ? row.providerName
        : `${row.providerName}（${t('grant.formerName', { name: row.formerName })}）`,
  },
  service: { head: 'file.service', optional: true, text: (row) => row.serviceName },
  channel: {
    head: 'file.channel',
    width: 5,
    optional: true,
    text: (row, t) => t(`channel.${row.channel}`),
  },
  accounts: {
    head: 'word.accounts',
    width: 10,
    optional: true,
    text: (row) => row.accounts.join('、'),
  },
  data: {
    head: 'grant.data',
    width: 11,
    text: (row, t) => row.scopes.map((scope) => t(`scope.${scope}`)).join('・'),
  },
  grantedAt: { head: 'grant.grantedAt', width: 6.5, time: (row) => row.grantedAt },
  expiresAt: { head: 'grant.expiresAt', width: 11.5, time: (row) => row.expiresAt },
  lastAccess: {
    head: 'grant.lastAccess',
    width: 7.5,
    time: (row) => row.lastAccessAt,
    sort: (row) => row.lastAccessAt ?? row.grantedAt,
  },
  status: { head: 'word.state', width: 9, text: (row, t) => t(`grantStatus.${row.status}`) },
} satisfies Record<string, ListColumn<GrantSummary>>

const customers = {
  kana: { head: 'customers.kana', text: (row) => row.kana },
  name: { head: 'identity.name', text: (row) => row.name },
  number: { head: 'customer.number', width: 8, text: (row) => row.maskedNumber },
  branch: { head: 'customer.branch', width: 8, text: (row) => row.branchName },
  channel: { head: 'file.channel', width: 7, text: (row, t) => t(`channel.${row.channel}`) },
  grants: { head: 'grantStatus.active', width: 6, count: (row) => row.activeGrants },
  held: { head: 'grantStatus.held', width: 6, count: (row) => row.heldGrants },
} satisfies Record<string, ListColumn<CustomerSummary>>

const requests = {
  number: { head: 'word.requestNumber', width: 9.5, text: (row) => row.number },
  openedAt: { head: 'word.openedAt', width: 9.5, time: (row) => row.openedAt },
  customer: { head: 'word.customer', text: (row) => row.customerName },
  asks: {
    head: 'request.requester',
    width: 9,
    text: (row, t) =>
      `${t(`requestChannel.${row.requestChannel}`)}・${t(`requester.${row.requester}`)}`,
  },
  staff: { head: 'word.takenBy', width: 9.5, text: (row) => row.staffName },
  result: {
    head: 'word.result',
    width: 7.5,
    text: (row, t) => (row.result === null ? '' : t(`requestResult.${row.result}`)),
  },
  branch: { head: 'slip.branch', width: 6, optional: true, text: (row) => row.branchName ?? '' },
  complaint: {
    head: 'word.complaint',
    width: 4,
    optional: true,
    text: (row) => yes(row.complaint),
  },
  answer: { head: 'request.answer', optional: true, text: (row) => row.answer },
  dueAt: { head: 'requests.dueAt', width: 9.5, time: (row) => row.dueAt },
  state: { head: 'word.state', width: 8.5, text: (row, t) => t(`requestState.${shownState(row)}`) },
} satisfies Record<string, ListColumn<RequestSummary>>

const providers = {
  name: { head: 'provider.name', text: (row) => row.name },
  service: {
    head: 'file.service',
    optional: true,
    text: (row) => row.servicePersonal || row.serviceBusiness,
  },
  registration: {
    head: 'provider.registrationNumber',
    width: 14,
    text: (row, t) => row.registrationNumber || t('provider.unverified'),
  },
  channels: {
    head: 'provider.channels',
    width: 6,
    text: (row, t) => row.channels.map((channel) => t(`channel.${channel}`)).join('・'),
  },
  dpop: {
    head: 'provider.dpop',
    width: 8.5,
    text: (row, t) => t(row.dpop ? 'provider.dpop.on' : 'provider.dpop.off'),
  },
  grants: { head: 'provider.liveGrants', width: 8, count: (row) => row.liveGrants },
  failing: { head: 'provider.failing', width: 7.5, count: (row) => row.failing },
  status: { head: 'word.state', width: 7, text: (row, t) => t(`providerStatus.${row.status}`) },
} satisfies Record<string, ListColumn<ProviderSummary>>

const audit = {
  id: { head: 'audit.id', width: 4.5, count: (row) => row.id },
  at: { head: 'word.at', width: 11, time: (row) => row.at },
  atUtc: {
    head: 'file.atUtc',
    width: 13,
    optional: true,
    text: (row) => new Date(row.at).toISOString(),
  },
  actorKind: {
    head: 'audit.actorKind',
    width: 6,
    optional: true,
    text: (row, t) => t(`audit.actorKind.${row.actorKind}`),
  },
  actor: { head: 'word.doneBy', width: 12, text: (row, t) => auditActor(row.actorName, t) },
  role: {
    head: 'word.role',
    width: 6.5,
    optional: true,
    text: (row, t) => (row.role === null ? '' : optional(t, `role.${row.role}`, row.role)),
  },
  branch: { head: 'word.branch', width: 4, optional: true, text: (row) => row.branchCode ?? '' },
  terminal: { head: 'audit.terminal', width: 8, optional: true, text: (row) => row.terminal ?? '' },
  action: {
    head: 'audit.action',
    width: 12.75,
    text: (row, t) => optional(t, `action.${row.action}`, row.action),
  },
  target: { head: 'audit.target', text: (row, t) => auditTarget(row, t) },
  reason: { head: 'word.reason', text: (row, t) => auditReason(row.reason, t) },
  outcome: {
    head: 'word.result',
    width: 5.25,
    text: (row, t) => t(`audit.outcome.${row.outcome}`),
  },
  before: {
    head: 'audit.before',
    optional: true,
    text: (row, t) => auditSide(readingOf(row, t), row.before),
  },
  after: {
    head: 'audit.after',
    optional: true,
    text: (row, t) => auditSide(readingOf(row, t), row.after),
  },
  correlation: { head: 'audit.correlation', optional: true, text: (row) => row.correlationId },
} satisfies Record<string, ListColumn<AuditEntry>>

/** The columns of each list, by the names that addresses, saved views and files use. */
export const listColumns = { grants, customers, requests, providers, audit }
export type ListName = keyof typeof listColumns
export type ListColumnOf<List extends ListName> = keyof (typeof listColumns)[List] & string
export interface ListRows {
  grants: GrantSummary
  customers: CustomerSummary
  requests: RequestSummary
  providers: ProviderSummary
  audit: AuditEntry
}

/** The names of a list's columns, and of those that only its file has. */
export function columnNames<List extends ListName, More extends string = never>(
  list: List,
  ...more: More[]
): [ListColumnOf<List> | More, ...(ListColumnOf<List> | More)[]] {
  return [...Object.keys(listColumns[list]), ...more] as [ListColumnOf<List> | More]
}

/** What the values of an audit entry are read with. */
export function readingOf({ action }: { action: string }, t: Say): AuditReading {
  const head = (list: string, column: string): MessageKey | undefined => {
    const columns: Record<string, { head: MessageKey }> = {
      ...(Object.hasOwn(listColumns, list) ? listColumns[list as ListName] : {}),
      actorId: { head: 'file.actorId' },
      hash: { head: 'file.hash' },
    }
    return columns[column]?.head
  }
  return { t, action, head }
}
