import { app, type Session } from 'electron'
import { isConsole, isPrintedPdf, openOutside } from './window.ts'

/** Electron grants permissions by default; here none is granted (item 5 of Electron's security list). */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
}

/** No page but the console, no window but ours, no webview (items 11–14). */
export function guardContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isConsole(event.url)) event.preventDefault()
    })
    contents.on('will-frame-navigate', (event) => {
      if (!isConsole(event.url) && !isPrintedPdf(event)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      openOutside(url)
      return { action: 'deny' }
    })
  })
}
