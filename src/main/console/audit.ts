import { auditAbout, confinedTo, listAudit, mustSeeCustomer, requestView, viewerOf } from '#engine'
import { roleMay } from '#shared/contract/may'
import { AppError } from '#shared/errors'
import { signedIn } from './answer.ts'

export const audit = {
  about: signedIn.audit.about.handler(({ context, input }) => {
    // System administrators see no customers, nor what was done about them.
    const ofCustomers = input.kind === 'customer' || input.kind === 'request'
    if (ofCustomers && !roleMay(context.session.role, 'customers.find'))
      throw new AppError('permission.denied')
    const viewer = viewerOf(context)
    if (input.kind === 'customer') mustSeeCustomer(context.engine, viewer, input.id)
    if (input.kind === 'request') requestView(context.engine, viewer, input.id)
    return auditAbout(context.engine, input.kind, input.id)
  }),
  verify: signedIn.audit.verify.handler(({ context }) => context.engine.trail.check()),
  list: signedIn.audit.list.handler(({ context, input }) =>
    listAudit(context.engine, { ...input, own: confinedTo(context.engine, viewerOf(context)) }),
  ),
}
