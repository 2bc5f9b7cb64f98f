import { framed, renderConsent } from '#consent-screens'
import {
  confinedTo,
  customersListed,
  evidenceOf,
  listGrants,
  mustSeeGrant,
  proofOf,
  timelineOf,
  viewerOf,
  whyOf,
} from '#engine'
import { AppError } from '#shared/errors'
import { signedIn } from './answer.ts'

export const grants = {
  list: signedIn.grants.list.handler(async ({ context, input }) => {
    const own = confinedTo(context.engine, viewerOf(context))
    const page = listGrants(context.engine, { ...input, own })
    await customersListed(
      context,
      'grants',
      page.rows.map(({ customerId }) => customerId),
    )
    return page
  }),
  timeline: signedIn.grants.timeline.handler(({ context, input }) => {
    mustSeeGrant(context.engine, viewerOf(context), input.id)
    const why = whyOf(context.engine, input.id)
    if (!why) throw new AppError('grant.not-found')
    return { why, ...timelineOf(context.engine, input.id, input.after) }
  }),
  evidence: signedIn.grants.evidence.handler(({ context, input }) => {
    mustSeeGrant(context.engine, viewerOf(context), input.id)
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
  proof: signedIn.grants.proof.handler(({ context, input }) => {
    for (const id of input.ids) mustSeeGrant(context.engine, viewerOf(context), id)
    return Promise.all(input.ids.map((id) => proofOf(context.engine, id)))
  }),
}
