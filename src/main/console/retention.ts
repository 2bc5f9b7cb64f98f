import { decideDeletion, proposeDeletion, retentionOverview } from '#engine'
import { desk } from './answer.ts'

export const retention = {
  overview: desk.retention.overview.handler(({ context }) => retentionOverview(context.engine)),
  propose: desk.retention.propose.handler(async ({ context, input }) => {
    await proposeDeletion(context, input.kind)
    return retentionOverview(context.engine)
  }),
  decide: desk.retention.decide.handler(async ({ context, input }) => {
    const { engine } = context
    await decideDeletion(context, input)
    engine.sweeps.soon('deletions')
    return retentionOverview(engine)
  }),
}
