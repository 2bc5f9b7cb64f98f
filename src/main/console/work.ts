import { draftsOf, keepDraft, settleCall } from '#engine'
import { signedIn } from './answer.ts'

export const work = {
  settle: signedIn.work.settle.handler(async ({ context, input }) => ({
    made: await settleCall({ ...context, key: input.key }),
  })),
  drafts: signedIn.work.drafts.handler(({ context }) =>
    draftsOf(context.engine, context.session.staffId),
  ),
  keep: signedIn.work.keep.handler(async ({ context, input }) => {
    await keepDraft(context.engine, context.session.staffId, input)
    return null
  }),
}
