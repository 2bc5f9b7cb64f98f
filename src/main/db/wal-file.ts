import { type FileHandle, open } from 'node:fs/promises'

/** The write-ahead log that the writing connection appends to, synced beside the event loop (decision 0027). */
export class WalFile {
  readonly #path: string
  #file: FileHandle | undefined

  constructor(path: string) {
    this.#path = path
  }

  /** Resolves when every byte written to it so far is on disk. @throws the operating system's error */
  async sync(): Promise<void> {
    // Once: SQLite keeps one file for as long as a connection is open.
    this.#file ??= await open(this.#path, 'r+')
    await this.#file.datasync()
  }

  async close(): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
  }
}
