import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { removeFolder, temporaryFolder } from './service-process.ts'

/** Only root can mount; elsewhere what needs a disk of its own is left out. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0

/** A disk in memory, so small that a test can fill it: `folder` lies on it. */
export class SmallDisk {
  readonly #mounted = temporaryFolder()
  readonly folder = join(this.#mounted, 'data')
  readonly #filler = join(this.#mounted, 'filler')

  constructor(megabytes: number) {
    execFileSync('mount', [
      '-t',
      'tmpfs',
      '-o',
      `size=${megabytes}m,mode=700`,
      'tmpfs',
      this.#mounted,
    ])
    mkdirSync(this.folder, { mode: 0o700 })
  }

  /** Until not one byte more can be written. */
  fill(): void {
    const fd = openSync(this.#filler, 'a')
    try {
      for (const bytes of [1 << 20, 4_096, 1])
        for (;;) {
          const written = writeSync(fd, Buffer.alloc(bytes, 1))
          if (written < bytes) break
        }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    } finally {
      closeSync(fd)
    }
  }

  free(): void {
    rmSync(this.#filler, { force: true })
  }

  [Symbol.dispose](): void {
    execFileSync('umount', ['--lazy', this.#mounted])
    removeFolder(this.#mounted)
  }
}
