import { approveText, discardDraft, findText, listTexts, saveDraft, textNumberAt } from '#engine'
import { desk, done } from './answer.ts'

export const texts = {
  list: desk.texts.list.handler(({ context: { engine }, input: { kind } }) => ({
    versions: listTexts(engine, kind),
    current: textNumberAt(engine, kind, engine.clock.now()),
  })),
  find: desk.texts.find.handler(({ context, input }) => {
    const { body, ...version } = findText(context.engine, input.kind, input.number)
    return { ...version, body: body as Record<string, string | string[]> }
  }),
  save: desk.texts.save.handler(async ({ context, input }) => ({
    number: await saveDraft(context, input),
  })),
  approve: desk.texts.approve.handler(done(approveText)),
  discard: desk.texts.discard.handler(done(discardDraft)),
}
