import { importOverview, listImports } from '#engine'
import { signedIn } from './answer.ts'
import { problemFile } from './import-problems.ts'

export const imports = {
  current: signedIn.imports.current.handler(({ context }) => context.engine.imports.current()),
  list: signedIn.imports.list.handler(({ context }) => listImports(context.engine)),
  begin: signedIn.imports.begin.handler(({ context, input }) =>
    context.engine.imports.begin(context.actor, input),
  ),
  add: signedIn.imports.add.handler(({ context, input }) =>
    context.engine.imports.add(input.id, Buffer.from(input.piece, 'base64'), context.actor),
  ),
  overview: signedIn.imports.overview.handler(({ context: { engine } }) => importOverview(engine)),
  problems: signedIn.imports.problems.handler(async ({ context, input }) => {
    const { fileName, problems, problemCount } = context.engine.imports.problems(input.id)
    return {
      fileName: `${fileName.replace(/\.[^.]*$/, '')}_誤り.csv`,
      file: (await problemFile(problems, problemCount)).toString('base64'),
    }
  }),
  status: signedIn.imports.status.handler(({ context, input }) =>
    context.engine.imports.status(input.id),
  ),
  accept: signedIn.imports.accept.handler(({ context, input }) =>
    context.engine.imports.accept(input.id, context, input.reopened),
  ),
  cancel: signedIn.imports.cancel.handler(({ context, input }) =>
    context.engine.imports.cancel(input.id),
  ),
}
