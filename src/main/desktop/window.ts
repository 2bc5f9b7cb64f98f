import { BrowserWindow, type BrowserWindowConstructorOptions, shell } from 'electron'

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

/** Nothing but the console is opened inside; the one outside place is the sample app of the demo (items 13–15). */
export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 820,
    minWidth: 800,
    minHeight: 560,
    show: false,
    title: '連携デスク',
    webPreferences: webPreferences(preload),
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${consoleOrigin}/`)
  return window
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
