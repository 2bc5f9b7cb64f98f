import { join } from 'node:path'
import { app, BrowserWindow, dialog, session } from 'electron'
import { desktopArguments } from './command-line.ts'
import { systemDataKey } from './desktop/data-key.ts'
import { startEngineProcess } from './desktop/engine-process.ts'
import { setMenu } from './desktop/menu.ts'
import { denyPermissions, guardContents } from './desktop/permissions.ts'
import { ownFolder } from './desktop/profile.ts'
import { registerScheme, serveConsole } from './desktop/protocol.ts'
import { openOutside, openWindow } from './desktop/window.ts'

/** The desktop: windows around an engine process that it keeps alive. Read top to bottom. */
const preload = join(import.meta.dirname, '../preload/index.cjs')
const renderer = join(import.meta.dirname, '../renderer')
const service = join(import.meta.dirname, 'service.cjs')

let exitCode = 0
/** Tells why once, and ends: an error outside of every call leaves nobody who could go on. */
function end(title: string, text: string, code: number): void {
  if (exitCode !== 0) return
  exitCode = code
  dialog.showErrorBox(title, text)
  if (app.isReady()) app.quit()
  else app.exit(code)
}
const fail = (error: unknown): void =>
  end(
    '連携デスクで予期しない問題が起きました',
    `終了します。もう一度起動してください。繰り返すときは、次の内容を担当者に知らせてください。\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    1,
  )
process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)

const { folder, engine: engineArguments, leftOut } = desktopArguments(process.argv.slice(1))
if (leftOut.length > 0) process.stderr.write(`使わない引数: ${leftOut.join(' ')}\n`)

app.enableSandbox()
registerScheme()
guardContents()

// Before the lock, which goes by this folder: a demo, or a second data folder, is another desktop.
ownFolder(folder)
if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => {
    const [first] = BrowserWindow.getAllWindows()
    if (first?.isMinimized()) first.restore()
    first?.focus()
  })
  void app.whenReady().then(start)
} else {
  app.quit()
}

function start(): void {
  denyPermissions(session.defaultSession)
  let sampleApp: string | null = null
  const showMenu = (): void =>
    setMenu({
      newWindow: open,
      openSampleApp: sampleApp === null ? undefined : () => openOutside(sampleApp ?? ''),
    })
  const dataKey = systemDataKey(folder)
  const env = dataKey === undefined ? {} : { RENKEI_DATA_KEY: dataKey }
  const engine = startEngineProcess(service, engineArguments, env, {
    ready: (message) => {
      sampleApp = message.sampleApp
      showMenu()
    },
    refused: (text, code) => end('連携デスクを始められません', text, code || 1),
  })

  serveConsole(renderer, engine.preview)

  function open(): void {
    openWindow(preload, { loaded: engine.connect, broken: fail })
  }
  showMenu()
  open()
  app.on('activate', () => BrowserWindow.getAllWindows().length === 0 && open())
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    event.preventDefault()
    void engine.stop().then(() => app.exit(exitCode))
  })
}
