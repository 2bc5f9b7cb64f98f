/** The network of an address: /16 for IPv4, /64 for IPv6, the block that a household or a carrier gets. */
export function addressRange(address: string): string {
  const v4 = /^(?:::ffff:)?(\d+)\.(\d+)\.\d+\.\d+$/.exec(address)
  if (v4) return `${v4[1]}.${v4[2]}.0.0/16`.replace(/^127\..*$/, '127.0.0.0/16')
  if (address === '::1') return '::1/64'
  return `${address.split(':').slice(0, 4).join(':')}::/64`
}

/** Only the browser family, since versions change every month. The order matters: each browser also names its predecessors. */
const families: [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

export function browserFamily(userAgent: string): string {
  return families.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'other'
}
