import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'

/**
 * Chromium's own files lie in the data folder: one place per desk, on this machine (Electron's default is the roaming profile), and
 * the lock that allows one desktop goes by it. A folder that cannot be written is the engine's to tell, which is asked next.
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
