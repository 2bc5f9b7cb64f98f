import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FactorCipher } from '#bank'

/**
 * A file as it arrives in pieces: encrypted on disk, since it may hold initial passwords, and removed as soon as it is done
 * with.
 */
export class Upload {
  readonly #path: string
  readonly #factors: FactorCipher
  readonly #hash: Hash = createHash('sha256')
  #file: FileHandle | undefined
  #pieces: number[] = []
  bytes = 0

  constructor(folder: string, id: string, factors: FactorCipher) {
    this.#path = join(folder, 'imports', `${id}.part`)
    this.#factors = factors
  }

  async add(piece: Buffer): Promise<void> {
    if (!this.#file) {
      await mkdir(join(this.#path, '..'), { recursive: true, mode: 0o700 })
      this.#file = await open(this.#path, 'wx+', 0o600)
    }
    const sealed = this.#factors.seal(piece.toString('base64'))
    await this.#file.write(sealed)
    this.#pieces.push(sealed.length)
    this.#hash.update(piece)
    this.bytes += piece.length
  }

  /** SHA-256 of the whole; nothing can be added afterwards. */
  digest(): Buffer {
    return this.#hash.digest()
  }

  async *read(): AsyncGenerator<Buffer> {
    let at = 0
    for (const length of this.#pieces) {
      const sealed = Buffer.alloc(length)
      await this.#file?.read(sealed, 0, length, at)
      at += length
      yield Buffer.from(this.#factors.open(sealed), 'base64')
    }
  }

  async remove(): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
    this.#pieces = []
    await rm(this.#path, { force: true })
  }
}

/** Removes what a crash left: an upload is begun anew. */
export function removeUploads(folder: string): Promise<void> {
  return rm(join(folder, 'imports'), { recursive: true, force: true })
}
