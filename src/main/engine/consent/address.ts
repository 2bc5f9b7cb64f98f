import { isIPv6 } from 'node:net'

const mapped = /^(?:::ffff:)?(\d+\.\d+)(\.\d+\.\d+)$/i

/** The first `bits` of an IPv6 address, written out. */
function network(address: string, bits: 48 | 64): string {
  const bare = address.replace(/%.*/, '')
  if (!isIPv6(bare)) return address
  // The URL parser writes every form of an address in one.
  const [head = '', tail = ''] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::')
  const groups = (part: string): string[] => part.split(':').filter(Boolean)
  const left = groups(head)
  const right = groups(tail)
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return `${[...left, ...zeros, ...right].slice(0, bits / 16).join(':')}::/${bits}`
}

/** Where a customer usually is: /16 of IPv4, /64 of IPv6 as a household or a carrier hands it out. */
export function addressRange(address: string): string {
  const v4 = mapped.exec(address)?.[1]
  if (v4) return v4.startsWith('127.') ? '127.0.0.0/16' : `${v4}.0.0/16`
  return address === '::1' ? '::1/64' : network(address, 64)
}

/**
 * Under which names a caller is counted. Whoever has one IPv6 address has a /64 of them, and an organisation or a hosting customer
 * a /48: counting single addresses would count nothing.
 */
export function callerNames(address: string): { address: string; site?: string } {
  const v4 = mapped.exec(address)
  return v4
    ? { address: `${v4[1]}${v4[2]}` }
    : { address: network(address, 64), site: network(address, 48) }
}
