import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#shared/errors'
import { writeWhole } from './files.ts'

/** Beside a database in which something was found that cannot be so; the next start checks the whole file because of it. */
export const damageFile = 'damage.txt'

/** Whether SQLite itself has met something that cannot be so in the file. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^SQLITE_(CORRUPT|NOTADB)/.test(String(error.code))

/**
 * What is known to be damaged. From the first finding on nothing is written and nobody is served, since neither an index nor a row
 * can be trusted to say whether a grant lives (decision 0040).
 */
export class Damage {
  readonly #path: string
  #what: string | undefined
  /** Called once, with the first finding. */
  onFound = (_what: string): void => {}

  constructor(folder: string) {
    this.#path = join(folder, damageFile)
  }

  /** The first finding as the refusal of whatever is asked; undefined: none. */
  get refusal(): AppError | undefined {
    return this.#what === undefined
      ? undefined
      : new AppError('store.damaged', { detail: this.#what })
  }

  /** @param what where it is and what is wrong there, for an administrator; no data of customers */
  report(what: string): AppError {
    const error = new AppError('store.damaged', { detail: this.#what ?? what })
    if (this.#what !== undefined) return error
    this.#what = what
    try {
      writeWhole(this.#path, `${what}\n`)
    } catch {
      // Where not even this can be written, the next start finds it anew.
    }
    this.onFound(what)
    return error
  }

  /** What a statement threw, as what it is. */
  asFound(error: unknown): unknown {
    return isDamage(error) ? this.report((error as Error).message) : error
  }
}

/** What a former run has found in the database of this folder. */
export function notedDamage(folder: string): string | undefined {
  const path = join(folder, damageFile)
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined
}

export const forgetDamage = (folder: string): void =>
  rmSync(join(folder, damageFile), { force: true })
