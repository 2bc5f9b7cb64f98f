import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'

/**
 * Puts Chromium's own files into the data folder. Electron's default is the roaming profile, which may lie on another machine, and the
 * lock that allows one desktop per data folder goes by this path. Where the folder cannot be written nothing is said here: the engine,
 * which starts next, says so.
 */
export function ownFolder(dataFolder: string): void {
  const folder = join(dataFolder, 'desktop')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch {
    return
  }
  app.setPath('userData', folder)
}
