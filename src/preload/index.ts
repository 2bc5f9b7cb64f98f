import { ipcRenderer } from 'electron'

/** Hands the engine's port to the page and exposes nothing else (item 20 of Electron's security list). */
ipcRenderer.on('engine-port', (event) => {
  window.postMessage(
    'engine-port',
    window.location.origin === 'null' ? '*' : window.location.origin,
    event.ports,
  )
})
