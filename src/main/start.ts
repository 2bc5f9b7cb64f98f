import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** `npm start` and `npm run serve`: builds what is missing, then the desktop, or the headless service where there is none. */
const root = join(import.meta.dirname, '../..')
const serviceBundle = join(root, 'out/main/service.cjs')
const say = (text: string): boolean => process.stderr.write(`${text}\n`)

function newest(path: string): number {
  const info = statSync(path)
  return info.isDirectory()
    ? Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
    : info.mtimeMs
}

function buildIfStale(): void {
  const sources = join(root, 'src')
  const built = [
    serviceBundle,
    join(root, 'out/main/index.cjs'),
    join(root, 'out/renderer/index.html'),
    join(root, 'out/preload/index.cjs'),
  ]
  const stale = !existsSync(sources)
    ? false
    : built.some((path) => !existsSync(path)) ||
      newest(sources) > Math.min(...built.map((path) => statSync(path).mtimeMs))
  if (!stale) return
  say('組み立てています…')
  const bin = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const { status } = spawnSync(process.execPath, [bin, 'build', '--logLevel', 'error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) {
    say('組み立てに失敗しました。上の内容を確かめてください。')
    process.exit(1)
  }
}

/** Where Electron's program is, if it was ever fetched; it is never fetched from here. */
function electronBinary(): string | undefined {
  const names: Partial<Record<NodeJS.Platform, string>> = {
    win32: 'electron.exe',
    darwin: 'Electron.app/Contents/MacOS/Electron',
  }
  const name = names[process.platform] ?? 'electron'
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const dist =
    override ?? join(createRequire(import.meta.url).resolve('electron/package.json'), '../dist')
  const path = join(dist, name)
  return existsSync(path) ? path : undefined
}

function noDisplay(): boolean {
  return process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
}

/**
 * npm passes a signal to its shell, which ends without passing it on: a process that has lost its parent stops as if it had
 * got the signal.
 */
function stopWithNpm(): void {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, 500).unref()
}

async function serve(args: string[]): Promise<void> {
  stopWithNpm()
  process.argv = [process.argv[0] ?? '', serviceBundle, ...args]
  await import(pathToFileURL(serviceBundle).href)
}

const args = process.argv.slice(2)
buildIfStale()
if (args.includes('--serve')) {
  await serve(args.filter((arg) => arg !== '--serve'))
} else {
  const demo = args.includes('--demo')
  // A demo uses a temporary folder and never the desktop's own data.
  const own =
    demo && !args.includes('--data-dir')
      ? [...args, '--data-dir', mkdtempSync(join(tmpdir(), 'renkei-demo-'))]
      : args
  const binary = electronBinary()
  if (binary && !noDisplay()) {
    const child = spawn(binary, [root, ...own], { stdio: 'inherit' })
    child.on('exit', (code) => process.exit(code ?? 0))
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => child.kill(signal))
  } else {
    say(
      binary
        ? 'この端末には画面がないため、ブラウザで使うコンソールを始めます。'
        : 'Electron の本体が見つからないため、ブラウザで使うコンソールを始めます（本体を置いた場所を ELECTRON_OVERRIDE_DIST_PATH で、入手先を ELECTRON_MIRROR で指定できます）。',
    )
    say('準備ができると、次の行の "console" の URL をブラウザで開けます。')
    await serve(own)
  }
}
