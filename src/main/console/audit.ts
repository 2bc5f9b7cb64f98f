import { auditAbout, listAudit } from '#engine'
import { roleMay } from '#shared/contract/may'
import { AppError } from '#shared/errors'
import { desk } from './answer.ts'

export const audit = {
  about: desk.audit.about.handler(({ context, input }) => {
    // System administrators see no customers, nor what was done about them.
    const ofCustomers = input.kind === 'customer' || input.kind === 'request'
    if (ofCustomers && !roleMay(context.session.role, 'customers.find'))
      throw new AppError('permission.denied')
    return auditAbout(context.engine, input.kind, input.id)
  }),
  verify: desk.audit.verify.handler(({ context }) => context.engine.trail.check()),
  list: desk.audit.list.handler(({ context, input }) => listAudit(context.engine, input)),
}
