import { listAudit } from '#engine'
import { desk } from './answer.ts'

export const audit = {
  list: desk.audit.list.handler(({ context, input }) => listAudit(context.engine, input)),
}
