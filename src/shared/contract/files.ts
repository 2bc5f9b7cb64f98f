import * as z from 'zod'
import { Channel } from '../grant.ts'
import { columnNames } from '../list-columns.ts'
import { Day } from '../parse-date.ts'
import { ProviderView } from '../provider.ts'
import { AuditFilter } from './audit.ts'
import {
  auditReaders,
  call,
  customerReaders,
  everyone,
  Id,
  overseers,
  providerReaders,
} from './base.ts'
import { CustomerFilter } from './customers.ts'
import { GrantFilter } from './grants.ts'
import { ProviderText } from './providers.ts'
import { RequestFilter } from './requests.ts'

/** The form of a file, or `paper`: the rows as JSON, for the window that prints them; `replace` writes 〓 for what CP932 lacks. */
const How = { encoding: z.enum(['utf-8', 'cp932', 'paper']), replace: z.boolean() }
/** The view of the screen: its columns in their order (null: all there are), and what it is sorted by. */
function view<const Names extends readonly [string, ...string[]]>(names: Names) {
  return {
    ...How,
    columns: z.array(z.enum(names)).min(1).nullable().default(null),
    sort: z
      .strictObject({ by: z.enum(names), desc: z.boolean() })
      .nullable()
      .default(null),
  }
}

export const CsvAnswer = z.object({
  fileName: z.string(),
  rows: z.number(),
  /** Characters that CP932 lacks; while there are any and they may not be replaced, no file is made. */
  unmappable: z.array(z.string()),
  /** Base64; of `paper` the texts of head and rows, as JSON. */
  file: z.string().nullable(),
  /** A long list is written in the background: `job` asks for its progress by this id. */
  job: z.string().nullable(),
})
export type CsvAnswer = z.infer<typeof CsvAnswer>

/** One line of the 第三者提供記録 (R84). */
export const Provision = z.object({
  grantId: z.number(),
  label: z.string(),
  recipient: z.string(),
  person: z.string(),
  items: z.array(z.string()),
  accounts: z.array(z.string()),
  consentAt: z.number(),
  textVersion: z.number(),
  termsVersion: z.string(),
  firstAt: z.number(),
  lastAt: z.number(),
  times: z.number(),
})
export type Provision = z.infer<typeof Provision>

/** One access of the 第三者提供記録: when, what, of which account. */
export const ProvisionAccess = z.object({
  id: z.number(),
  grantId: z.number(),
  label: z.string(),
  recipient: z.string(),
  person: z.string(),
  at: z.number(),
  item: z.string(),
  /** Null: an inquiry of the accounts themselves. */
  account: z.string().nullable(),
  /** How many 明細. */
  count: z.number().nullable(),
  consentAt: z.number(),
  textVersion: z.number(),
  termsVersion: z.string(),
})
export type ProvisionAccess = z.infer<typeof ProvisionAccess>

/** As many rows as are printed; a file has all. */
export const mostOnPaper = 2_000

/** The record for paper, with who prints it and for which period. */
const ProvisionRecord = z.object({
  institution: z.string(),
  institutionPhone: z.string(),
  person: z.string(),
  channel: Channel,
  customerNumber: z.string(),
  from: Day,
  to: Day,
  /** When it was made, epoch ms. */
  at: z.number(),
  rows: z.array(Provision),
  accesses: z.array(ProvisionAccess),
})
export type ProvisionRecord = z.infer<typeof ProvisionRecord>

const Period = { customerId: Id, from: Day, to: Day }

/** Lists as files: exactly what the filter shows, each in the audit with its filter and its number of rows (U7). */
export const files = {
  grants: call({ roles: overseers })
    .input(
      z.strictObject({
        filter: GrantFilter.pick({ status: true, providerId: true }),
        ...view(columnNames('grants')),
      }),
    )
    .output(CsvAnswer),
  customers: call({ roles: overseers })
    .input(
      z.strictObject({
        filter: CustomerFilter.pick({ branchCode: true, without: true }),
        ...view(columnNames('customers')),
      }),
    )
    .output(CsvAnswer),
  requests: call({ roles: overseers })
    .input(
      z.strictObject({
        filter: RequestFilter.pick({ view: true, branchCode: true }),
        ...view(columnNames('requests')),
      }),
    )
    .output(CsvAnswer),
  providers: call({ roles: providerReaders })
    .input(
      z.strictObject({
        filter: z.strictObject({ view: ProviderView, text: ProviderText.default('') }),
        ...view(columnNames('providers')),
      }),
    )
    .output(CsvAnswer),
  audit: call({ roles: auditReaders })
    .input(
      z.strictObject({
        filter: AuditFilter.pick({ actorKind: true, outcome: true, action: true, text: true }),
        ...view(columnNames('audit', 'actorId', 'hash')),
      }),
    )
    .output(CsvAnswer),
  /** The progress of a long list, and the file once it is written. Only for the person who asked for it. */
  job: call({ roles: everyone, passive: true })
    .input(z.strictObject({ id: z.string().max(40) }))
    .output(CsvAnswer),
  cancel: call({ roles: everyone })
    .input(z.strictObject({ id: z.string().max(40) }))
    .output(z.null()),
  /** Everything a provider ever received of a customer, by grant and each access (R84). */
  provisions: call({ roles: customerReaders })
    .input(z.strictObject({ ...Period, after: Id.nullable().default(null) }))
    .output(
      z.object({
        /** With the first page of the accesses only. */
        grants: z.array(Provision),
        rows: z.array(ProvisionAccess),
        next: z.number().nullable(),
      }),
    ),
  /** For printing; the audit records it like a file. */
  provisionsPaper: call({ roles: customerReaders, act: true })
    .input(z.strictObject(Period))
    .output(ProvisionRecord),
  provisionsFile: call({ roles: customerReaders })
    .input(z.strictObject({ ...Period, ...How }))
    .output(CsvAnswer),
}
