import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ender, StartRefused, workerScript } from '#db'
import { type ActContext, act, auditRefusal, type Engine, systemContext } from '#engine'
import type { BackupStatus } from '#shared/contract/backups'
import { AppError } from '#shared/errors'
import { atJapan, dayMs, isoDate, isoTime } from '#shared/japanese-date'
import {
  type BackupPlan,
  backupName,
  madeUntil,
  planFile,
  readPlan,
  timeOfBackup,
  toRemove,
} from './plan.ts'
import type { BackupInput, WrittenBackup } from './write.ts'

const everyMs = 60_000
/** A backup that failed is tried again after this time. */
const againMs = 3_600_000
/** A newest backup that is older has missed its day. */
const lateMs = 26 * 3_600_000

const noteBackup = act(
  'system.backup',
  (_, made: { file: string; bytes: number; sha256: string }) => ({
    target: null,
    after: made,
  }),
)
/** Who may ask for one names neither the folder nor the recipient: those are set at the machine. */
const noteAsked = act('backups.run', (_, file: string) => ({ target: null, after: { file } }))

/** The backups of a running service: by its plan each day, and when a person asks. One at a time, in a thread of its own. */
export class Backups {
  readonly #engine: Engine
  #running: Promise<void> | undefined
  /** Ends the thread that writes one. */
  #end: (() => void) | undefined
  #failedAt: number | null = null
  #failure: BackupStatus['failure'] = null
  #newest: BackupStatus['newest'] = null

  constructor(engine: Engine) {
    this.#engine = engine
  }

  get status(): BackupStatus {
    const plan = this.#plan()
    const now = this.#engine.clock.now()
    const { at = null } = this.#newest ?? {}
    return {
      plan: plan && {
        folder: plan.folder,
        recipient: plan.recipient,
        dailyAt: plan.dailyAt,
        keepDays: plan.keepDays,
        keepMonths: plan.keepMonths,
      },
      running: this.#running !== undefined,
      newest: this.#newest,
      late: plan !== null && (at === null || now - at > lateMs),
      failure: this.#failure,
    }
  }

  /** Begins a backup that a person asks for. @throws AppError backup.not-set-up, backup.running */
  async ask(ctx: ActContext): Promise<void> {
    const plan = this.#plan()
    if (!plan) throw new AppError('backup.not-set-up')
    if (this.#running) throw new AppError('backup.running')
    const started = this.#begin(plan)
    await noteAsked(ctx, started.file)
  }

  /** @returns how to stop; a backup under way is given up, and leaves no file */
  watch(): () => Promise<void> {
    void this.#look()
    const timer = setInterval(() => void this.#look(), everyMs).unref()
    return async () => {
      clearInterval(timer)
      this.#end?.()
      await this.#running
    }
  }

  #plan(): BackupPlan | null {
    try {
      return readPlan(this.#engine.store.folder) ?? null
    } catch (error) {
      if (!(error instanceof StartRefused)) throw error
      this.#fail('plan')
      return null
    }
  }

  /** What is there, and whether one is due. */
  async #look(): Promise<void> {
    const plan = this.#plan()
    if (!plan || this.#running) return
    if (this.#failure === 'plan') this.#mended()
    const now = this.#engine.clock.now()
    await this.#list(plan)
    const since = this.#failedAt === null ? againMs : Math.abs(now - this.#failedAt)
    if (this.#running || since < againMs) return
    if (dueAt(plan, now) > (this.#newest?.at ?? 0)) this.#begin(plan)
  }

  async #backupsIn({ folder }: BackupPlan): Promise<string[]> {
    return madeUntil(await readdir(folder), this.#engine.clock.now())
  }

  async #list(plan: BackupPlan): Promise<void> {
    try {
      const name = (await this.#backupsIn(plan)).at(-1)
      const at = name === undefined ? undefined : timeOfBackup(name)
      this.#newest =
        name === undefined || at === undefined
          ? null
          : { name, at, bytes: (await stat(join(plan.folder, name))).size }
      // It is there again: nothing has to wait, and nobody is warned of it.
      if (this.#failure === 'folder') this.#mended()
    } catch (err) {
      this.#newest = null
      this.#fail('folder', err)
    }
  }

  #begin(plan: BackupPlan): { file: string } {
    const now = this.#engine.clock.now()
    const file = backupName(isoDate(now), isoTime(now))
    this.#running = this.#run(plan, file, now).finally(() => {
      this.#running = undefined
    })
    return { file }
  }

  async #run(plan: BackupPlan, file: string, now: number): Promise<void> {
    const { keys, store, version } = this.#engine
    const ctx = systemContext(this.#engine)
    try {
      const made = await this.#inWorker({
        folder: store.folder,
        keys: { signing: keys.signing, auditHead: keys.auditHead, id: keys.id, plain: keys.plain },
        to: join(plan.folder, file),
        recipient: plan.recipient,
        program: version,
        now,
      })
      this.#mended()
      for (const name of toRemove(await this.#backupsIn(plan), plan))
        await rm(join(plan.folder, name), { force: true })
      await this.#list(plan)
      await noteBackup(ctx, { file, bytes: made.bytes, sha256: made.sha256 })
    } catch (err) {
      if (this.#engine.closing.aborted) return
      this.#fail('run', err)
      await this.#list(plan)
      await auditRefusal(ctx, 'system.backup', 'failed').catch(() => {})
    }
  }

  #inWorker(given: BackupInput): Promise<WrittenBackup> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(workerScript(import.meta.dirname, 'backup-worker'), {
        workerData: given,
      })
      const { end, heard } = ender(worker)
      this.#end = end
      worker.on('message', (said) => {
        if (!heard(said)) resolve(said)
      })
      worker.once('error', reject)
      worker.once('exit', (code) => {
        this.#end = undefined
        reject(new Error(`the backup ended with ${code}`))
      })
    })
  }

  #mended(): void {
    this.#failedAt = null
    this.#failure = null
  }

  #fail(failure: NonNullable<BackupStatus['failure']>, err?: unknown): void {
    this.#failure = failure
    this.#failedAt = this.#engine.clock.now()
    this.#engine.log.error({ err, failure, planFile }, 'no backup was made')
  }
}

/** The latest time at which a backup was due. */
function dueAt({ dailyAt }: BackupPlan, now: number): number {
  const today = atJapan(isoDate(now), dailyAt)
  return today <= now ? today : today - dayMs
}
