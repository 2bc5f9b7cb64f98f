import { listViews, removeView, saveView } from '#engine'
import { desk } from './answer.ts'

export const views = {
  list: desk.views.list.handler(({ context }) =>
    listViews(context.engine, context.session.staffId),
  ),
  save: desk.views.save.handler(async ({ context, input }) => {
    await saveView(context, input)
    return listViews(context.engine, context.session.staffId)
  }),
  remove: desk.views.remove.handler(async ({ context, input }) => {
    await removeView(context, input.id)
    return listViews(context.engine, context.session.staffId)
  }),
}
