import { decideDeletion, proposeDeletion, retentionOverview } from '#engine'
import { desk } from './answer.ts'

export const retention = {
  overview: desk.retention.overview.handler(({ context }) => retentionOverview(context.engine)),
  propose: desk.retention.propose.handler(async ({ context, input }) => {
    await proposeDeletion(context.engine, context.actor, input.kind, context.correlationId)
    return retentionOverview(context.engine)
  }),
  decide: desk.retention.decide.handler(async ({ context, input }) => {
    const { engine, actor, correlationId } = context
    await decideDeletion(engine, actor, input, correlationId)
    engine.sweeps.soon('deletions')
    return retentionOverview(engine)
  }),
}
