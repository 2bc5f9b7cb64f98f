import {
  act,
  confinedTo,
  listAudit,
  listCustomers,
  listGrants,
  listRequests,
  mustSeeCustomer,
  providerById,
  provisionAccesses,
  provisionsOf,
  viewerOf,
} from '#engine'
import type { CustomerFilter } from '#shared/contract/customers'
import { mostOnPaper } from '#shared/contract/files'
import type { GrantFilter } from '#shared/contract/grants'
import { GrantOrder, grantOrders } from '#shared/list'
import { listColumns } from '#shared/list-columns'
import { isInView } from '#shared/provider'
import { maskNumber } from '#shared/request'
import { signedIn } from './answer.ts'
import type { StaffContext } from './context.ts'
import { auditColumns, provisionColumns } from './file-columns.ts'
import { forgetJob, jobOf, pageSize, written } from './list-files.ts'
import { providerSummaries } from './providers.ts'

const mustSee = (context: StaffContext, customerId: number) =>
  mustSeeCustomer(context.engine, viewerOf(context), customerId)
const ownOf = (context: StaffContext) => confinedTo(context.engine, viewerOf(context))

const printProvisions = act(
  'files.provisionsPaper',
  (
    _,
    {
      customer,
      ...after
    }: {
      customer: { id: number; name: string }
      rows: number
      from: string
      to: string
    },
  ) => ({ target: { kind: 'customer', id: customer.id, label: customer.name }, after }),
)

/** The audit keeps names: a number of ours tells nobody anything. */
const nameOf = ({ engine }: StaffContext, providerId: number | null): string | null =>
  providerId === null ? null : (providerById(engine, providerId)?.name ?? null)

export const files = {
  grants: signedIn.files.grants.handler(({ context, input: { filter, ...how } }) => {
    const order = GrantOrder.safeParse(how.sort)
    const sorted = order.success && grantOrders(filter).includes(order.data.by)
    return written(context, {
      action: 'files.grants',
      name: '連携一覧',
      filter: { status: filter.status, provider: nameOf(context, filter.providerId) },
      how,
      columns: listColumns.grants,
      sorted,
      page: (after: GrantFilter['after']) =>
        listGrants(context.engine, {
          ...filter,
          own: ownOf(context),
          order: sorted ? order.data : null,
          after,
          limit: pageSize,
        }),
      shows: { list: 'grants', customerOf: ({ customerId }) => customerId },
    })
  }),
  customers: signedIn.files.customers.handler(({ context, input: { filter, ...how } }) =>
    written(context, {
      action: 'files.customers',
      name: '顧客一覧',
      filter,
      how,
      columns: listColumns.customers,
      page: (after: CustomerFilter['after']) =>
        listCustomers(context.engine, { ...filter, own: ownOf(context), after, limit: pageSize }),
      shows: { list: 'customers', customerOf: ({ id }) => id },
    }),
  ),
  requests: signedIn.files.requests.handler(({ context, input: { filter, ...how } }) =>
    written(context, {
      action: 'files.requests',
      name: '受付一覧',
      filter,
      how,
      columns: listColumns.requests,
      page: (after: number | null) =>
        listRequests(context.engine, { ...filter, own: ownOf(context), after, limit: pageSize }),
      shows: { list: 'requests', customerOf: ({ customerId }) => customerId },
    }),
  ),
  providers: signedIn.files.providers.handler(({ context, input: { filter, ...how } }) =>
    written(context, {
      action: 'files.providers',
      name: 'API業者一覧',
      filter,
      how,
      columns: listColumns.providers,
      page: () => ({
        rows: providerSummaries(context, filter.text).filter((one) => isInView(filter.view, one)),
        next: null,
      }),
    }),
  ),
  audit: signedIn.files.audit.handler(({ context, input: { filter, ...how } }) =>
    written(context, {
      action: 'files.audit',
      name: '監査記録',
      filter,
      how,
      columns: auditColumns,
      page: (before: number | null) =>
        listAudit(context.engine, { ...filter, own: ownOf(context), before, limit: pageSize }),
    }),
  ),
  provisions: signedIn.files.provisions.handler(async ({ context, input }) => {
    const { engine } = context
    await engine.access.flush()
    mustSee(context, input.customerId)
    const grants = input.after === null ? provisionsOf(engine, input) : []
    return { grants, ...provisionAccesses(engine, { ...input, limit: pageSize }) }
  }),
  provisionsPaper: signedIn.files.provisionsPaper.handler(async ({ context, input }) => {
    const { engine } = context
    await engine.access.flush()
    const customer = mustSee(context, input.customerId)
    const rows = provisionsOf(engine, input)
    const { rows: accesses } = provisionAccesses(engine, {
      ...{ ...input, after: null, limit: mostOnPaper },
    })
    const { name, phone } = engine.settings.get('institution')
    await printProvisions(context, { customer, rows: rows.length, from: input.from, to: input.to })
    return {
      institution: name,
      institutionPhone: phone,
      person: customer.name,
      channel: customer.channel,
      customerNumber: maskNumber(customer.customerNumber),
      from: input.from,
      to: input.to,
      at: engine.clock.now(),
      rows,
      accesses,
    }
  }),
  provisionsFile: signedIn.files.provisionsFile.handler(async ({ context, input }) => {
    await context.engine.access.flush()
    const { encoding, replace, ...filter } = input
    const { name: customer } = mustSee(context, filter.customerId)
    return written(context, {
      action: 'files.provisionsFile',
      name: '第三者提供記録',
      filter: { customer, from: filter.from, to: filter.to },
      how: { encoding, replace, columns: null, sort: null },
      columns: provisionColumns,
      page: (after: number | null) =>
        provisionAccesses(context.engine, { ...filter, after, limit: pageSize }),
    })
  }),
  job: signedIn.files.job.handler(({ context, input }) => {
    const job = jobOf(context, input.id)
    if (job.error !== undefined) {
      forgetJob(input.id)
      throw job.error
    }
    if (!job.answer)
      return { fileName: '', rows: job.rows, unmappable: [], file: null, job: input.id }
    forgetJob(input.id)
    return job.answer
  }),
  cancel: signedIn.files.cancel.handler(({ context, input }) => {
    jobOf(context, input.id).cancelled = true
    return null
  }),
}
