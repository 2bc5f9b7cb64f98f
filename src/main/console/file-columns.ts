import type { listAudit } from '#engine'
import type { ProvisionAccess } from '#shared/contract/files'
import { type ListColumn, listColumns } from '#shared/list-columns'
import { optional } from '#shared/messages/catalogue'

/** Columns that only the file of the audit has: the number of the actor, and the hash of the chain. */
export const auditColumns = {
  ...listColumns.audit,
  actorId: { head: 'file.actorId', text: (row) => row.actorId },
  hash: { head: 'file.hash', text: (row) => Buffer.from(row.hash).toString('hex') },
} satisfies Record<string, ListColumn<ReturnType<typeof listAudit>['rows'][number]>>

export const provisionColumns: Record<string, ListColumn<ProvisionAccess>> = {
  at: { head: 'provision.at', time: (row) => row.at },
  recipient: { head: 'provision.recipient', text: (row) => row.recipient },
  person: { head: 'provision.person', text: (row) => row.person },
  item: { head: 'provision.item', text: (row, t) => optional(t, `endpoint.${row.item}`, row.item) },
  account: { head: 'word.accounts', text: (row) => row.account ?? '' },
  count: { head: 'provision.count', text: (row) => (row.count === null ? '' : String(row.count)) },
  label: { head: 'grant.label', text: (row) => row.label },
  consentAt: { head: 'provision.consentAt', time: (row) => row.consentAt },
  textVersion: { head: 'provision.textVersion', count: (row) => row.textVersion },
  terms: { head: 'provision.terms', text: (row) => row.termsVersion },
}
