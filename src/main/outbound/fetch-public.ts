import { lookup as dnsLookup } from 'node:dns'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

export type Fetched =
  | { text: string }
  | {
      fault:
        | 'not-https'
        | 'private-address'
        | 'unreachable'
        | 'redirect'
        | 'status'
        | 'too-large'
        | 'timeout'
    }
type Fault = Extract<Fetched, { fault: string }>['fault']

const mostBytes = 64 * 1024
const mostMs = 2_500

/** Addresses that lead into a house's own network, or nowhere (RFC 6890). */
const own = new BlockList()
for (const subnet of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
])
  block(own, subnet, 'ipv4')
/** Of IPv6 only global unicast is public; in it what carries an IPv4 address or documents something is not. */
const publicIpv6 = new BlockList()
block(publicIpv6, '2000::/3', 'ipv6')
const carried = new BlockList()
for (const subnet of ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])
  block(carried, subnet, 'ipv6')

function block(list: BlockList, subnet: string, family: 'ipv4' | 'ipv6'): void {
  const [net = '', bits] = subnet.split('/')
  list.addSubnet(net, Number(bits), family)
}

export const isPublicAddress = (address: string): boolean =>
  isIP(address) === 6
    ? publicIpv6.check(address, 'ipv6') && !carried.check(address, 'ipv6')
    : isIP(address) === 4 && !own.check(address, 'ipv4')

const isLoopback = (host: string): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(host)

class Refused extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault)
    this.fault = fault
  }
}

/** Resolves a name once, and connects to that address or to none: a second answer could lead inside. */
const lookupPublic: LookupFunction = (host, options, done) =>
  dnsLookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 0)
    const [first] = found
    if (!first || !found.every(({ address }) => isPublicAddress(address)))
      return done(new Refused('private-address'), '', 0)
    return options.all ? done(null, found as never) : done(null, first.address, first.family)
  })

/**
 * Reads a text at an address that somebody registered: by https, from a public address, without following a redirect, 64 KiB and
 * 2.5 seconds at most.
 * @param practice the machine itself may be asked too, by http
 */
export async function fetchPublic(address: string, practice: boolean): Promise<Fetched> {
  const url = URL.parse(address)
  const inside = practice && url !== null && isLoopback(url.hostname)
  if (!url || (url.protocol !== 'https:' && !inside)) return { fault: 'not-https' }
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  if (!inside && isIP(literal) !== 0 && !isPublicAddress(literal))
    return { fault: 'private-address' }
  try {
    return { text: await read(url, inside) }
  } catch (error) {
    if (error instanceof Refused) return { fault: error.fault }
    const isLate = error instanceof Error && ['AbortError', 'TimeoutError'].includes(error.name)
    return { fault: isLate ? 'timeout' : 'unreachable' }
  }
}

function read(url: URL, inside: boolean): Promise<string> {
  const options = {
    ...{ agent: false as const, signal: AbortSignal.timeout(mostMs) },
    headers: { accept: 'application/jwk-set+json, application/json' },
    ...(!inside && { lookup: lookupPublic }),
  }
  const ask = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const asked = ask(url, options, (response) => {
      const { statusCode = 0 } = response
      const refuse = (fault: Fault): void => {
        reject(new Refused(fault))
        asked.destroy()
      }
      if (statusCode >= 300 && statusCode < 400) return refuse('redirect')
      if (statusCode !== 200) return refuse('status')
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > mostBytes) refuse('too-large')
        else chunks.push(chunk)
      })
      response.on('end', () => resolve(Buffer.concat(chunks).toString()))
      response.on('error', reject)
    })
    asked.on('error', reject)
    asked.end()
  })
}
