import { randomBytes, randomUUID } from 'node:crypto'
import { type FactorCipher, ImportCheck, type ImportRow, RowWriter, rowsOf } from '#bank'
import { AppError } from '#shared/errors'
import type { ImportEncoding, ImportKind, ImportProblem } from '#shared/import-columns'
import { isoDate } from '#shared/japanese-date'
import { type Actor, systemActor } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { dropStaged, stageRows, writeAccepted } from './load.ts'
import { acceptImport, insertImport, newestOfKind, openImports } from './statements.ts'
import { removeUploads, Upload } from './upload.ts'

const mostBytes = 1024 * 1024 * 1024
const mostProblems = 500

type State =
  | 'receiving'
  | 'checking'
  | 'checked'
  | 'loading'
  | 'writing'
  | 'done'
  | 'cancelled'
  | 'failed'

interface Job {
  readonly id: string
  readonly kind: ImportKind
  readonly encoding: ImportEncoding
  readonly fileName: string
  readonly size: number
  readonly actor: Actor
  readonly upload: Upload
  state: State
  rows: number
  done: number
  problems: ImportProblem[]
  problemCount: number
  /** The same file is what was taken in last. */
  same: boolean
  hash: Buffer | undefined
}
export interface ImportStatus {
  id: string
  kind: ImportKind
  fileName: string
  state: State
  size: number
  received: number
  rows: number
  done: number
  problems: ImportProblem[]
  problemCount: number
  same: boolean
}

/**
 * Files on their way in. A file is received, checked whole, and shown with all that is wrong with it; nothing is written before a
 * person accepts. Its rows then go into a staging table in commits of a few milliseconds; one small transaction makes them the
 * union's word; from there on even a crash only delays their writing.
 */
export class ImportDesk {
  readonly #engine: Engine
  readonly #factors: FactorCipher
  readonly #writer: RowWriter
  #job: Job | undefined

  constructor(engine: Engine, factors: FactorCipher) {
    this.#engine = engine
    this.#factors = factors
    this.#writer = new RowWriter(engine.store, factors, engine.passwords)
  }

  /** What a stop or a crash left: rows that were accepted are written to the end, others are dropped. */
  async resume(): Promise<void> {
    await removeUploads(this.#engine.store.folder)
    for (const left of this.#engine.store.statement(openImports).all({}))
      if (left.state === 'accepted') await writeAccepted(this.#engine, this.#writer, left, () => {})
      else await dropStaged(this.#engine, left.id, 'cancelled')
  }

  /** @throws AppError import.busy (one at a time), import.too-large */
  begin(
    actor: Actor,
    file: { kind: ImportKind; encoding: ImportEncoding; fileName: string; size: number },
  ): ImportStatus {
    if (this.#job && !['done', 'cancelled', 'failed'].includes(this.#job.state))
      throw new AppError('import.busy', { detail: this.#job.actor.name })
    if (file.size > mostBytes) throw new AppError('import.too-large')
    const id = randomBytes(12).toString('hex')
    this.#job = {
      ...file,
      id,
      actor,
      upload: new Upload(this.#engine.store.folder, id, this.#factors),
      state: 'receiving',
      rows: 0,
      done: 0,
      problems: [],
      problemCount: 0,
      same: false,
      hash: undefined,
    }
    return this.#status(this.#job)
  }

  /** The next piece; with the last one the check begins. @throws AppError import.not-found, import.too-large */
  async add(id: string, piece: Buffer): Promise<ImportStatus> {
    const job = this.#find(id, 'receiving')
    if (job.upload.bytes + piece.length > job.size) throw new AppError('import.too-large')
    if (piece.length > 0) await job.upload.add(piece)
    if (job.upload.bytes === job.size) {
      job.state = 'checking'
      job.hash = job.upload.digest()
      this.#inBackground(job, () => this.#check(job))
    }
    return this.#status(job)
  }

  status(id: string): ImportStatus {
    if (this.#job?.id !== id) throw new AppError('import.not-found')
    return this.#status(this.#job)
  }

  /** The job that is under way, for whoever opens the page. */
  current(): ImportStatus | null {
    return this.#job ? this.#status(this.#job) : null
  }

  /** @throws AppError import.not-found, import.has-problems */
  accept(id: string, actor: Actor, correlationId: string): ImportStatus {
    const job = this.#find(id, 'checked')
    if (job.problemCount > 0 || job.rows === 0) throw new AppError('import.has-problems')
    job.state = 'loading'
    job.done = 0
    this.#inBackground(job, () => this.#load(job, actor, correlationId))
    return this.#status(job)
  }

  /** Until the moment of acceptance nothing has happened, and nothing will. */
  async cancel(id: string): Promise<ImportStatus> {
    if (this.#job?.id !== id) throw new AppError('import.not-found')
    const job = this.#job
    if (['receiving', 'checking', 'checked', 'loading'].includes(job.state)) {
      const loading = job.state === 'loading'
      job.state = 'cancelled'
      if (!loading) await job.upload.remove()
    }
    return this.#status(job)
  }

  async #check(job: Job): Promise<void> {
    const { clock, settings, store } = this.#engine
    const check = new ImportCheck(store, job.kind)
    const of = {
      kind: job.kind,
      encoding: job.encoding,
      institution: settings.get('institution').code,
      today: isoDate(clock.now()),
    }
    let since = performance.now()
    for await (const raw of rowsOf(job.upload.read(), of)) {
      if (job.state !== 'checking') return
      const { problems } = check.check(raw)
      job.problemCount += problems.length
      for (const problem of problems)
        if (job.problems.length < mostProblems) job.problems.push(problem)
      job.rows = check.rows
      if (performance.now() - since > 5) {
        await new Promise((resolve) => setImmediate(resolve))
        since = performance.now()
      }
    }
    if (check.rows === 0 && job.problemCount === 0) {
      job.problemCount = 1
      job.problems.push({ row: 1, column: '', problem: 'empty', detail: '' })
    }
    const last = store.statement(newestOfKind).get({ kind: job.kind })
    job.same = job.hash !== undefined && last !== undefined && job.hash.equals(last.fileHash)
    job.state = 'checked'
  }

  async #load(job: Job, actor: Actor, correlationId: string): Promise<void> {
    const { store, clock } = this.#engine
    const id = await store.write(() =>
      Number(
        store.statement(insertImport).get({
          kind: job.kind,
          fileName: job.fileName,
          encoding: job.encoding,
          fileHash: job.hash ?? Buffer.alloc(32),
          staffId: actor.id,
          staffName: actor.name,
          at: clock.now(),
        })?.id,
      ),
    )
    const rows = await stageRows(this.#engine, this.#writer, id, this.#values(job), {
      row: (n) => {
        job.done = n
      },
      cancelled: () => job.state === 'cancelled',
    })
    await job.upload.remove()
    if (job.state === 'cancelled' || rows !== job.rows) {
      await dropStaged(this.#engine, id, 'cancelled')
      return
    }
    job.state = 'writing'
    job.done = 0
    // The one moment at which it counts.
    await store.write(() => {
      store.statement(acceptImport).run({ id, rows })
      recordAudit(this.#engine, {
        actor,
        action: 'imports.accept',
        target: { kind: 'system', id, label: job.fileName },
        after: {
          kind: job.kind,
          encoding: job.encoding,
          rows,
          sha256: (job.hash ?? Buffer.alloc(0)).toString('hex'),
        },
        correlationId,
      })
    })
    await writeAccepted(this.#engine, this.#writer, { id, kind: job.kind, written: 0 }, (n) => {
      job.done = n
    })
    job.state = 'done'
  }

  /** The checked rows, read anew from the file: memory holds a few at a time. */
  async *#values(job: Job): AsyncGenerator<ImportRow> {
    const { clock, settings, store } = this.#engine
    const check = new ImportCheck(store, job.kind)
    for await (const raw of rowsOf(job.upload.read(), {
      kind: job.kind,
      encoding: job.encoding,
      institution: settings.get('institution').code,
      today: isoDate(clock.now()),
    })) {
      const { value } = check.check(raw)
      if (value) yield value
    }
  }

  #inBackground(job: Job, work: () => Promise<void>): void {
    work().catch(async (err: unknown) => {
      this.#engine.log.error({ err }, 'import failed')
      job.state = 'failed'
      await job.upload.remove().catch(() => {})
      await this.#engine.store
        .write(() =>
          recordAudit(this.#engine, {
            actor: systemActor,
            action: 'imports.accept',
            outcome: 'refused',
            reason: 'failed',
            target: { kind: 'system', id: 0, label: job.fileName },
            correlationId: randomUUID(),
          }),
        )
        .catch(() => {})
    })
  }

  #find(id: string, state: State): Job {
    if (this.#job?.id !== id || this.#job.state !== state) throw new AppError('import.not-found')
    return this.#job
  }

  #status(job: Job): ImportStatus {
    const { id, kind, fileName, state, size, rows, done, problems, problemCount, same } = job
    const received = job.upload.bytes
    return { id, kind, fileName, state, size, received, rows, done, problems, problemCount, same }
  }
}
