import {
  barsOf,
  confinedTo,
  customersListed,
  type Engine,
  earlierRequests,
  grantsOfCustomer,
  incidentsFor,
  listBranches,
  listCustomers,
  lockedLogins,
  lookAtCustomer,
  permittedBy,
  requestView,
  searchFor,
  setConsent,
  setQuestions,
  stoppedSince,
  viewerOf,
  withGrantCounts,
} from '#engine'
import { untilUnlocked } from '#shared/lock'
import { maskNumber } from '#shared/request'
import { done, outcome, signedIn } from './answer.ts'
import type { StaffContext } from './context.ts'

const keptPerPerson = 8
/** The customers that each person opened last, of an engine; lost at a restart. */
const recent = new WeakMap<Engine, Map<number, number[]>>()

const recentOf = ({ engine, session }: StaffContext): number[] =>
  recent.get(engine)?.get(session.staffId) ?? []

function remember(context: StaffContext, customerId: number): void {
  const others = recentOf(context).filter((id) => id !== customerId)
  const ofAll = recent.get(context.engine) ?? new Map<number, number[]>()
  recent.set(context.engine, ofAll)
  ofAll.set(context.session.staffId, [customerId, ...others].slice(0, keptPerPerson))
}

export const customers = {
  search: signedIn.customers.search.handler(({ context, input }) => searchFor(context, input.text)),
  recent: signedIn.customers.recent.handler(({ context }) => {
    const hits = recentOf(context).flatMap((id) => {
      const customer = context.engine.bank.customer(id)
      return customer ? [customer] : []
    })
    return withGrantCounts(context.engine, hits)
  }),
  list: signedIn.customers.list.handler(async ({ context, input }) => {
    const { engine } = context
    const own = confinedTo(engine, viewerOf(context))
    const page = listCustomers(engine, { ...input, own })
    await customersListed(
      context,
      'customers',
      page.rows.map(({ id }) => id),
    )
    const branches = input.after === null ? listBranches(engine) : []
    return { ...page, branches: branches.filter(({ code }) => own === null || code === own) }
  }),
  find: signedIn.customers.find.handler(async ({ context, input }) => {
    const { engine } = context
    const { customer, full, why, request } = await lookAtCustomer(context, input.id)
    const viewer = viewerOf(context)
    remember(context, customer.id)
    const grants = grantsOfCustomer(engine, customer.id)
    const count = (wanted: 'active' | 'held'): number =>
      grants.filter(({ status }) => status === wanted).length
    const { id, channel, name, kana, branchName, customerNumber } = customer
    const shared = {
      id,
      channel,
      name,
      kana,
      branchName,
      maskedNumber: maskNumber(customerNumber),
      stoppedAt: stoppedSince(engine, id),
      counts: {
        active: count('active'),
        held: count('held'),
        ended: grants.length - count('active') - count('held'),
      },
      request: request ? requestView(engine, viewer, request.id) : null,
    }
    if (!full) return { ...shared, full: null, why: why ?? 'no-request' }
    const by = permittedBy(engine, customer)
    const users = channel === 'business' ? engine.bank.users(id) : []
    return {
      ...shared,
      why: null,
      full: {
        customer,
        barred: barsOf(engine, id).map(({ providerName, since }) => ({ providerName, since })),
        incidents: incidentsFor(engine, new Set(grants.map(({ providerId }) => providerId))),
        locks: lockedLogins(engine, id).map(
          ({ userName, wrongAt, refusedUntil, wrongEntries }) => ({
            ...{ userName, wrongEntries, since: wrongAt },
            until: refusedUntil === untilUnlocked ? null : refusedUntil,
          }),
        ),
        users: users.map((user) => ({
          id: user.id,
          userName: user.userName,
          mayConsent: user.mayConsent,
          leftOn: user.leftOn,
          hasLeft: user.hasLeft,
        })),
        accounts: engine.bank.openAccounts(id).map((account) => ({
          id: account.id,
          typeCode: account.typeCode,
          number: maskNumber(account.number),
          branchName: account.branchName,
        })),
        grants: grants.map((grant) => ({ ...grant, permittedBy: by.get(grant.id) ?? null })),
        requests: earlierRequests(engine, viewer, id, request),
      },
    }
  }),
  setQuestions: signedIn.customers.setQuestions.handler(done(setQuestions)),
  setConsent: signedIn.customers.setConsent.handler(outcome(setConsent)),
}
