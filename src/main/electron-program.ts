import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { downloadArtifact, type Progress } from '@electron/get'

/** Why the desktop cannot be had on this machine; the message is for the person who started it. */
export class NoElectron extends Error {}

const programs: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
}
const program = programs[process.platform] ?? 'electron'

/** Nothing has arrived for this long: the line is taken for dead. A slow line that goes on is waited for. */
const patienceMs = 30_000

/**
 * Electron's program: the one that ELECTRON_OVERRIDE_DIST_PATH names, or the one that belongs to the installed package,
 * fetched if it never was. The package itself fetches nothing when it is installed.
 * @param folder of the npm package `electron`
 * @throws NoElectron
 */
export async function electronProgram(
  folder: string,
  say: (text: string) => void,
  patience = patienceMs,
): Promise<string> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const named = join(override, program)
    if (existsSync(named)) return named
    throw new NoElectron(`ELECTRON_OVERRIDE_DIST_PATH に ${program} がありません: ${override}`)
  }
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (!isInstalled(folder, version)) {
    await download(folder, version, say, patience)
    await install(folder)
  }
  return join(folder, 'dist', program)
}

/** What the package's own installer asks: the program of this version, unpacked to the end. */
function isInstalled(folder: string, version: string): boolean {
  const [unpacked, marker] = [join(folder, 'dist/version'), join(folder, 'path.txt')]
  return (
    existsSync(join(folder, 'dist', program)) &&
    existsSync(marker) &&
    existsSync(unpacked) &&
    readFileSync(unpacked, 'utf8').replace(/^v/, '') === version
  )
}

/** Brings the archive into Electron's cache, as the package's installer does, but says how far it is and does not wait for ever. */
async function download(
  folder: string,
  version: string,
  say: (text: string) => void,
  patience: number,
): Promise<void> {
  // The address is put together without a slash between; the installer reads the same variable.
  if (process.env.ELECTRON_MIRROR)
    process.env.ELECTRON_MIRROR = process.env.ELECTRON_MIRROR.replace(/\/*$/, '/')
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(), patience)
  let said = -1
  say('Electron の本体（約120MB）を取り寄せています。初回だけです。')
  try {
    await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums: JSON.parse(readFileSync(join(folder, 'checksums.json'), 'utf8')),
      ...(process.env.electron_config_cache && { cacheRoot: process.env.electron_config_cache }),
      downloadOptions: {
        quiet: true,
        signal: silence.signal,
        getProgressCallback: async ({ percent }: Progress) => {
          timer.refresh()
          const tenth = Math.floor(percent * 10)
          if (tenth > said) say(`  ${tenth * 10}%`)
          said = Math.max(said, tenth)
        },
      },
    })
  } catch (cause) {
    throw new NoElectron(
      `Electron の本体を取り寄せられませんでした: ${whyNot(cause, silence.signal.aborted, patience)}`,
      { cause },
    )
  } finally {
    clearTimeout(timer)
  }
}

function whyNot(error: unknown, timedOut: boolean, patience: number): string {
  if (timedOut) return `${patience / 1000}秒のあいだ何も届きませんでした`
  const { message, cause } = error instanceof Error ? error : new Error(String(error))
  if (/checksum/i.test(message)) return '届いたファイルが本物ではありません（チェックサムの不一致）'
  return cause instanceof Error ? `${message}（${cause.message}）` : message
}

/** The package's own installer finds the archive in the cache, checks it again and unpacks it. */
function install(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const installer = spawn(process.execPath, [join(folder, 'install.js')], {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, npm_config_arch: process.arch },
    })
    const failed = (why: unknown): void =>
      reject(new NoElectron(`Electron の本体を展開できませんでした（${why}）`))
    installer.once('error', failed)
    installer.once('exit', (code) => (code === 0 ? resolve() : failed(`終了コード ${code}`)))
  })
}
