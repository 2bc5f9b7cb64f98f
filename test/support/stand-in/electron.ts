import { EventEmitter } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import type * as Electron from 'electron'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'

/** As much of Electron as the desktop uses, with windows as pages of Chromium and the utility process as a worker. */
type Handler = (request: Request) => Promise<Response>
const handlers = new Map<string, Handler>()
const windows: StandInWindow[] = []
let browser: Promise<Browser> | undefined
let engine: StandInUtility | undefined

function sharedBrowser(): Promise<Browser> {
  browser ??= openBrowser({
    args: [
      // Electron's windows are told when the other end of a port is gone; Chromium's alone are not.
      '--enable-blink-features=MessagePortCloseEvent',
      `--remote-debugging-port=${process.env.STAND_IN_PORT}`,
    ],
  })
  return browser
}

class StandInContents extends EventEmitter {
  page: Page | undefined
  openHandler: ((details: { url: string }) => { action: string }) | undefined
  readonly #ports = new Map<number, MessagePort>()
  #next = 0

  getURL(): string {
    return (this.page?.url() ?? '').replace('http://console', 'app://console')
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
  /** Carries a port into the page: strings and bytes both ways. */
  postMessage(channel: string, _message: unknown, transfer: MessagePort[] = []): void {
    const [port] = transfer
    if (!port || !this.page) return
    const id = this.#next++
    this.#ports.set(id, port)
    // Electron closes the page's end when the process at the other end is gone.
    port.on('close', () => this.#tell('__lost', id))
    port.on('message', (data: string | Uint8Array) => this.#tell('__in', id, encode(data)))
    this.#tell('__open', id, channel)
  }
  #tell(name: string, id: number, text = ''): void {
    const call = ([method, at, given]: readonly [string, number, string]): void =>
      (window as never as Record<string, (at: number, given: string) => void>)[method]?.(at, given)
    this.page?.evaluate(call, [name, id, text] as const).catch(() => {})
  }
  fromPage(id: number, text: string): void {
    this.#ports.get(id)?.postMessage(decode(text))
  }
}

const encode = (data: string | Uint8Array): string =>
  typeof data === 'string' ? `s${data}` : `b${Buffer.from(data).toString('base64')}`
const decode = (text: string): string | Uint8Array =>
  text.startsWith('s') ? text.slice(1) : new Uint8Array(Buffer.from(text.slice(1), 'base64'))

/** Runs in the page before everything else: what a preload sees of Electron, and the other half of the ports. */
const pageHalf = `
  const listeners = {}; const inside = {};
  window.__electron = { ipcRenderer: { on: (name, listener) => { listeners[name] = listener } } };
  const toText = (data) => typeof data === 'string' ? 's' + data : 'b' + btoa(String.fromCharCode(...new Uint8Array(data)));
  window.__open = (id, name) => { const { port1, port2 } = new MessageChannel(); inside[id] = port1; port1.onmessage = (event) => window.__out(id, toText(event.data)); listeners[name]?.({ ports: [port2] }, null); };
  window.__lost = (id) => inside[id]?.close();
  window.__in = (id, text) => inside[id]?.postMessage(text[0] === 's' ? text.slice(1) : Uint8Array.from(atob(text.slice(1)), (c) => c.charCodeAt(0)));
`

class StandInWindow extends EventEmitter {
  readonly webContents = new StandInContents()
  readonly options: Electron.BrowserWindowConstructorOptions

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super()
    this.options = options
    windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  static getAllWindows(): StandInWindow[] {
    return windows
  }
  show(): void {}
  focus(): void {
    process.send?.({ focused: true })
  }
  restore(): void {}
  isMinimized(): boolean {
    return false
  }
  async loadURL(url: string): Promise<void> {
    if (this.webContents.page) return this.#go(this.webContents.page, url)
    const context = await (await sharedBrowser()).newContext({
      viewport: { width: 1366, height: 768 },
      locale: 'ja-JP',
    })
    const page = await context.newPage()
    this.webContents.page = page
    const preload = readFileSync(String(this.options.webPreferences?.preload), 'utf8')
    await page.exposeFunction('__out', (id: number, text: string) =>
      this.webContents.fromPage(id, text),
    )
    await page.addInitScript(
      `(() => { ${pageHalf} const require = () => window.__electron; ${preload} })()`,
    )
    await page.route('**/*', async (route) => {
      const asked = new URL(route.request().url())
      if (asked.host !== 'console') return route.abort()
      const response = await handlers.get('app')?.(
        new Request(`app://console${asked.pathname}${asked.search}`),
      )
      if (!response) return route.abort()
      if (route.request().isNavigationRequest())
        this.webContents.emit('did-start-navigation', {
          url: `app://console${asked.pathname}`,
          isMainFrame: route.request().frame() === page.mainFrame(),
          isSameDocument: false,
        })
      return route.fulfill({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      })
    })
    page.on('load', () => this.webContents.emit('did-finish-load'))
    page.on('close', () => this.webContents.emit('destroyed'))
    page.on('crash', () => {
      // Chromium's window is gone with its page; Electron's takes the next page.
      this.webContents.page = undefined
      this.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    })
    await this.#go(page, url)
    this.emit('ready-to-show')
  }
  /** As Electron's loadURL: rejects when the load failed, after the event. */
  async #go(page: Page, url: string): Promise<void> {
    this.webContents.emit('did-start-navigation', {
      url,
      isMainFrame: true,
      isSameDocument: false,
    })
    // Loads of this address fail, or all.
    if (process.env.STAND_IN_FAILS === url || process.env.STAND_IN_FAILS === 'always') {
      this.webContents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', url, true)
      throw new Error('ERR_FILE_NOT_FOUND')
    }
    await page.goto(url.replace('app://console', 'http://console'))
  }
}

class StandInUtility extends EventEmitter {
  readonly stderr = new EventEmitter()
  /** No process of the machine's: a kill of it is the worker's end. */
  readonly pid = 2 ** 40 + Math.floor(Math.random() * 2 ** 20)
  readonly #worker: Worker

  constructor(script: string, args: string[], env: NodeJS.ProcessEnv) {
    super()
    engine = this
    this.#worker = new Worker(join(import.meta.dirname, 'worker.mjs'), {
      argv: args,
      env,
      workerData: { script: process.env.STAND_IN_SERVICE ?? script },
      stderr: true,
    })
    this.#worker.stderr.on('data', (chunk: Buffer) => this.stderr.emit('data', chunk))
    this.#worker.stderr.on('end', () => this.stderr.emit('end'))
    this.#worker.on('message', (message) => this.emit('message', message))
    this.#worker.once('exit', (code) => this.emit('exit', code))
    this.#worker.once('error', () => {})
  }
  postMessage(message: unknown, transfer: MessagePort[] = []): void {
    this.#worker.postMessage({ data: message, ports: transfer }, transfer)
  }
  /** SIGTERM: an engine that is stuck does not hear it. */
  kill(): boolean {
    this.postMessage('stop')
    return true
  }
  end(): void {
    void this.#worker.terminate()
  }
}
const kill = process.kill.bind(process)
process.kill = (pid, signal) => {
  if (pid !== engine?.pid) return kill(pid, signal)
  if (signal === 'SIGKILL') engine.end()
  else engine.kill()
  return true
}

class StandInApp extends EventEmitter {
  readonly isPackaged = false
  readonly #paths = new Map<string, string>()
  #ready = false
  enableSandbox(): void {}
  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }
  /** One holder for each folder, as Electron's goes by userData; the listener of a socket is gone with its process. */
  requestSingleInstanceLock(): boolean {
    const folder = this.#paths.get('userData')
    if (folder === undefined) return true
    const path = join(folder, 'lock')
    try {
      const holder = Number(readFileSync(path, 'utf8'))
      kill(holder, 0)
      kill(holder, 'SIGUSR2')
      return false
    } catch {
      writeFileSync(path, String(process.pid))
      return true
    }
  }
  async whenReady(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    this.#ready = true
  }
  isReady(): boolean {
    return this.#ready
  }
  quit(): void {
    const event = {
      prevented: false,
      preventDefault: () => {
        event.prevented = true
      },
    }
    this.emit('before-quit', event)
    if (!event.prevented) this.exit(0)
  }
  exit(code: number): void {
    void (browser ?? Promise.resolve(undefined))
      .then((open) => open?.close())
      .catch(() => {})
      .then(() => process.exit(code))
  }
}

export const app = new StandInApp()
process.on('SIGUSR2', () => app.emit('second-instance'))
export const BrowserWindow = StandInWindow
export class MessageChannelMain {
  readonly port1: MessagePort
  readonly port2: MessagePort
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = port1
    this.port2 = port2
  }
}
export const utilityProcess = {
  fork: (script: string, args: string[], { env }: Electron.ForkOptions) =>
    new StandInUtility(script, args, { ...env }),
}
export const protocol = {
  registerSchemesAsPrivileged: () => {},
  handle: (scheme: string, handler: Handler) => void handlers.set(scheme, handler),
}
/** A store of the operating system: without STAND_IN_STORE there is none; another value is another person's. */
const mask = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.map((byte) => byte ^ Number(process.env.STAND_IN_STORE)))
export const safeStorage = {
  isEncryptionAvailable: () => process.env.STAND_IN_STORE !== undefined,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptString: (text: string) => Buffer.concat([Buffer.from('v10'), mask(Buffer.from(text))]),
  decryptString: (sealed: Buffer) => mask(sealed.subarray(3)).toString(),
}
export const session = {
  defaultSession: { setPermissionRequestHandler: () => {}, setPermissionCheckHandler: () => {} },
}
export const dialog = {
  showErrorBox: (title: string, text: string) =>
    void process.send?.({ dialog: `${title}\n${text}` }),
}
export const shell = { openExternal: async (url: string) => void process.send?.({ external: url }) }
export const Menu = {
  buildFromTemplate: (template: unknown[]) => template,
  setApplicationMenu: (menu: { label: string }[]) =>
    void process.send?.({ menu: menu.map((item) => item.label) }),
}

// What the test does to the desktop from outside.
process.on('message', (message: string) => {
  if (message === 'kill-engine') engine?.end()
  if (message === 'quit') app.quit()
  if (message === 'reject') void Promise.reject(new Error('nobody caught this'))
  if (message === 'crash') windows[0]?.webContents.page?.goto('chrome://crash').catch(() => {})
  if (message === 'reload') void windows[0]?.webContents.page?.reload()
  if (message === 'listeners')
    process.send?.({ listeners: windows[0]?.webContents.listenerCount('destroyed') })
  if (message === 'preferences') process.send?.({ preferences: windows[0]?.options.webPreferences })
  if (message === 'navigate') {
    const prevented = (name: string, url: string, isMainFrame: boolean): boolean => {
      const event = {
        url,
        isMainFrame,
        prevented: false,
        preventDefault: () => {
          event.prevented = true
        },
      }
      windows[0]?.webContents.emit(name, event)
      return event.prevented
    }
    const pdfs = ['blob:app://console/1', 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/x']
    const others = ['https://evil.example/', 'blob:https://evil.example/1', 'file:///etc/passwd']
    process.send?.({
      prevented: [...others, ...pdfs].map((url) => prevented('will-navigate', url, true)),
      inFrame: [...others, ...pdfs].map((url) => prevented('will-frame-navigate', url, false)),
      inMainFrame: pdfs.map((url) => prevented('will-frame-navigate', url, true)),
      opened: windows[0]?.webContents.openHandler?.({ url: 'https://evil.example/' }),
    })
  }
})
