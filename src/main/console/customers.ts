import {
  auditOpen,
  auditSearch,
  grantsOfCustomer,
  searchAll,
  setConsent,
  withGrantCounts,
} from '#engine'
import { AppError } from '#shared/errors'
import { desk } from './answer.ts'
import type { StaffContext } from './context.ts'

const keptPerPerson = 8
/** Whom each person opened last; a convenience that may be forgotten at a restart. */
const recent = new Map<number, number[]>()

function remember(context: StaffContext, customerId: number): void {
  const before = recent.get(context.session.staffId) ?? []
  recent.set(
    context.session.staffId,
    [customerId, ...before.filter((id) => id !== customerId)].slice(0, keptPerPerson),
  )
}

export const customers = {
  search: desk.customers.search.handler(async ({ context, input }) => {
    const found = searchAll(context.engine, input.text)
    // R71: what rests on the screen is in the record, not each keystroke.
    if (input.settled && input.text.trim() !== '')
      await auditSearch(
        context.engine,
        context.actor,
        input.text,
        found.customers.length,
        context.correlationId,
      )
    return found
  }),
  recent: desk.customers.recent.handler(({ context }) => {
    const hits = (recent.get(context.session.staffId) ?? []).flatMap((id) => {
      const customer = context.engine.bank.customer(id)
      return customer ? [customer] : []
    })
    return withGrantCounts(context.engine, hits)
  }),
  find: desk.customers.find.handler(async ({ context, input }) => {
    const customer = context.engine.bank.customer(input.id)
    if (!customer) throw new AppError('customer.not-found')
    await auditOpen(context.engine, context.actor, customer, context.correlationId)
    remember(context, customer.id)
    const users = customer.channel === 'business' ? context.engine.bank.users(customer.id) : []
    return {
      customer,
      users: users.map(({ id, userName, mayConsent }) => ({ id, userName, mayConsent })),
      grants: grantsOfCustomer(context.engine, customer.id),
    }
  }),
  setConsent: desk.customers.setConsent.handler(async ({ context, input }) => {
    await setConsent(context.engine, context.actor, input, context.correlationId)
    return null
  }),
}
