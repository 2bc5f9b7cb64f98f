import { importOverview, inSlices, listImports } from '#engine'
import type { ImportProblem } from '#shared/import-columns'
import { japanese } from '#shared/messages/catalogue'
import { CsvWriter } from '../paper/csv.ts'
import { signedIn } from './answer.ts'

const rowsAtOnce = 500

/** Row, column, value, 事象 and 対処 of everything that is wrong with a file. */
async function problemFile(problems: readonly ImportProblem[]): Promise<Buffer> {
  const writer = new CsvWriter('utf-8', true)
  const heads = ['row', 'column', 'value', 'what', 'todo'] as const
  writer.add([heads.map((name) => japanese(`imports.${name}`))])
  await inSlices(0, (at) => {
    if (at >= problems.length) return null
    writer.add(
      problems
        .slice(at, at + rowsAtOnce)
        .map(({ row, column, problem, detail, value = '' }) => [
          String(row),
          column,
          value,
          japanese(`importProblem.${problem}`, { detail }),
          japanese(`importTodo.${problem}`, { detail }),
        ]),
    )
    return at + rowsAtOnce
  })
  return writer.file() ?? Buffer.alloc(0)
}

export const imports = {
  current: signedIn.imports.current.handler(({ context }) => context.engine.imports.current()),
  list: signedIn.imports.list.handler(({ context }) => listImports(context.engine)),
  begin: signedIn.imports.begin.handler(({ context, input }) =>
    context.engine.imports.begin(context.actor, input),
  ),
  add: signedIn.imports.add.handler(({ context, input }) =>
    context.engine.imports.add(input.id, Buffer.from(input.piece, 'base64')),
  ),
  overview: signedIn.imports.overview.handler(({ context }) => importOverview(context.engine)),
  problems: signedIn.imports.problems.handler(async ({ context, input }) => {
    const { fileName, problems } = context.engine.imports.problems(input.id)
    return {
      fileName: `${fileName.replace(/\.[^.]*$/, '')}_誤り.csv`,
      file: (await problemFile(problems)).toString('base64'),
    }
  }),
  status: signedIn.imports.status.handler(({ context, input }) =>
    context.engine.imports.status(input.id),
  ),
  accept: signedIn.imports.accept.handler(({ context, input }) =>
    context.engine.imports.accept(input.id, context),
  ),
  cancel: signedIn.imports.cancel.handler(({ context, input }) =>
    context.engine.imports.cancel(input.id),
  ),
}
