import { inSlices } from '#engine'
import type { ImportProblem } from '#shared/import-columns'
import { problemWords } from '#shared/import-words'
import { japanese } from '#shared/messages/catalogue'
import { CsvWriter } from '../paper/csv.ts'

const rowsAtOnce = 500

/**
 * Row, column, value, 事象 and 対処 of what is wrong with a file, as CSV.
 * @param count how much is wrong in all; a last line says how much is not listed
 */
export async function problemFile(
  problems: readonly ImportProblem[],
  count: number,
): Promise<Buffer> {
  const writer = new CsvWriter('utf-8', true)
  const heads = ['row', 'column', 'value', 'what', 'todo'] as const
  writer.add([heads.map((name) => japanese(`imports.${name}`))])
  await inSlices(0, (at) => {
    if (at >= problems.length) return null
    writer.add(
      problems.slice(at, at + rowsAtOnce).map((one) => {
        const { what, todo } = problemWords(japanese, one)
        return [String(one.row), one.column, one.value ?? '', what, todo]
      }),
    )
    return at + rowsAtOnce
  })
  const more = count - problems.length
  if (more > 0)
    writer.add([
      [
        '',
        '',
        '',
        japanese('imports.problems.cut', { more }),
        japanese('imports.problems.cut.todo'),
      ],
    ])
  return writer.file() ?? Buffer.alloc(0)
}
