import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { StartRefused } from '#db'
import type { DataKey } from '#engine'

/** The name of a systemd credential (systemd.exec(5), LoadCredentialEncrypted=). */
const credential = 'renkei-data-key'
/** Set by the desktop for its engine: see desktop/data-key.ts. */
const fromDesktop = 'RENKEI_DATA_KEY'
/** A password is too short for this: a key is 32 random bytes, in whatever spelling. */
const leastBytes = 32

/**
 * The key that wraps keys.json: of `--key-file`, of the desktop's store, or of a systemd credential, in that order; undefined:
 * keys.json is kept in clear.
 * @throws StartRefused usage, keys-locked
 */
export function readDataKey(folder: string, keyFile: string | undefined): DataKey | undefined {
  const ofDesktop = process.env[fromDesktop]
  // No process that this one starts, and no report of it, shall hold the key.
  delete process.env[fromDesktop]
  if (keyFile === undefined && ofDesktop !== undefined) return Buffer.from(ofDesktop)
  const path = keyFile ?? credentialFile()
  if (path === undefined) return undefined
  const text = read(path, folder)
  // What an editor or `echo` adds at the end is no part of the key.
  const key = Buffer.from(text.toString('latin1').trim(), 'latin1')
  if (key.length < leastBytes)
    throw usage(
      `鍵が短すぎます（${leastBytes}バイト以上）: ${path}\nnpm run keys:make -- --data-key ファイル で作れます。`,
    )
  return key
}

function credentialFile(): string | undefined {
  const folder = process.env.CREDENTIALS_DIRECTORY
  const path = folder === undefined ? undefined : join(folder, credential)
  return path !== undefined && existsSync(path) ? path : undefined
}

function read(path: string, folder: string): Buffer {
  try {
    if (existsSync(folder) && isInside(realpathSync(path), realpathSync(folder)))
      throw usage(
        `--key-file はデータフォルダの外に置いてください: ${path}\n中にあると、データフォルダの写しだけで鍵が開きます。`,
      )
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
      throw usage(
        `--key-file をほかの利用者が読めます: ${path}\nchmod 600 で閉じてから、もう一度起動してください。`,
      )
    return readFileSync(path)
  } catch (cause) {
    if (cause instanceof StartRefused) throw cause
    throw new StartRefused(
      `--key-file が読めません: ${path}\n置き場所と権限を確かめてください。新しく作るには npm run keys:make -- --data-key ファイル を使います。 (The key file cannot be read.)`,
      { reason: 'keys-locked', cause },
    )
  }
}

function isInside(path: string, folder: string): boolean {
  const from = relative(folder, path)
  return from !== '..' && !from.startsWith(`..${sep}`) && from !== path
}

function usage(message: string): StartRefused {
  return new StartRefused(`${message} (Bad key file; see README.)`, { reason: 'usage' })
}
