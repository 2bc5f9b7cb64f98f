import { setTimeout as pause } from 'node:timers/promises'
import { type FactorCipher, RowWriter } from '#bank'
import { AppError } from '#shared/errors'
import { auditRefusal } from '../act.ts'
import { type ActContext, type Actor, systemContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { unfitSecond } from '../proposals/second.ts'
import {
  type Agreement,
  acceptImport,
  agreementOf,
  forgetAgreement,
  proposeImport,
} from './accept.ts'
import {
  type GivenFile,
  type ImportStatus,
  isOver,
  type Job,
  newJob,
  type State,
  statusOf,
} from './job.ts'
import { dropStaged, stageRows, writeAccepted } from './load.ts'
import { refuseWrongOrder } from './order.ts'
import { checkedRows, checkFile } from './read.ts'
import { openImports } from './statements.ts'
import { removeUploads } from './upload.ts'

const mostBytes = 1024 * 1024 * 1024
/** How long to wait before accepted rows are written again after a failure, such as a full disk. */
const retryMs = 5_000

/**
 * Imports of files. A file is received, checked whole, and shown with all that is wrong with it; nothing is written before a
 * person accepts. Its rows then go into a staging table in commits of a few milliseconds, and one small transaction marks
 * the import accepted. From then on even a crash only delays the writing (decision 0013).
 */
export class Imports {
  readonly #engine: Engine
  readonly #factors: FactorCipher
  readonly #writer: RowWriter
  #job: Job | undefined
  #working: Promise<void> = Promise.resolve()

  constructor(engine: Engine, factors: FactorCipher) {
    this.#engine = engine
    this.#factors = factors
    this.#writer = new RowWriter(engine.store, factors, engine.passwords)
  }

  /** Goes on after a stop or a crash: rows that were accepted are written to the end, others are dropped. */
  async resume(): Promise<void> {
    await removeUploads(this.#engine.store.folder)
    for (const left of this.#engine.store.statement(openImports).all({}))
      if (left.state === 'staging') await dropStaged(this.#engine, left.id, 'cancelled')
      else {
        const { kind, fileName, rows, written } = left
        const job = this.#open(left.staffName, { kind, fileName, size: 0 })
        Object.assign(job, { state: 'writing', rows, done: written })
        this.#inBackground(job, () => this.#finish(job, left.id))
        await this.#working
      }
  }

  /** Resolves when the work under way has stopped at its next commit; it goes on at the next start. */
  ended(): Promise<void> {
    return this.#working
  }

  /** @throws AppError import.busy (one at a time), import.too-large, import.order (something has to be there first) */
  begin(actor: Actor, file: GivenFile): ImportStatus {
    if (this.#job && !isOver(this.#job))
      throw new AppError('import.busy', { detail: this.#job.staffName })
    if (file.size > mostBytes) throw new AppError('import.too-large')
    refuseWrongOrder(this.#engine, file.kind)
    const job = this.#open(actor.name, file)
    if (file.size === 0) this.#received(job)
    return statusOf(job)
  }

  #open(staffName: string, file: GivenFile): Job {
    this.#job = newJob(this.#engine.store.folder, this.#factors, staffName, file)
    return this.#job
  }

  /** The next piece; with the last one the check begins. @throws AppError import.not-found, import.too-large */
  async add(id: string, piece: Buffer): Promise<ImportStatus> {
    const job = this.#find(id, 'receiving')
    if (job.upload.bytes + piece.length > job.size) throw new AppError('import.too-large')
    if (piece.length > 0) await job.upload.add(piece)
    if (job.upload.bytes === job.size) this.#received(job)
    return statusOf(job)
  }

  #received(job: Job): void {
    job.state = 'checking'
    job.hash = job.upload.digest()
    this.#inBackground(job, async () => {
      await forgetAgreement(this.#engine)
      await checkFile(this.#engine, job)
    })
  }

  status(id: string): ImportStatus {
    if (this.#job?.id !== id) throw new AppError('import.not-found')
    return statusOf(this.#job)
  }

  /** The job that is under way, for whoever opens the page. */
  current(): ImportStatus | null {
    return this.#job ? statusOf(this.#job) : null
  }

  /** Everything that is wrong with the file, as far as it was kept; `problemCount` has the rest too. */
  problems(id: string): Pick<Job, 'fileName' | 'problems' | 'problemCount'> {
    return this.#find(id, 'checked')
  }

  /** A first agreement whose file a stop of the program took away: both persons have to agree anew. */
  lostAgreement(): Agreement | null {
    return this.#job?.first ? null : agreementOf(this.#engine)
  }

  /**
   * Accepts the file; where it would end many links, the first of two persons only agrees.
   * @throws AppError import.not-found, import.has-problems, import.second-person (the first one again)
   */
  async accept(id: string, ctx: ActContext): Promise<ImportStatus> {
    const job = this.#find(id, 'checked')
    if (job.problemCount > 0) throw new AppError('import.has-problems')
    if (job.ends?.needsTwo && !job.first) {
      const { id: staffId, name } = ctx.actor
      job.first = { id: staffId, name }
      try {
        await proposeImport(ctx, job)
      } catch (err) {
        job.first = undefined
        throw err
      }
      return statusOf(job)
    }
    if (
      job.ends?.needsTwo &&
      job.first &&
      unfitSecond(this.#engine, Number(job.first.id), ctx.actor)
    )
      throw new AppError('import.second-person')
    job.state = 'loading'
    job.done = 0
    this.#inBackground(job, () => this.#load(job, ctx))
    return statusOf(job)
  }

  /** Cancels an import. Before it is accepted nothing has been written. */
  async cancel(id: string): Promise<ImportStatus> {
    if (this.#job?.id !== id) throw new AppError('import.not-found')
    const job = this.#job
    if (['receiving', 'checking', 'checked', 'loading'].includes(job.state)) {
      const loading = job.state === 'loading'
      job.state = 'cancelled'
      if (!loading) await job.upload.remove()
      if (job.first) await forgetAgreement(this.#engine)
    }
    return statusOf(job)
  }

  async #load(job: Job, ctx: ActContext): Promise<void> {
    const { store, clock, closing } = this.#engine
    const { actor } = ctx
    const id = await store.write(() =>
      store.insert('imports', {
        kind: job.kind,
        fileName: job.fileName,
        encoding: job.encoding ?? 'utf-8',
        fileHash: job.hash ?? Buffer.alloc(32),
        rows: 0,
        state: 'staging',
        staffId: actor.id,
        staffName: actor.name,
        createdAt: clock.now(),
      }),
    )
    try {
      await stageRows(this.#engine, this.#writer, id, checkedRows(this.#engine, job), {
        row: (n) => {
          job.done = n
        },
        stopped: () => job.state === 'cancelled' || closing.aborted,
      })
      if (closing.aborted) return
    } catch (err) {
      await dropStaged(this.#engine, id, 'cancelled')
      throw err
    } finally {
      await job.upload.remove()
    }
    if (job.state === 'cancelled') {
      await dropStaged(this.#engine, id, 'cancelled')
      return
    }
    job.state = 'writing'
    job.done = 0
    // From this commit on the import counts.
    try {
      await acceptImport(ctx, { id, job })
    } catch (err) {
      await dropStaged(this.#engine, id, 'cancelled')
      throw err
    }
    await this.#finish(job, id)
  }

  /** Writes the accepted rows, and tries again after a failure: nobody has to accept them a second time. */
  async #finish(job: Job, id: number): Promise<void> {
    const { closing, log } = this.#engine
    while (!closing.aborted)
      try {
        await writeAccepted(this.#engine, this.#writer, { id, kind: job.kind }, (n) => {
          job.done = n
        })
        if (!closing.aborted) job.state = 'done'
        return
      } catch (err) {
        log.error({ err }, 'accepted import not written yet')
        await pause(retryMs, undefined, { ref: false, signal: closing }).catch(() => {})
      }
  }

  #inBackground(job: Job, work: () => Promise<void>): void {
    this.#working = work().catch(async (err: unknown) => {
      this.#engine.log.error({ err }, 'import failed')
      job.state = 'failed'
      await job.upload.remove().catch(() => {})
      await auditRefusal(systemContext(this.#engine), 'imports.accept', 'failed', {
        kind: 'system',
        id: 0,
        label: job.fileName,
      }).catch(() => {})
    })
  }

  #find(id: string, state: State): Job {
    if (this.#job?.id !== id || this.#job.state !== state) throw new AppError('import.not-found')
    return this.#job
  }
}
