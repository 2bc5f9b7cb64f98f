import { ImportKind, type ImportProblem } from './import-columns.ts'
import type { Say } from './messages/catalogue.ts'

/** What is wrong with a file, and what to do, in words. */
export function problemWords(
  t: Say,
  { problem, detail }: Pick<ImportProblem, 'problem' | 'detail'>,
): { what: string; todo: string } {
  // The kind of which the file seems to be has its own word.
  const kind = ImportKind.safeParse(detail)
  const named = problem === 'other-kind' && kind.success ? t(`imports.kind.${kind.data}`) : detail
  return {
    what: t(`importProblem.${problem}`, { detail: named }),
    todo: t(`importTodo.${problem}`, { detail: named }),
  }
}
