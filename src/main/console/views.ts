import { listViews, removeView, saveView } from '#engine'
import { signedIn } from './answer.ts'

export const views = {
  list: signedIn.views.list.handler(({ context }) =>
    listViews(context.engine, context.session.staffId),
  ),
  save: signedIn.views.save.handler(async ({ context, input }) => {
    await saveView(context, input)
    return listViews(context.engine, context.session.staffId)
  }),
  remove: signedIn.views.remove.handler(async ({ context, input }) => {
    await removeView(context, input.id)
    return listViews(context.engine, context.session.staffId)
  }),
}
