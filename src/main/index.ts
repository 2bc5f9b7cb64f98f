import { join } from 'node:path'
import { app, BrowserWindow, dialog, session } from 'electron'
import { startEngineProcess } from './desktop/engine-process.ts'
import { setMenu } from './desktop/menu.ts'
import { denyPermissions, guardContents } from './desktop/permissions.ts'
import { registerScheme, serveConsole } from './desktop/protocol.ts'
import { isConsole, openOutside, openWindow } from './desktop/window.ts'

/** The desktop: windows around an engine process that it keeps alive. Read top to bottom. */
const preload = join(import.meta.dirname, '../preload/index.cjs')
const renderer = join(import.meta.dirname, '../renderer')
const service = join(import.meta.dirname, 'service.cjs')
const args = process.argv.slice(app.isPackaged ? 1 : 2)

app.enableSandbox()
registerScheme()
guardContents()

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
  const engine = startEngineProcess(service, args, {
    ready: (message) => {
      sampleApp = message.sampleApp
      showMenu()
    },
    refused: (text) => {
      dialog.showErrorBox('連携デスクを始められません', text)
      app.quit()
    },
  })

  serveConsole(renderer, engine.preview)

  function open(): void {
    const { webContents } = openWindow(preload)
    // Once per load and only to our own page: whoever holds the port can make every call (item 17).
    webContents.on('did-finish-load', () => {
      if (isConsole(webContents.getURL())) engine.connect(webContents)
    })
  }
  showMenu()
  open()
  app.on('activate', () => BrowserWindow.getAllWindows().length === 0 && open())
  app.on('window-all-closed', () => app.quit())
  let stopped = false
  app.on('before-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void engine.stop().then(() => {
      stopped = true
      app.quit()
    })
  })
}
