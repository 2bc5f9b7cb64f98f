import { listImports } from '#engine'
import { desk } from './answer.ts'

export const imports = {
  current: desk.imports.current.handler(({ context }) => context.engine.imports.current()),
  list: desk.imports.list.handler(({ context }) => listImports(context.engine)),
  begin: desk.imports.begin.handler(({ context, input }) =>
    context.engine.imports.begin(context.actor, input),
  ),
  add: desk.imports.add.handler(({ context, input }) =>
    context.engine.imports.add(input.id, Buffer.from(input.piece, 'base64')),
  ),
  status: desk.imports.status.handler(({ context, input }) =>
    context.engine.imports.status(input.id),
  ),
  accept: desk.imports.accept.handler(({ context, input }) =>
    context.engine.imports.accept(input.id, context),
  ),
  cancel: desk.imports.cancel.handler(({ context, input }) =>
    context.engine.imports.cancel(input.id),
  ),
}
