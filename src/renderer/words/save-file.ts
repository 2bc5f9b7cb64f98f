/** A file made by the engine, as an address of this window's own; let go of with `URL.revokeObjectURL`. */
export function fileAddress(base64: string, type: string): string {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
  return URL.createObjectURL(new Blob([bytes], { type }))
}

/** Saves a file that the engine made, by a download of the browser. */
export function saveFile(base64: string, name: string, type: string): void {
  const link = document.createElement('a')
  link.href = fileAddress(base64, type)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Bytes as they are sent in a call. */
export function asBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}
