import { existsSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** Where the workers of one run of vitest, each a process for each file, keep what is made for all of them. */
const place = 'TEST_RUN_FOLDER'

/** vitest calls it before the first file of each project (vitest.config.ts); what it returns is called after the last of all. */
export function setup(): (() => void) | undefined {
  if (process.env[place] !== undefined) return
  removeLeft()
  const folder = mkdtempSync(join(tmpdir(), `renkei-run-${process.pid}-`))
  process.env[place] = folder
  return () => remove(folder)
}

/** Where folders of tests are made: in that of the run, with which they go whatever becomes of the test that made them. */
export const runFolder = (): string => process.env[place] ?? tmpdir()

/** What is written to while it goes is left to the next run. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {}
}

/** What runs have left whose process is gone: one that is killed takes nothing with it. */
export function removeLeft(): void {
  for (const name of globSync('renkei-run-*', { cwd: tmpdir() })) {
    const pid = Number(/^renkei-run-(\d+)-/.exec(name)?.[1])
    if (pid > 0 && !isThere(pid)) remove(join(tmpdir(), name))
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is somebody else's.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/**
 * A folder that whoever of the run's workers asks first fills by `make`, while others wait; nobody may write to it afterwards.
 * When `make` fails, the next one tries again.
 */
export async function onceInRun(
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const run = process.env[place]
  if (run === undefined) throw new Error('only within a run of vitest')
  const made = join(run, name)
  const making = `${made}.making`
  while (!existsSync(made)) {
    try {
      mkdirSync(making)
    } catch {
      await setTimeout(50)
      continue
    }
    try {
      // Another may have made it between the look and the hold.
      if (existsSync(made)) continue
      await make(making)
      renameSync(making, made)
    } finally {
      rmSync(making, { recursive: true, force: true })
    }
  }
  return made
}
