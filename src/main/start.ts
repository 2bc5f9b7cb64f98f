import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { electronProgram, NoElectron } from './electron-program.ts'

/** `npm start` and `npm run serve`: builds what is missing, then the desktop, or the headless service where there is none. */
const root = join(import.meta.dirname, '../..')
const serviceBundle = join(root, 'out/main/service.cjs')
const electronFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
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

/** Runs the desktop until it ends. @throws NoElectron when it cannot be had or does not run on this machine */
async function openDesktop(given: string[]): Promise<void> {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    throw new NoElectron('この端末には画面がありません。')
  const program = await electronProgram(electronFolder, say)
  const child = spawn(program, [root, ...given], { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill(signal))
  await new Promise<void>((_, reject) => {
    const unfit = (why: unknown): void =>
      reject(new NoElectron(`Electron の本体がこの端末で動きません（${why}）。`))
    child.once('error', unfit)
    // 127: a library of the system is missing. A signal that nobody sent: Chromium's own refusal, such as no usable display.
    child.once('exit', (code, signal) => {
      if (code === 127 || (signal !== null && !child.killed)) unfit(signal ?? code)
      else process.exit(code ?? 0)
    })
  })
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
  try {
    await openDesktop(args)
  } catch (error) {
    if (!(error instanceof NoElectron)) throw error
    say(
      `${error.message}\nブラウザで使うコンソールを始めます。準備ができると、次の行の "console" の URL を開けます。`,
    )
    await serve(args)
  }
}
