import { decideDeletion, proposeDeletion, retentionOverview } from '#engine'
import { signedIn } from './answer.ts'

export const retention = {
  overview: signedIn.retention.overview.handler(({ context }) => retentionOverview(context.engine)),
  propose: signedIn.retention.propose.handler(async ({ context, input }) => {
    await proposeDeletion(context, input.kind)
    return retentionOverview(context.engine)
  }),
  decide: signedIn.retention.decide.handler(async ({ context, input }) => {
    const { engine } = context
    await decideDeletion(context, input)
    engine.sweeps.soon('deletions')
    return retentionOverview(engine)
  }),
}
