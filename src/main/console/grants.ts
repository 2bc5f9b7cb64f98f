import { listGrants, proofOf, revokeGrants, timelineOf } from '#engine'
import { desk } from './answer.ts'

export const grants = {
  list: desk.grants.list.handler(({ context, input }) => listGrants(context.engine, input)),
  timeline: desk.grants.timeline.handler(({ context, input }) =>
    timelineOf(context.engine, input.id),
  ),
  revoke: desk.grants.revoke.handler(async ({ context, input }) => {
    const { note, ...rest } = input
    await revokeGrants(context.engine, context.actor, {
      ...rest,
      grantIds: [...new Set(input.grantIds)],
      note: note || undefined,
      correlationId: context.correlationId,
    })
    return Promise.all(input.grantIds.map((id) => proofOf(context.engine, id)))
  }),
  proof: desk.grants.proof.handler(({ context, input }) =>
    Promise.all(input.ids.map((id) => proofOf(context.engine, id))),
  ),
}
