import { AppError } from '#shared/errors'
import type { ActContext } from '../actor.ts'
import { twoPersonAct } from '../proposals/propose.ts'
import { mustSeeCustomer, viewerOf } from '../requests/access.ts'

interface ConsentForm {
  id: number
  consentBy: 'any' | 'named'
  users: readonly number[]
}

/** Who of a company's users may consent by a form. */
const chosen = ({ consentBy, users }: ConsentForm, { id }: { id: number }): boolean =>
  consentBy === 'any' || users.includes(id)

/** Whether somebody may consent afterwards who may not now. `any` counts users to come too. */
function partOf({ engine: { bank } }: ActContext, form: ConsentForm) {
  const toCome = form.consentBy === 'any' && bank.customer(form.id)?.consentBy === 'named'
  const added = bank
    .users(form.id)
    .some((user) => chosen(form, user) && !user.mayConsent && !user.hasLeft)
  return toCome || added ? 'widen' : 'narrow'
}

/**
 * Who may consent for a company. Existing grants stay: they are the company's. More persons take a second person's word: each of
 * them could link the company's accounts.
 * @throws AppError customer.not-found (no such company), identity.not-met, input.invalid (`named` without a name)
 */
export const setConsent = twoPersonAct('customers.setConsent', {
  what: partOf,
  perform: ({ engine, actor }, input: ConsentForm) => {
    const { bank } = engine
    const customer = mustSeeCustomer(engine, viewerOf({ actor }), input.id)
    if (customer.channel !== 'business') throw new AppError('customer.not-found')
    const all = bank.users(input.id)
    // Who has left is not chosen, and not told. Under `any` they may again when a file takes their leaving back.
    const before = all.filter(({ hasLeft }) => !hasLeft)
    const named = before.filter((user) => chosen(input, user))
    if (input.consentBy === 'named' && named.length === 0)
      throw new AppError('input.invalid', { detail: 'users' })
    bank.consentBy(input.id, input.consentBy)
    for (const user of all)
      bank.allowConsent(user.id, user.hasLeft ? input.consentBy === 'any' : chosen(input, user))
    return {
      target: { kind: 'customer', id: customer.id, label: customer.name },
      before: {
        consentBy: customer.consentBy,
        users: before.filter((user) => user.mayConsent).map((user) => user.userName),
      },
      after: { consentBy: input.consentBy, users: named.map((user) => user.userName) },
    }
  },
})
