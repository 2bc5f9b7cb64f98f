import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { removeFolder, temporaryFolder } from '../../support/service-process.ts'

const works = (command: string, args: string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Syncs that fail, take long or lie, for services that are started with `env`. Linux with a C compiler alone. */
export class SyncFaults {
  readonly #folder = temporaryFolder()
  readonly #said = join(this.#folder, 'said')
  readonly env: NodeJS.ProcessEnv

  static readonly possible = process.platform === 'linux' && works('cc', ['--version'])

  constructor() {
    const library = join(this.#folder, 'shim.so')
    execFileSync('cc', [
      '-shared',
      '-fPIC',
      '-o',
      library,
      join(import.meta.dirname, 'shim.c'),
      '-ldl',
    ])
    this.env = { LD_PRELOAD: library, FAULTS: this.#said }
    this.say('')
  }

  say(fault: '' | 'eio' | 'slow' | 'lie'): void {
    writeFileSync(this.#said, fault)
  }

  [Symbol.dispose](): void {
    removeFolder(this.#folder)
  }
}

/** A file system of its own in a file, whose power can be cut: what was not synced is gone. Root on Linux alone. */
export class PowerDisk {
  readonly #place = temporaryFolder()
  readonly #mounted = join(this.#place, 'mounted')
  readonly folder = join(this.#mounted, 'data')
  #cuts = 0

  static readonly possible =
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    works('mkfs.ext4', ['-V']) &&
    works('losetup', ['-f'])

  constructor(from: string) {
    mkdirSync(this.#mounted)
    execFileSync('truncate', ['-s', '192M', this.#image])
    execFileSync('mkfs.ext4', ['-q', '-F', this.#image])
    this.#mount()
    cpSync(from, this.folder, { recursive: true })
    execFileSync('sync', ['-f', this.folder])
  }

  get #image(): string {
    return join(this.#place, `${this.#cuts}.img`)
  }

  // The journal of the file system is written by itself after minutes alone, so that nothing lasts by chance.
  #mount(): void {
    execFileSync('mount', ['-o', 'loop,commit=300', this.#image, this.#mounted])
  }

  /** Nothing may have files open there. What the disk had got at this moment is all that is left. */
  cut(): void {
    const before = this.#image
    this.#cuts += 1
    execFileSync('cp', ['--sparse=always', before, this.#image])
    execFileSync('umount', [this.#mounted])
    rmSync(before)
    this.#mount()
  }

  [Symbol.dispose](): void {
    // A test that failed may have left a service there.
    execFileSync('umount', ['--lazy', this.#mounted])
    removeFolder(this.#place)
  }
}
