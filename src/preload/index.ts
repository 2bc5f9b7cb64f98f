import { ipcRenderer } from 'electron'

/** Passes the engine's port on to the page and exposes nothing else (product.md section 6, row 20). */
ipcRenderer.on('desk-port', (event) => {
  window.postMessage(
    'desk-port',
    window.location.origin === 'null' ? '*' : window.location.origin,
    event.ports,
  )
})
