import { framed, renderConsent } from '#consent-screens'
import { evidenceOf, listGrants, proofOf, revokeGrants, timelineOf } from '#engine'
import { desk } from './answer.ts'

export const grants = {
  list: desk.grants.list.handler(({ context, input }) => listGrants(context.engine, input)),
  timeline: desk.grants.timeline.handler(({ context, input }) =>
    timelineOf(context.engine, input.id),
  ),
  evidence: desk.grants.evidence.handler(({ context, input }) => {
    const { again, ...kept } = evidenceOf(context.engine, input.id, (view) =>
      renderConsent(view as Parameters<typeof renderConsent>[0]),
    )
    return {
      ...kept,
      again: again
        ? {
            same: again.same,
            page: context.previews.keep((nonce) => framed(again.page, nonce, '記録')),
          }
        : null,
    }
  }),
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
