import {
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  shell,
  type WebContents,
} from 'electron'

export const consoleOrigin = 'app://console'

/** The same for every window, frozen: isolated, sandboxed, no Node (Electron security list 2–4, 6, 8–10). */
export const webPreferences = (
  preload: string,
): Readonly<NonNullable<BrowserWindowConstructorOptions['webPreferences']>> =>
  Object.freeze({
    preload,
    nodeIntegration: false,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    navigateOnDragDrop: false,
  })

/** A page of its own, without script, that is shown where the console cannot be; 「もう一度開く」 leads back to the console. */
export const failedPath = '/window-failed'

/** Chromium's code for a load that another one overtook. */
const aborted = -3

/**
 * A window on the console. Nothing but the console is opened inside; the one outside place is the sample app of the demo (items
 * 13–15). `loaded` comes once per load of the console and of nothing else: whoever holds the port can make every call (item 17).
 * A console that crashed or cannot be loaded is replaced by a page that says so; if that cannot be shown either, `broken` is told.
 */
export function openWindow(
  preload: string,
  on: { loaded: (contents: WebContents) => void; broken: (why: Error) => void },
): void {
  const window = new BrowserWindow({
    width: 1366,
    height: 820,
    minWidth: 800,
    minHeight: 560,
    show: false,
    title: '連携デスク',
    webPreferences: webPreferences(preload),
  })
  const contents = window.webContents
  const failed = `${consoleOrigin}${failedPath}`
  const load = (url: string): void => {
    // What went wrong is told by the events below.
    window.loadURL(url).catch(() => {})
  }
  let showing = ''
  const replace = (why: string): void => {
    if (showing === failed) {
      on.broken(new Error(why))
      return
    }
    showing = failed
    load(failed)
    window.show()
  }
  contents.on('did-start-navigation', ({ url, isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) showing = url
  })
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') replace(`renderer: ${reason}`)
  })
  contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
    if (isMainFrame && code !== aborted) replace(`${url}: ${description}`)
  })
  contents.on('did-finish-load', () => {
    if (isConsole(contents.getURL()) && showing !== failed) on.loaded(contents)
  })
  window.once('ready-to-show', () => window.show())
  load(`${consoleOrigin}/`)
}

export function isConsole(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'app:' && new URL(url).host === 'console'
}

/** Chromium's own viewer of PDFs, which prints them too; its id is part of Chromium. */
const pdfViewer = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/'

/** A PDF that the console made, and the viewer that shows it, in a frame: neither can be opened as a page. */
export function isPrintedPdf({ url, isMainFrame }: { url: string; isMainFrame: boolean }): boolean {
  return !isMainFrame && (url.startsWith(`blob:${consoleOrigin}/`) || url.startsWith(pdfViewer))
}

/** Loopback pages of our own demo go to the person's browser; anything else is refused. */
export function openOutside(url: string): void {
  if (
    URL.canParse(url) &&
    new URL(url).protocol === 'http:' &&
    new URL(url).hostname === '127.0.0.1'
  )
    void shell.openExternal(url)
}
