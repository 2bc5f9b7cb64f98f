import { renderPreview } from '#consent-screens'
import { signedIn } from './answer.ts'
import { previewView } from './preview-model.ts'

export const preview = {
  make: signedIn.preview.make.handler(({ context, input }) => ({
    ids: input.pages.map((options) => {
      const view = previewView(context.engine, options)
      return context.previews.keep((nonce) => renderPreview(view, nonce))
    }),
  })),
}
