import { EffectsCount, ImportCheck, type ImportEffects, type ImportRow, rowsOf } from '#bank'
import { inSlices } from '#db'
import type { ImportEncoding, ImportKind } from '#shared/import-columns'
import { isoDate } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'
import { basisOf } from './accept.ts'
import { type Ends, EndsCount } from './ends.ts'
import type { Job } from './job.ts'
import { batches } from './load.ts'
import { sameFile } from './statements.ts'

/** Kept of a file, for the list of all that is wrong with it. */
const mostProblems = 100_000

/** What accepting a file would do, counted row by row. */
export class Counts {
  readonly #effects: EffectsCount
  readonly #ends: EndsCount | undefined
  readonly #basis: string

  constructor(engine: Engine, kind: ImportKind) {
    this.#effects = new EffectsCount(engine.store, kind, isoDate(engine.clock.now()))
    this.#ends = kind === 'events' ? new EndsCount(engine) : undefined
    this.#basis = basisOf(engine)
  }

  see(row: ImportRow): void {
    this.#effects.see(row)
    this.#ends?.see(row)
  }

  get(): { effects: ImportEffects; ends: Ends | null; basis: string } {
    return { effects: this.#effects.get(), ends: this.#ends?.get() ?? null, basis: this.#basis }
  }
}

/** Checks a whole file: what is wrong with it, and what it would do. Stops when the job is cancelled or the engine closes. */
export async function checkFile(engine: Engine, job: Job): Promise<void> {
  const { clock, settings, store, closing } = engine
  const check = new ImportCheck(store, job.kind, clock.now())
  const counts = new Counts(engine, job.kind)
  const onEncoding = (encoding: ImportEncoding): void => {
    job.encoding = encoding
  }
  const of = {
    kind: job.kind,
    institution: settings.get('institution').code,
    today: isoDate(clock.now()),
  }
  const stopped = (): boolean => job.state !== 'checking' || closing.aborted
  if (job.size > 0)
    for await (const some of batches(rowsOf(job.upload.read(), of, onEncoding), stopped)) {
      await inSlices(0, (i) => {
        const raw = some[i]
        if (!raw) return null
        const { value, problems } = check.check(raw)
        if (value && job.problemCount === 0) counts.see(value)
        job.problemCount += problems.length
        job.problems.push(...problems.slice(0, mostProblems - job.problems.length))
        return i + 1
      })
      job.rows = check.rows
    }
  if (stopped()) return
  job.absent = job.kind === 'zengin' ? [] : check.absent
  if (check.rows + check.periods.size === 0 && job.problemCount === 0) {
    job.problemCount = 1
    job.problems.push({ row: 1, column: '', problem: 'empty', detail: '' })
  }
  if (job.problemCount === 0) {
    const { effects, ends } = counts.get()
    Object.assign(job, { effects, ends, periods: check.periods.size })
  }
  job.same = job.hash ? sameFile(engine, job.kind, job.hash) : null
  job.state = 'checked'
}

/**
 * The checked rows, read anew from the file: memory holds a few at a time.
 * @throws Error when one is wrong now: something that the file refers to has changed since the check
 */
export async function* checkedRows(
  engine: Engine,
  job: Job,
  counts: Counts,
): AsyncGenerator<ImportRow> {
  const { clock, settings, store } = engine
  const check = new ImportCheck(store, job.kind, clock.now())
  for await (const raw of rowsOf(job.upload.read(), {
    kind: job.kind,
    institution: settings.get('institution').code,
    today: isoDate(clock.now()),
  })) {
    const { value, problems } = check.check(raw)
    if (problems.length > 0) throw new Error('rows changed since the check')
    if (!value) continue
    counts.see(value)
    yield value
  }
  yield* check.periods.rows()
}
