import { renderPreview } from '#consent-screens'
import { desk } from './answer.ts'
import { previewView } from './preview-model.ts'

export const preview = {
  make: desk.preview.make.handler(({ context, input }) => ({
    ids: input.pages.map((options) => {
      const view = previewView(context.engine, options)
      return context.previews.keep((nonce) => renderPreview(view, nonce))
    }),
  })),
}
