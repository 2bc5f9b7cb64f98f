import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import { sealedKeyFile, writeWhole } from '../db/files.ts'

/**
 * The key that wraps keys.json, kept by the operating system (DPAPI, Keychain, or a secret service), so that a copied data folder
 * opens nothing elsewhere. Once the app is ready.
 * @returns undefined where the system has no store, or one that protects nothing: keys.json is then kept in clear, and きょう says so
 */
export function systemDataKey(folder: string): string | undefined {
  const path = join(folder, sealedKeyFile)
  try {
    if (!safeStorage.isEncryptionAvailable() || protectsNothing()) return undefined
    if (existsSync(path)) return safeStorage.decryptString(readFileSync(path))
    const key = randomBytes(32).toString('base64url')
    writeWhole(path, safeStorage.encryptString(key))
    return key
  } catch (error) {
    // The engine says that it cannot open the keys, if it cannot; without a key of ours nothing is lost.
    process.stderr.write(`data key: ${error instanceof Error ? error.message : String(error)}\n`)
    return undefined
  }
}

/** Without a secret service Chromium on Linux encrypts with a password that is in its source. */
function protectsNothing(): boolean {
  return (
    process.platform === 'linux' &&
    ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())
  )
}
