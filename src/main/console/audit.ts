import { listAudit } from '#engine'
import { desk } from './answer.ts'

export const audit = {
  verify: desk.audit.verify.handler(({ context }) => context.engine.trail.check()),
  list: desk.audit.list.handler(({ context, input }) => listAudit(context.engine, input)),
}
