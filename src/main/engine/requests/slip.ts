import { query } from '#db'
import { maskNumber } from '#shared/request'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { proofOf } from '../grants/proof.ts'
import { namesThen } from '../providers/names.ts'
import { maySeeRequest, type Viewer } from './access.ts'
import { subjectName } from './act.ts'
import { requestById, requestTarget } from './rows.ts'
import { requestView } from './view.ts'

const providerOf = query<{ grantId: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .select(['providers.id', 'providers.contact'])
    .where('grants.id', '=', v('grantId')),
)

/**
 * The content of the 受付票 (R46, R57): the request, its acts with their proof counted now, accounts by their last digits.
 * @throws AppError request.not-found
 */
export async function slipOf(engine: Engine, viewer: Viewer, id: number) {
  const view = requestView(engine, viewer, id)
  const customer = view.customer ? engine.bank.customer(view.customer.id) : undefined
  const business = customer?.channel === 'business'
  const institution = engine.settings.get('institution')
  const acts = await Promise.all(
    view.acts.map(async (act) => ({
      ...act,
      targets: await Promise.all(
        (act.targets ?? []).map(async (target) => {
          const proof = await proofOf(engine, target.grantId)
          const of = engine.store.statement(providerOf).get({ grantId: target.grantId })
          // Beside the name that the provider had then stands the service of then; whom to ask is asked now.
          const then = of && namesThen(engine, [of.id])(of.id, target.at)
          const service = then?.[business ? 'serviceBusiness' : 'servicePersonal'] ?? ''
          return { ...target, service, contact: of?.contact ?? '', liveTokens: proof.liveTokens }
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
    identityMet: identity.metAt !== null,
    papers: identity.papers,
    practice: engine.settings.mark('demo') === true,
    printedAt: engine.clock.now(),
  }
}

/** With how many were printed before this one: countSlip knows. */
export type Slip = Awaited<ReturnType<typeof slipOf>> & { printedBefore: number }

/** Counts a print before it is made, so that of two at once one is a 再発行. @returns how many there were before */
export const countSlip = act('requests.printSlip', ({ engine }, id: number) => {
  const request = requestById(engine, id)
  const { printed } = request
  engine.store.update('requests', { id }, { printed: printed + 1 })
  return { target: requestTarget(request), after: { again: printed > 0 }, result: printed }
})

/** The request with a 受付番号, for whom it concerns. */
export function requestByNumber(engine: Engine, viewer: Viewer, number: string) {
  const row = engine.store.find('requests', { number })
  if (!row || !maySeeRequest(engine, viewer, row)) return undefined
  const { id, openedAt } = row
  return { id, number, openedAt, customerName: subjectName(engine, row) }
}
