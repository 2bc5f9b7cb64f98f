import type { IncomingMessage, ServerResponse } from 'node:http'

/** What a front may say of the connection before it; from anybody else, or under another name, it is taken away. */
const forwarded = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'forwarded',
  'x-real-ip',
]

/**
 * The one address under which a listener is known to the world. A request that names another is not for us (421, RFC 9110
 * §15.5.20); of one that does, everything that says where it was sent is set to this address. So nothing behind here can
 * build a URL from what a caller claims: neither DPoP's `htu` nor metadata, redirects or cookies.
 */
export class OwnAddress {
  readonly #protocol: string
  readonly #host: string
  readonly #front: string | undefined

  /** @param front the address of the TLS front whose X-Forwarded-For, -Proto and -Host are believed */
  constructor(url: string, front: string | undefined) {
    const { protocol, host } = new URL(url)
    this.#protocol = protocol
    this.#host = host
    this.#front = front
  }

  /** @returns whether the request is for this address; else it has been answered with 421 */
  accepts(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.#isMeant(request)) return true
    response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' })
    response.end('This address is not served here. (RFC 9110, 15.5.20: Misdirected Request)\n')
    return false
  }

  #isMeant(request: IncomingMessage): boolean {
    const { headers } = request
    const byFront = this.#front !== undefined && isFront(request.socket.remoteAddress, this.#front)
    const said = byFront ? headers['x-forwarded-proto'] : undefined
    const named = (byFront && headers['x-forwarded-host']) || headers.host
    const client = byFront ? lastHop(headers['x-forwarded-for'], this.#front) : undefined
    // Asked first: a delete, even of nothing, makes every later look into the headers slow.
    for (const name of forwarded) if (headers[name] !== undefined) delete headers[name]
    if (said !== undefined && `${said}:` !== this.#protocol) return false
    if (request.url?.startsWith('/')) {
      if (!this.#isOwn(String(named))) return false
    } else {
      // An absolute target stands above Host (RFC 9112 §3.2.2). Nothing behind here is given one.
      const target = URL.parse(request.url ?? '')
      if (target?.protocol !== this.#protocol || target.host !== this.#host) return false
      request.url = target.pathname + target.search
    }
    headers.host = this.#host
    headers['x-forwarded-proto'] = this.#protocol.slice(0, -1)
    if (client !== undefined) headers['x-forwarded-for'] = client
    return true
  }

  #isOwn(host: string): boolean {
    if (host === this.#host) return true
    // Another spelling of the same: letters of another case, the scheme's own port.
    return !/[/?#@\\]/.test(host) && URL.parse(`${this.#protocol}//${host}`)?.host === this.#host
  }
}

function isFront(address: string | undefined, front: string | undefined): boolean {
  return address === front || address === `::ffff:${front}`
}

/** Whoever spoke to the front last. What stands before that in the header is only what the caller says of itself. */
function lastHop(header: string | string[] | undefined, front: string | undefined) {
  if (header === undefined) return undefined
  const hops = String(header)
    .split(',')
    .map((hop) => hop.trim())
  return hops.findLast((hop) => !isFront(hop, front)) ?? front
}
