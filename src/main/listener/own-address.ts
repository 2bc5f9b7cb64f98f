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

/** `https:` and the name with its port, as `URL` spells them. */
type Address = Pick<URL, 'protocol' | 'host'>

/**
 * The addresses under which a listener is known. A request that names another is not for us (421, RFC 9110 §15.5.20); of one
 * that names one of them, everything that says where it was sent is set to it. So nothing behind here can build a URL from what
 * a caller claims: neither DPoP's `htu` nor metadata, redirects, cookies or the check of an Origin.
 */
export class OwnAddress {
  readonly #own: readonly Address[]
  readonly #front: string | undefined
  readonly #advice: string

  /**
   * @param front the address of the TLS front whose X-Forwarded-For, -Proto and -Host are believed
   * @param advice what is said to whoever is refused, beside that they are
   */
  constructor(urls: readonly string[], front: string | undefined, advice = '') {
    this.#own = urls.map((url) => new URL(url))
    this.#front = front
    this.#advice = advice
  }

  /** @returns whether the request is for this address; else it has been answered with 421 */
  accepts(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.#isMeant(request)) return true
    response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' })
    response.end(
      `This address is not served here. (RFC 9110, 15.5.20: Misdirected Request)\n${this.#advice}`,
    )
    return false
  }

  #isMeant(request: IncomingMessage): boolean {
    const { headers } = request
    const byFront = this.#front !== undefined && isFront(request.socket.remoteAddress, this.#front)
    const said = byFront ? headers['x-forwarded-proto'] : undefined
    const named = (byFront && headers['x-forwarded-host']) || headers.host
    const client = byFront ? lastHop(headers['x-forwarded-for'], this.#front) : undefined
    // Deletes only what is there: any `delete`, even of a missing name, makes V8 read the object more slowly from then on.
    for (const name of forwarded) if (headers[name] !== undefined) delete headers[name]
    let own: Address | undefined
    if (request.url?.startsWith('/')) {
      own = this.#own.find((one) => fits(one, said) && isNamed(one, String(named)))
    } else {
      // An absolute target stands above Host (RFC 9112 §3.2.2). Nothing behind here is given one.
      const target = URL.parse(request.url ?? '')
      if (!target) return false
      own = this.#own.find(
        (one) =>
          fits(one, said) && fits(one, target.protocol.slice(0, -1)) && one.host === target.host,
      )
      request.url = target.pathname + target.search
    }
    if (!own) return false
    headers.host = own.host
    headers['x-forwarded-proto'] = own.protocol.slice(0, -1)
    if (client !== undefined) headers['x-forwarded-for'] = client
    return true
  }
}

/** Whether the front, if it says how it was spoken to, says the protocol of this address. */
const fits = ({ protocol }: Address, said: string | string[] | undefined): boolean =>
  said === undefined || `${said}:` === protocol

function isNamed(own: Address, host: string): boolean {
  if (host === own.host) return true
  // Another spelling of the same: letters of another case, the scheme's own port.
  return !/[/?#@\\]/.test(host) && URL.parse(`${own.protocol}//${host}`)?.host === own.host
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
