import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { ListenOptions } from 'node:net'

export { OwnAddress } from './own-address.ts'

const sweepMs = 50
/** The longest body that any address takes. */
export const mostBodyBytes = 256 * 1024
/** For how long what still comes after an answer is read and thrown away. */
const lingerMs = 2_000

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface Listener {
  readonly server: Server
  readonly host: string
  readonly port: number
  /** The address that it listens on, whatever a TLS front shows to the world. */
  readonly url: string
  /** Where the machine itself reaches it: one that listens on all addresses is asked by none of these (RFC 1122 §3.2.1.3, RFC 4291 §2.5.2). */
  readonly local: string
  /** Sets who answers; requests that came before are answered first. */
  attach(handler: Handler): void
  /** Lets what is in flight finish, unless `now`. */
  close(now?: boolean): Promise<void>
}

const loopbackFor: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }
const urlOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`

/**
 * Listens from the first moment, while the code that will answer is still being loaded: a request that comes early waits and
 * is not refused. Slow clients are cut off (T9).
 * @throws EADDRINUSE, EACCES
 */
export async function openListener(at: { host: string; port: number }): Promise<Listener> {
  let handler: Handler | undefined
  const early: [IncomingMessage, ServerResponse][] = []
  const server = createServer(
    {
      requestTimeout: 20_000,
      headersTimeout: 10_000,
      keepAliveTimeout: 15_000,
      maxHeaderSize: 16 * 1024,
      connectionsCheckingInterval: 2_000,
    },
    (request, response) => {
      lingerAfter(request, response)
      if (handler) handler(request, response)
      else early.push([request, response])
    },
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(at satisfies ListenOptions, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : at.port
  return {
    server,
    host: at.host,
    port,
    url: urlOf(at.host, port),
    local: urlOf(loopbackFor[at.host] ?? at.host, port),
    attach(given) {
      handler = given
      for (const [request, response] of early.splice(0)) given(request, response)
    },
    close(now = false) {
      return new Promise((resolve) => {
        // A busy connection becomes idle after close() and would be kept for its next request, so idle ones are closed
        // repeatedly.
        const sweep = setInterval(() => server.closeIdleConnections(), sweepMs)
        server.close(() => {
          clearInterval(sweep)
          resolve()
        })
        if (now) server.closeAllConnections()
        for (const [, response] of early.splice(0)) response.destroy()
      })
    },
  }
}

/**
 * Has an answer arrive that is given before the whole body has come, as to one that is too large: a socket that is closed with unread
 * bytes is reset, and the answer lost with it (RFC 9112 §9.6).
 */
function lingerAfter(request: IncomingMessage, response: ServerResponse): void {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
  if (length === undefined && encoding === undefined) return
  // Nobody reads it: the next request would wait for its end.
  if (Number(length) > mostBodyBytes) response.shouldKeepAlive = false
  response.prependOnceListener('finish', () => {
    if (request.complete) return
    const { socket } = request
    request.resume()
    socket.destroySoon = () => {
      socket.end()
      const timer = setTimeout(() => socket.destroy(), lingerMs).unref()
      socket.once('close', () => clearTimeout(timer))
    }
  })
}
