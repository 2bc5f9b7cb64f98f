import { approveText, discardDraft, findText, listTexts, saveDraft, textNumberAt } from '#engine'
import { done, signedIn } from './answer.ts'

export const texts = {
  list: signedIn.texts.list.handler(({ context: { engine }, input: { kind } }) => ({
    versions: listTexts(engine, kind),
    current: textNumberAt(engine, kind, engine.clock.now()),
  })),
  find: signedIn.texts.find.handler(({ context, input }) => {
    const { body, ...version } = findText(context.engine, input.kind, input.number)
    return { ...version, body: body as Record<string, string | string[]> }
  }),
  save: signedIn.texts.save.handler(async ({ context, input }) => ({
    number: await saveDraft(context, input),
  })),
  approve: signedIn.texts.approve.handler(done(approveText)),
  discard: signedIn.texts.discard.handler(done(discardDraft)),
}
