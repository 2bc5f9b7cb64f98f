import { setTimeout as pause } from 'node:timers/promises'
import { type FactorCipher, RowWriter } from '#bank'
import { AppError } from '#shared/errors'
import { auditRefusal } from '../act.ts'
import { type ActContext, type Actor, systemContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { acceptImport, waitsForSecond } from './accept.ts'
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
import { Counts, checkedRows, checkFile } from './read.ts'
import { openImports } from './statements.ts'
import { removeUploads } from './upload.ts'

const mostBytes = 1024 * 1024 * 1024
/** How long to wait before accepted rows are written again after a failure, such as a full disk. */
const retryMs = 5_000

/**
 * Imports of files. A file is received, checked whole, and shown with all that is wrong with it; nothing is written before a
 * person accepts. Its rows then go into a staging table in commits of a few milliseconds, and one small transaction marks
 * the import accepted. From then on even a crash only delays the writing (decision 0013). Where two persons are needed the
 * staged rows wait for the second one, whatever happens to the program.
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

  /** Goes on after a stop or a crash. */
  async resume(): Promise<void> {
    await removeUploads(this.#engine.store.folder)
    await this.goOn()
  }

  /** After a second person's word too: what is accepted is written to the end, and staged rows that wait for nobody are dropped. */
  goOn(): Promise<void> {
    const goOn = async (): Promise<void> => {
      for (const left of this.#engine.store.statement(openImports).all({})) {
        const { id, kind, fileName, rows, written } = left
        if (left.state === 'staging' && waitsForSecond(this.#engine, id)) continue
        const by = { id: left.staffId, name: left.staffName }
        const job = this.#jobOf(id, by, { kind, fileName, size: 0 })
        if (left.state === 'staging') {
          await dropStaged(this.#engine, id, 'cancelled')
          job.state = 'cancelled'
        } else {
          Object.assign(job, { state: 'writing', rows, done: written })
          await this.#finish(job, id)
        }
      }
    }
    // Whoever comes next waits for it, and does not fail with it.
    this.#working = this.#working
      .then(goOn)
      .catch((err: unknown) => this.#engine.log.error({ err }, 'imports have not gone on'))
    return this.#working
  }

  /** What the page shows of an import that goes on: another file that is under way is shown instead. */
  #jobOf(importId: number, by: Pick<Actor, 'id' | 'name'>, file: GivenFile): Job {
    if (this.#job?.importId === importId) return this.#job
    const job = newJob(this.#engine.store.folder, this.#factors, by, file)
    if (!this.#job || isOver(this.#job)) this.#job = job
    return job
  }

  /** Resolves when the work under way has stopped at its next commit; it goes on at the next start. */
  ended(): Promise<void> {
    return this.#working
  }

  /** @throws AppError import.busy (one at a time), import.too-large, import.order (something has to be there first) */
  begin(actor: Actor, file: GivenFile): ImportStatus {
    if (this.#job && !isOver(this.#job))
      throw new AppError('import.busy', { detail: this.#job.by.name })
    if (file.size > mostBytes) throw new AppError('import.too-large')
    refuseWrongOrder(this.#engine, file.kind)
    const job = newJob(this.#engine.store.folder, this.#factors, actor, file)
    this.#job = job
    if (file.size === 0) this.#received(job)
    return statusOf(this.#engine, job)
  }

  /**
   * The next piece, by who sends the file; with the last one the check begins.
   * @throws AppError import.not-found, import.not-yours, import.too-large
   */
  async add(id: string, piece: Buffer, actor: Actor): Promise<ImportStatus> {
    const job = this.#own(id, 'receiving', actor)
    if (job.upload.bytes + piece.length > job.size) throw new AppError('import.too-large')
    if (piece.length > 0) await job.upload.add(piece)
    if (job.upload.bytes === job.size) this.#received(job)
    return statusOf(this.#engine, job)
  }

  #received(job: Job): void {
    job.state = 'checking'
    job.hash = job.upload.digest()
    this.#inBackground(job, () => checkFile(this.#engine, job))
  }

  status(id: string): ImportStatus {
    if (this.#job?.id !== id) throw new AppError('import.not-found')
    return statusOf(this.#engine, this.#job)
  }

  /** The job that is under way, for whoever opens the page. */
  current(): ImportStatus | null {
    return this.#job ? statusOf(this.#engine, this.#job) : null
  }

  /** Everything that is wrong with the file, as far as it was kept; `problemCount` has the rest too. */
  problems(id: string): Pick<Job, 'fileName' | 'problems' | 'problemCount'> {
    return this.#find(id, 'checked')
  }

  /**
   * Accepts the file, by who sent it; where two persons are needed it is proposed.
   * @param reopened how many closed accounts they have seen that it opens again
   * @throws AppError import.not-found, import.not-yours, import.has-problems, import.reopens
   */
  async accept(id: string, ctx: ActContext, reopened = 0): Promise<ImportStatus> {
    const job = this.#own(id, 'checked', ctx.actor)
    if (job.problemCount > 0) throw new AppError('import.has-problems')
    if ((job.effects?.reopened ?? 0) !== reopened) throw new AppError('import.reopens')
    job.state = 'loading'
    job.done = 0
    this.#inBackground(job, () => this.#load(job, ctx))
    return statusOf(this.#engine, job)
  }

  /** Cancels an import. Before it is accepted nothing has been written. */
  async cancel(id: string): Promise<ImportStatus> {
    if (this.#job?.id !== id) throw new AppError('import.not-found')
    const job = this.#job
    if (['receiving', 'checking', 'checked', 'loading'].includes(job.state)) {
      const loading = job.state === 'loading'
      job.state = 'cancelled'
      if (!loading) await job.upload.remove()
    }
    return statusOf(this.#engine, job)
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
        rows: job.rows,
        state: 'staging',
        staffId: actor.id,
        staffName: actor.name,
        createdAt: clock.now(),
      }),
    )
    const counts = new Counts(this.#engine, job.kind)
    try {
      await stageRows(this.#engine, this.#writer, id, checkedRows(this.#engine, job, counts), {
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
    const { kind, fileName, encoding, rows } = job
    const sha256 = (job.hash ?? Buffer.alloc(0)).toString('hex')
    const file = { id, kind, fileName, encoding, rows, sha256, ...counts.get() }
    // Too late to be cancelled: what somebody is told is cancelled would be written.
    job.state = 'writing'
    job.done = 0
    try {
      const { waits } = await acceptImport(ctx, file)
      job.importId = id
      if (waits !== null) {
        Object.assign(job, counts.get())
        job.state = 'waiting'
        return
      }
    } catch (err) {
      await dropStaged(this.#engine, id, 'cancelled')
      throw err
    }
    // From that commit on the import counts.
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
    this.#working = this.#working.then(work).catch(async (err: unknown) => {
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

  /** Who sent a file answers for all of it: nobody else adds to it, or accepts it (decision 0030). */
  #own(id: string, state: State, actor: Actor): Job {
    const job = this.#find(id, state)
    if (job.by.id !== actor.id) throw new AppError('import.not-yours')
    return job
  }
}
