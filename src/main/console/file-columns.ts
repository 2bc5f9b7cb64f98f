import type { listAudit } from '#engine'
import type { Provision } from '#shared/contract/files'
import { type ListColumn, listColumns } from '#shared/list-columns'
import { optional } from '#shared/messages/catalogue'

/** Columns that only the file of the audit has: the number of the actor, and the hash of the chain. */
export const auditColumns = {
  ...listColumns.audit,
  actorId: { head: 'file.actorId', text: (row) => row.actorId },
  hash: { head: 'file.hash', text: (row) => Buffer.from(row.hash).toString('hex') },
} satisfies Record<string, ListColumn<ReturnType<typeof listAudit>['rows'][number]>>

export const provisionColumns: Record<string, ListColumn<Provision>> = {
  recipient: { head: 'provision.recipient', text: (row) => row.recipient },
  person: { head: 'provision.person', text: (row) => row.person },
  items: {
    head: 'provision.items',
    text: (row, t) => row.items.map((item) => optional(t, `endpoint.${item}`, item)).join('・'),
  },
  accounts: { head: 'word.accounts', text: (row) => row.accounts.join('、') },
  label: { head: 'grant.label', text: (row) => row.label },
  consentAt: { head: 'provision.consentAt', time: (row) => row.consentAt },
  textVersion: { head: 'provision.textVersion', count: (row) => row.textVersion },
  terms: { head: 'provision.terms', text: (row) => row.termsVersion },
  firstAt: { head: 'provision.firstAt', time: (row) => row.firstAt },
  lastAt: { head: 'provision.lastAt', time: (row) => row.lastAt },
  times: { head: 'provision.times', count: (row) => row.times },
}
