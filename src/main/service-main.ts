import { join } from 'node:path'
import { refusedStart, StartRefused } from '#db'
import { AppError } from '#shared/errors'
import manifest from '../../package.json' with { type: 'json' }
import type { answerPort } from './console/port.ts'
import { parseOptions } from './options.ts'
import { runService } from './run-service.ts'

/** What Electron gives a utility process; this program imports nothing of Electron. */
interface ParentPort {
  on(
    event: 'message',
    listener: (event: {
      data: unknown
      ports: (Parameters<typeof answerPort>[0] & { start(): void })[]
    }) => void,
  ): void
  postMessage(message: unknown): void
}

/** The engine process: under Electron's main process it answers windows over ports, headless it answers a browser. */
const desktop = (process as { parentPort?: ParentPort }).parentPort
const out = process.stdout
const rendererFiles = join(import.meta.dirname, '../renderer')

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), desktop === undefined)
  const service = await runService(options, {
    version: manifest.version,
    rendererFiles,
  })
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    service.stop().then(() => process.exit(0), fail)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  if (desktop) {
    desktop.on('message', (event) => {
      const [port] = event.ports
      const { preview: id, asked } = Object(event.data) as { preview?: string; asked?: number }
      if (event.data === 'stop') stop()
      else if (id !== undefined)
        service.opened.then(({ callContext }) =>
          desktop.postMessage({ asked, page: callContext.previews.find(id) ?? null }),
        )
      else if (port)
        Promise.all([import('./console/port.ts'), service.opened]).then(([console, engine]) => {
          console.answerPort(port, engine.callContext)
          port.start()
        }, fail)
    })
    const sampleApp = options.demo ? (await service.opened).sampleApp : null
    desktop.postMessage({ ready: true, issuer: service.issuer, sampleApp })
    return service.loaded
  }
  process.stderr.write(`データの場所: ${options.dataDir}\n`)
  out.write(
    `${JSON.stringify({ ready: true, issuer: service.issuer, console: service.console })}\n`,
  )
  const { callContext, sampleApp } = await service.opened
  const code = callContext.setupCode()
  if (code)
    process.stderr.write(
      `\n最初の管理者を登録するためのコード: ${code}\n（この端末の前にいることの確認です。コンソールの画面に入力してください）\n`,
    )
  if (sampleApp) process.stderr.write(`家計簿デモ（見本のAPI業者アプリ）: ${sampleApp}\n`)
  return service.loaded
}

function fail(error: unknown): void {
  const text =
    error instanceof StartRefused
      ? error.message
      : `予期しない問題で停止しました。\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  process.stderr.write(`${text}\n`)
  process.exit(error instanceof StartRefused ? error.exitCode : 1)
}

/** A failure with a name (a full disk, a refusal) that nobody waited for ends nothing: its own callers were told. */
function unhandled(error: unknown): void {
  if (error instanceof AppError || refusedStart(error, '') instanceof StartRefused)
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  else fail(error)
}

process.on('uncaughtException', fail)
process.on('unhandledRejection', unhandled)
main().catch(fail)
