/** One line of the table. `must` is what the figure has to reach. */
export interface Row {
  name: string
  against: string
  /** Undefined where a time itself is judged. */
  ratio?: number
  /** The same by server CPU per operation: steadier, for information. */
  cpuRatio?: number
  /** The same with bearer tokens, for information. */
  bearer?: number
  must: string
  reached: boolean
  figures: string
}

export const median = (numbers: number[]): number => percentile(numbers, 0.5)
export const percentile = (numbers: number[], share: number): number =>
  [...numbers].sort((a, b) => a - b)[
    Math.min(numbers.length - 1, Math.floor(numbers.length * share))
  ] ?? Number.NaN

export const say = (text: string): boolean => process.stderr.write(`${text}\n`)

export function table(rows: Row[]): string {
  const two = (value: number | undefined): string => (value === undefined ? '—' : value.toFixed(2))
  const lines = rows.map((row) => [
    row.name,
    row.against,
    two(row.ratio),
    two(row.cpuRatio),
    two(row.bearer),
    row.must,
    row.reached ? 'yes' : 'NO',
    row.figures,
  ])
  const head = ['what', 'against', 'ratio', 'by CPU', 'bearer', 'must', 'reached', 'figures']
  return [head, head.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('')
}
