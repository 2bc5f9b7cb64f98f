import { AppError } from '#shared/errors'
import { act } from '../act.ts'
import { mustSeeCustomer, viewerOf } from '../requests/access.ts'

/**
 * Who may consent for a company. Existing grants stay: they are the company's.
 * @throws AppError customer.not-found (no such company), identity.not-met, input.invalid (`named` without a name)
 */
export const setConsent = act(
  'customers.setConsent',
  (
    { engine, actor },
    input: { id: number; consentBy: 'any' | 'named'; users: readonly number[] },
  ) => {
    const { bank } = engine
    const customer = mustSeeCustomer(engine, viewerOf({ actor }), input.id)
    if (customer.channel !== 'business') throw new AppError('customer.not-found')
    const before = bank.users(input.id)
    const named = before.filter((user) => input.users.includes(user.id))
    if (input.consentBy === 'named' && named.length === 0)
      throw new AppError('input.invalid', { detail: 'users' })
    bank.consentBy(input.id, input.consentBy)
    for (const user of before) bank.allowConsent(user.id, input.users.includes(user.id))
    return {
      target: { kind: 'customer', id: customer.id, label: customer.name },
      before: {
        consentBy: customer.consentBy,
        users: before.filter((user) => user.mayConsent).map((user) => user.userName),
      },
      after: { consentBy: input.consentBy, users: named.map((user) => user.userName) },
    }
  },
)
