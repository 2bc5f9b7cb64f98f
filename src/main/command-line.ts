import { mkdtempSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const text = { type: 'string' } as const

/** Every option of the engine and of the desktop; what they mean stands in options.ts. */
export const known = {
  'data-dir': text,
  'key-file': text,
  'provider-host': text,
  'provider-port': text,
  'console-host': text,
  'console-port': text,
  'console-url': text,
  issuer: text,
  'trust-front': text,
  'test-port': text,
  'test-issuer': text,
  'clock-offset': text,
  demo: { type: 'boolean' },
} as const

/**
 * The folder of this start: the one that is named, for a demo a temporary one that is never the desk's own, else the desk's own.
 * A demo's folder is made here, so call it once.
 */
export function dataFolder(given: { 'data-dir'?: string; demo?: boolean }): string {
  if (given['data-dir'] !== undefined) return resolve(given['data-dir'])
  return given.demo ? mkdtempSync(join(tmpdir(), 'renkei-demo-')) : localFolder('data')
}

/** Where compiled code is kept between starts. Not in the program's folder, which its user may not write, nor in one of all users. */
export function cacheFolder(): string {
  return join(localFolder('cache'), 'compiled')
}

/**
 * This person's own folder on this machine. On Windows never the roaming profile: a database that is copied to a server at each
 * sign-out would be another one at each PC.
 */
function localFolder(kind: 'data' | 'cache'): string {
  const name = 'renkei-desk'
  const home = homedir()
  if (process.platform === 'win32') {
    const local = process.env.LOCALAPPDATA ?? join(home, 'AppData', 'Local')
    return kind === 'data' ? join(local, name) : join(local, name, 'cache')
  }
  if (process.platform === 'darwin')
    return join(home, 'Library', kind === 'data' ? 'Application Support' : 'Caches', name)
  return kind === 'data'
    ? join(process.env.XDG_DATA_HOME ?? join(home, '.local', 'share'), name)
    : join(process.env.XDG_CACHE_HOME ?? join(home, '.cache'), name)
}

/**
 * What the desktop was asked, out of all that stands in its command line: Electron, Chromium, Windows and installers add words of
 * their own (`--updated`, `--squirrel-firstrun`, switches, an address), and none of them may end the start. A known option with a
 * wrong value is left in, and refused by the engine.
 * @returns the engine's arguments, data folder included, and what was left out
 */
export function desktopArguments(args: string[]): {
  folder: string
  engine: string[]
  leftOut: string[]
} {
  const { tokens, values } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: known,
  })
  const engine: string[] = []
  const leftOut: string[] = []
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    // A value that looks like an option is one: the option before it was given none.
    const value = token.inlineValue || !token.value?.startsWith('-') ? token.value : undefined
    if (token.name in known) engine.push(`--${token.name}${value === undefined ? '' : `=${value}`}`)
    else leftOut.push(token.rawName)
  }
  const named = values['data-dir']
  const folder = dataFolder({
    ...(typeof named === 'string' && { 'data-dir': named }),
    demo: values.demo === true,
  })
  if (named === undefined) engine.push(`--data-dir=${folder}`)
  return { folder, engine, leftOut }
}
