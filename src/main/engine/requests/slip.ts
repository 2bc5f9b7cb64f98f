import { query, sql } from '#db'
import { maskNumber } from '#shared/request'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { grantsOfCustomer } from '../grants/list.ts'
import { proofOf } from '../grants/proof.ts'
import type { Viewer } from './access.ts'
import { requestView } from './view.ts'

const countPrint = query<{ id: number }>()((k, v) =>
  k
    .updateTable('requests')
    .set((e) => ({ printed: e('printed', '+', 1) }))
    .where('id', '=', v('id')),
)

/**
 * What stands on the 受付票 (R46, R57): the request, its acts with their proof counted now, accounts by their last digits.
 * @throws AppError request.not-found
 */
export async function slipOf(engine: Engine, viewer: Viewer, id: number) {
  const view = requestView(engine, viewer, id)
  const customer = view.customer ? engine.bank.customer(view.customer.id) : undefined
  const institution = engine.settings.get('institution')
  const accounts = new Map(
    (customer ? grantsOfCustomer(engine, customer.id) : []).map((grant) => [
      grant.id,
      grant.accounts,
    ]),
  )
  const acts = await Promise.all(
    view.acts.map(async (act) => ({
      ...act,
      targets: await Promise.all(
        (act.targets ?? []).map(async (target) => {
          const proof = await proofOf(engine, target.grantId)
          return {
            ...target,
            accounts: accounts.get(target.grantId) ?? [],
            liveTokens: proof.liveTokens,
          }
        }),
      ),
    })),
  )
  const { identity, customer: _, provider: __, ...rest } = view
  return {
    ...rest,
    acts,
    institution: institution.name,
    institutionPhone: institution.phone,
    customerName: customer?.name ?? view.provider?.name ?? '',
    customerNumber: customer ? maskNumber(customer.customerNumber) : '—',
    channel: customer?.channel ?? null,
    identity: identity.items.flatMap(({ item, result }) => (result ? [{ item, result }] : [])),
    identityMet: identity.met,
    printedAt: engine.clock.now(),
    printedBefore: view.printed,
  }
}

/** Counts one print; the next is a 再発行. */
export function countSlip(
  engine: Engine,
  actor: Actor,
  request: { id: number; number: string; printedBefore: number },
  correlationId: string,
): Promise<void> {
  return engine.store.write(() => {
    engine.store.statement(countPrint).run({ id: request.id })
    recordAudit(engine, {
      actor,
      action: 'requests.print-slip',
      target: { kind: 'request', id: request.id, label: request.number },
      after: { again: request.printedBefore > 0 },
      correlationId,
    })
  })
}

/** The request behind a 受付番号. */
export function requestByNumber(engine: Engine, number: string) {
  return engine.store.read(
    sql
      .selectFrom('requests')
      .leftJoin('customers', 'customers.id', 'requests.customerId')
      .leftJoin('providers', 'providers.id', 'requests.providerId')
      .select((e) => [
        'requests.id',
        'requests.number',
        'requests.openedAt',
        e.fn.coalesce('customers.name', 'providers.name', e.val('')).as('customerName'),
      ])
      .where('requests.number', '=', number),
  )[0]
}
