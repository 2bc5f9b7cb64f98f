import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

export const reserveFile = 'reserve'
/** Some hundred acts of staff with their audit, and what a checkpoint adds to the database meanwhile. */
export const reserveBytes = 16 * 1024 * 1024
const pieceBytes = 1024 * 1024

/**
 * Room on the disk that is kept for the acts of staff: a file of noise (a file of zeros may take no room), given up when one of
 * them finds the disk full. From then on only they write, until there is room to make it again (decision 0039).
 */
export class Reserve {
  readonly #path: string
  #given = false

  constructor(folder: string) {
    this.#path = join(folder, reserveFile)
  }

  /** It was given up and could not be made again yet. */
  get given(): boolean {
    return this.#given
  }

  /** Whether its room is kept now. */
  get isThere(): boolean {
    return existsSync(this.#path)
  }

  give(): void {
    this.#given = true
    rmSync(this.#path, { force: true })
  }

  /** Whole or not at all. @throws ENOSPC and other errors of the operating system; then nothing of it is left */
  async make(): Promise<void> {
    const temporary = `${this.#path}.new`
    try {
      const file = await open(temporary, 'w', 0o600)
      try {
        for (let at = 0; at < reserveBytes; at += pieceBytes)
          await file.writeFile(randomBytes(pieceBytes))
        await file.datasync()
      } finally {
        await file.close()
      }
      await rename(temporary, this.#path)
      this.#given = false
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }
}
