import { randomUUID } from 'node:crypto'
import { type ActName, act, customersListed, inSlices, type ListName } from '#engine'
import { type CsvAnswer, mostOnPaper } from '#shared/contract/files'
import { AppError } from '#shared/errors'
import { timeText } from '#shared/japanese-date'
import { type ListSort, sortText } from '#shared/list'
import { compareKeys, type ListColumn, sortKey } from '#shared/list-columns'
import { japanese } from '#shared/messages/catalogue'
import { type CsvEncoding, CsvWriter } from '../paper/csv.ts'
import type { StaffContext } from './context.ts'

const mostRows = 100_000
export const pageSize = 500
/** From this many rows on a file is written in the background. */
const manyRows = 10_000

export interface List<Row, Cursor> {
  action: ActName
  name: string
  filter: object
  how: {
    encoding: CsvEncoding
    replace: boolean
    /** The columns that the screen shows, in its order; null: all there are. */
    columns: readonly string[] | null
    sort: ListSort | null
  }
  columns: Record<string, ListColumn<Row>>
  /** Whether the pages come sorted as asked. */
  sorted?: boolean
  page: (after: Cursor | null) => { rows: Row[]; next: Cursor | null }
  /** The customers in it: a file counts as a look at each of them (R124). */
  shows?: { list: ListName; customerOf: (row: Row) => number | null }
  /** Once the file is made. */
  made?: () => Promise<unknown>
}

/** No Japanese code page has the dots of masked numbers; a star is in all. */
function cellText<Row>(column: ListColumn<Row>, row: Row, encoding: CsvEncoding): string {
  if ('text' in column) {
    const text = column.text(row, japanese)
    return encoding === 'paper' ? text : text.replaceAll('•', '*')
  }
  if ('count' in column) return String(column.count(row))
  const at = column.time(row)
  return at === null ? '' : timeText(at, true)
}

/** The head of a column; of a time it says of which zone. */
function headText<Row>(column: ListColumn<Row>): string {
  const head = japanese(column.head)
  return 'time' in column ? japanese('file.ofJapan', { head }) : head
}

/** Sorts in the same way as the window sorts rows that it has all of. */
function sortRows<Row>(rows: Row[], column: ListColumn<Row>, desc: boolean): Row[] {
  const keyed = rows.map((row) => ({ row, key: sortKey(column, row, japanese) }))
  keyed.sort((a, b) => (desc ? compareKeys(b.key, a.key) : compareKeys(a.key, b.key)))
  return keyed.map(({ row }) => row)
}

/** A file that is being written. */
interface Job {
  staffId: number
  rows: number
  cancelled: boolean
  answer: CsvAnswer | undefined
  error: unknown
}
const jobs = new Map<string, Job>()
const mostJobs = 50
/** How long a finished file waits to be fetched. */
const keptMs = 10 * 60_000

/**
 * Writes a list page by page, giving way to other calls in between. No file is made while it would lose a character without
 * consent (R76). A long one goes on in the background (U7).
 * @throws AppError file.too-many-rows, file.cancelled
 */
async function write<Row, Cursor>(
  context: StaffContext,
  list: List<Row, Cursor>,
  job: Job,
  onMany: () => void,
): Promise<CsvAnswer> {
  const { engine } = context
  const { name, filter, how } = list
  const shown = (how.columns ?? Object.keys(list.columns)).flatMap((id) => list.columns[id] ?? [])
  const writer = new CsvWriter(how.encoding, how.replace)
  const add = (rows: Row[]): void =>
    writer.add(rows.map((row) => shown.map((column) => cellText(column, row, how.encoding))))
  const by = how.sort && !list.sorted ? list.columns[how.sort.by] : undefined
  writer.add([shown.map(headText)])
  const kept: Row[] = []
  const customers: number[] = []
  await inSlices({ after: null as Cursor | null, over: false }, ({ after, over }) => {
    if (over) return null
    const { rows, next } = list.page(after)
    if (by) kept.push(...rows)
    else add(rows)
    job.rows += rows.length
    customers.push(...rows.flatMap((row) => list.shows?.customerOf(row) ?? []))
    if (job.rows > mostRows) throw new AppError('file.too-many-rows')
    if (how.encoding === 'paper' && job.rows > mostOnPaper)
      throw new AppError('paper.too-many-rows')
    if (job.cancelled) throw new AppError('file.cancelled')
    if (next !== null && job.rows >= manyRows) onMany()
    return { after: next, over: next === null }
  })
  if (by) {
    const sorted = sortRows(kept, by, how.sort?.desc === true)
    await inSlices(0, (at) => {
      if (at >= sorted.length) return null
      add(sorted.slice(at, at + pageSize))
      return at + pageSize
    })
  }
  const fileName = `${name}_${timeText(engine.clock.now()).replace(/\D/g, '')}.csv`
  const file = writer.file()
  const { unmappable } = writer
  if (!file) return { fileName, rows: job.rows, unmappable, file: null, job: null }
  const tell = act(list.action, () => ({
    target: { kind: 'system', id: 0, label: fileName },
    after: {
      rows: job.rows,
      filter,
      encoding: how.encoding,
      columns: how.columns,
      sort: how.sort && sortText(how.sort),
    },
  }))
  if (list.shows) await customersListed(context, list.shows.list, customers, true)
  await tell(context)
  await list.made?.()
  return { fileName, rows: job.rows, unmappable, file: file.toString('base64'), job: null }
}

/** The file, or the job of a long one. */
export async function written<Row, Cursor>(
  context: StaffContext,
  list: List<Row, Cursor>,
): Promise<CsvAnswer> {
  const job: Job = {
    staffId: context.session.staffId,
    rows: 0,
    cancelled: false,
    answer: undefined,
    error: undefined,
  }
  let many = (): void => {}
  const long = new Promise<'long'>((resolve) => {
    many = () => resolve('long')
  })
  const work = write(context, list, job, many)
  const first = await Promise.race([work, long])
  if (first !== 'long') return first
  const id = randomUUID()
  for (const oldest of jobs.keys()) {
    if (jobs.size < mostJobs) break
    jobs.delete(oldest)
  }
  jobs.set(id, job)
  work
    .then(
      (answer) => {
        job.answer = answer
      },
      (error: unknown) => {
        job.error = error
      },
    )
    .then(() => setTimeout(forgetJob, keptMs, id).unref())
  return { fileName: '', rows: job.rows, unmappable: [], file: null, job: id }
}

/** @throws AppError file.not-found (another person's, or one that was fetched) */
export function jobOf(context: StaffContext, id: string): Job {
  const job = jobs.get(id)
  if (!job || job.staffId !== context.session.staffId) throw new AppError('file.not-found')
  return job
}

/** Called when the file was fetched. */
export function forgetJob(id: string): void {
  jobs.delete(id)
}
