import { AppError } from '#shared/errors'
import { act } from '../act.ts'
import { accessTo, viewerOf } from '../requests/access.ts'
import { keepCall } from '../requests/call.ts'

/**
 * Shows a customer as far as the person may see them; the audit records that they looked (R71).
 * @throws AppError customer.not-found
 */
export const lookAtCustomer = act('customers.find', ({ engine, actor }, id: number) => {
  const customer = engine.bank.customer(id)
  if (!customer) throw new AppError('customer.not-found')
  const access = accessTo(engine, viewerOf({ actor }), customer)
  if (access.request) keepCall(engine, access.request)
  return {
    target: { kind: 'customer', id, label: customer.name },
    after: { shown: access.full ? 'full' : 'masked' },
    result: { customer, ...access },
  }
})
