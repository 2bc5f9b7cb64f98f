import { parseArgs } from 'node:util'
import { StartRefused } from '#db'
import { parseOffset } from '#engine'
import { dataFolder, known } from './command-line.ts'

export interface Options {
  dataDir: string
  keyFile: string | undefined
  providerHost: string
  providerPort: number
  /** The demo beside the real desk: a port that nobody named and that is taken is replaced by a free one. */
  portsMayMove: boolean
  /** undefined: no console listener (the desktop talks over its port). */
  console: { host: string; port: number } | undefined
  issuer: string | undefined
  /** The console's address before a TLS front. */
  consoleUrl: string | undefined
  trustFront: string | undefined
  /** Where providers test their connection; undefined: nowhere. */
  test: { host: string; port: number; issuer: string | undefined } | undefined
  demo: boolean
  clockOffsetMs: number
}

const defaultProviderPort = 8470
const defaultConsolePort = 8471

function usage(message: string, cause?: unknown): StartRefused {
  return new StartRefused(
    `${message}\n使い方は README をご覧ください。 (Bad command line; see README.)`,
    { reason: 'usage', cause },
  )
}

function port(name: string, text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text)
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw usage(`--${name} は 0〜65535 の整数です: ${text}`)
  return value
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host)

/** Reads the command line of `serve` and of the engine process. @throws StartRefused usage */
export function parseOptions(args: string[], withConsole: boolean): Options {
  let given: ReturnType<typeof read>
  try {
    given = read(args)
  } catch (cause) {
    throw usage(cause instanceof Error ? cause.message : 'unknown option', cause)
  }
  const demo = given.demo ?? false
  const offset = given['clock-offset'] === undefined ? 0 : parseOffset(given['clock-offset'])
  if (offset === undefined)
    throw usage(`--clock-offset は 91d、-1s、90d-1s のように書きます: ${given['clock-offset']}`)
  if (offset !== 0 && !demo) throw usage('--clock-offset は --demo のときだけ使えます')
  const trustFront = given['trust-front']
  const providerHost = given['provider-host'] ?? '127.0.0.1'
  const consoleHost = given['console-host'] ?? '127.0.0.1'
  for (const host of [providerHost, consoleHost])
    if (!isLoopback(host) && trustFront === undefined)
      throw usage(`${host} で待ち受けるには、TLS を受け持つ前段を --trust-front で指定してください`)
  const { issuer, 'console-url': consoleUrl, 'test-issuer': testIssuer } = given
  for (const [name, url] of Object.entries({
    issuer,
    'console-url': consoleUrl,
    'test-issuer': testIssuer,
  }))
    if (url !== undefined && !isPublicAddress(url))
      throw usage(`--${name} は https:// で始まる、末尾に / のない URL です: ${url}`)
  if (consoleUrl !== undefined && trustFront === undefined)
    throw usage('--console-url には、TLS を受け持つ前段を --trust-front で指定してください')
  // Customers' pages and the console share no origin: neither may read or call the other.
  if (consoleUrl !== undefined && issuer !== undefined && sameHost(consoleUrl, issuer))
    throw usage('--console-url には --issuer と別のホスト名を指定してください')
  return {
    dataDir: dataFolder(given),
    keyFile: given['key-file'],
    providerHost,
    providerPort: port('provider-port', given['provider-port'], defaultProviderPort),
    portsMayMove:
      demo && given['provider-port'] === undefined && given['console-port'] === undefined,
    console: withConsole
      ? { host: consoleHost, port: port('console-port', given['console-port'], defaultConsolePort) }
      : undefined,
    issuer,
    consoleUrl,
    trustFront,
    test: testAt(given, { providerHost, trustFront, others: [issuer, consoleUrl] }),
    demo,
    clockOffsetMs: offset,
  }
}

/**
 * The test channel listens where the provider listener does, on a port of its own, and under a name of its own: pages of real
 * customers and of invented ones share no cookie.
 */
function testAt(
  given: ReturnType<typeof read>,
  {
    providerHost,
    trustFront,
    others,
  }: {
    providerHost: string
    trustFront: string | undefined
    others: (string | undefined)[]
  },
): Options['test'] {
  const { 'test-port': text, 'test-issuer': issuer } = given
  if (text === undefined) {
    if (issuer !== undefined) throw usage('--test-issuer は --test-port と一緒に指定してください')
    return undefined
  }
  if (issuer !== undefined && trustFront === undefined)
    throw usage('--test-issuer には、TLS を受け持つ前段を --trust-front で指定してください')
  if (issuer !== undefined && others.some((one) => one !== undefined && sameHost(one, issuer)))
    throw usage('--test-issuer には --issuer・--console-url と別のホスト名を指定してください')
  return { host: providerHost, port: port('test-port', text, 0), issuer }
}

/** RFC 8414 §2: https, no query, no fragment; http only to loopback. A trailing slash would make two spellings of one issuer. */
function isPublicAddress(text: string): boolean {
  if (!URL.canParse(text) || text.endsWith('/')) return false
  const url = new URL(text)
  return (
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) &&
    url.search === '' &&
    url.hash === '' &&
    url.pathname === '/'
  )
}

/** Cookies know no ports, so that another port of the same name is not another address. */
const sameHost = (one: string, other: string): boolean =>
  new URL(one).hostname === new URL(other).hostname

function read(args: string[]) {
  return parseArgs({ args, strict: true, allowPositionals: false, options: known }).values
}
