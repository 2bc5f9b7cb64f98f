import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { parseOptions } from '../../src/main/options.ts'
import { consoleOf, type OpenConsole } from '../support/desk-client.ts'
import { openTlsFront, type TlsFront } from '../support/tls-front.ts'
import { World } from '../support/world.ts'

const name = 'desk.odate-shinkumi.example'
const publicUrl = `https://${name}`
let world: World
let front: TlsFront
let staff: { loginId: string; password: string }
beforeAll(async () => {
  world = await World.open()
  staff = (await world.staff('clerk')).login
  front = await openTlsFront(name)
})
afterAll(async () => {
  await front.close()
  await world.close()
})

interface Sent {
  url?: string
  json?: unknown
  headers?: Record<string, string>
}
const through = (call: string, { url = publicUrl, json, headers = {} }: Sent = {}) =>
  front.fetch(`${url}/rpc/staff/${call}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ json }),
    redirect: 'manual',
  })

/** Signs in from this machine, not by way of the front. Its connection is closed at once, since the next test's console has the same port. */
const signInAt = (url: string, headers: Record<string, string>): Promise<Response> =>
  fetch(`${url}/rpc/staff/signIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close', ...headers },
    body: JSON.stringify({ json: staff }),
  })
/** The terminal that the audit keeps for a sign-in that this machine says it hands on for another one. */
async function terminalOf(
  url: string,
  headers: Record<string, string> = { 'x-forwarded-for': '203.0.113.9' },
): Promise<string | null | undefined> {
  expect((await signInAt(url, headers)).status).toBe(200)
  const rows = sql.selectFrom('auditEntries').select('terminal').orderBy('id', 'desc').limit(1)
  return world.engine.store.read(rows)[0]?.terminal
}

/** A console behind the front, for the tests of one block. */
function consoleBehind(options: { publicUrl?: string; trustFront?: string }): {
  url: () => string
} {
  let listener: OpenConsole
  beforeAll(async () => {
    listener = await consoleOf(world, null, undefined, undefined, {
      ...{ port: front.target, ...options },
    })
  })
  afterAll(() => listener.close())
  return { url: () => listener.url }
}

describe('the console with its own public address behind a TLS front', () => {
  const { url } = consoleBehind({ publicUrl, trustFront: '127.0.0.1' })
  let set: string
  beforeEach(async () => {
    const answer = await through('signIn', { json: staff, headers: { origin: publicUrl } })
    expect(answer.status).toBe(200)
    set = answer.headers.getSetCookie().join('\n')
  })
  const tokenOf = (cookie: string): string => /=([^;]*)/.exec(cookie)?.[1] ?? ''
  const nameAt = async (cookie: string, sent: Sent = {}) => {
    const answer = await through('me', { ...sent, headers: { ...sent.headers, cookie } })
    return (await answer.json()).json?.loginId ?? (answer.status === 200 ? 'nobody' : answer.status)
  }

  it('signs in, with a cookie that this name alone and TLS alone can set', async () => {
    const [pair = '', ...flags] = set.split('; ')
    expect(pair).toMatch(/^__Host-desk_session=[\w-]{40,}$/)
    expect(flags.sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure'])
    const me = await through('me', { headers: { cookie: pair } })
    expect((await me.json()).json).toMatchObject({ role: 'clerk' })
    // A cookie that something in clear, or another name, could have set, is nobody's.
    expect(await nameAt(`desk_session=${tokenOf(set)}`)).toBe('nobody')
    const out = await through('signOut', { headers: { cookie: pair } })
    expect(out.headers.getSetCookie().join('')).toBe(
      '__Host-desk_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure',
    )
  })

  it.each<[string, Sent, number]>([
    ['its own Origin', { headers: { origin: publicUrl } }, 200],
    ['letters of another case', { url: `https://${name.toUpperCase()}` }, 200],
    ['a foreign Host', { url: 'https://stranger.example' }, 421],
    ['a name below its own', { url: `https://x.${name}` }, 421],
    ['another port', { url: `${publicUrl}:8443` }, 421],
    [
      'a foreign Host that the front hands on',
      { headers: { 'x-forwarded-host': 'a.example' } },
      421,
    ],
    ['a foreign Origin', { headers: { origin: 'https://stranger.example' } }, 403],
    ['its own Origin in clear', { headers: { origin: `http://${name}` } }, 403],
    ['an opaque Origin', { headers: { origin: 'null' } }, 403],
  ])('%s', async (_name, sent, status) => {
    expect((await through('me', sent)).status).toBe(status)
  })

  it('takes Host, Origin and cookie of this machine only from this machine, in clear', async () => {
    const local = url()
    const at = (headers: Record<string, string>) => signInAt(local, headers)
    const answer = await at({ origin: local })
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^desk_session=[\w-]{40,}; Path=\/; HttpOnly; SameSite=Strict$/),
    ])
    expect((await at({ origin: publicUrl })).status).toBe(403)
    // The front says that it was spoken to over TLS: that is not the address of this machine.
    expect((await through('me', { url: local.replace('http:', 'https:') })).status).toBe(421)
    expect((await at({ 'x-forwarded-proto': 'https' })).status).toBe(421)
  })

  it('records for whom the front asks, and where it does not say, that it did not', async () => {
    expect(await terminalOf(url())).toBe('203.0.113.9')
    const handedOn = { 'x-forwarded-proto': 'https', 'x-forwarded-host': name }
    expect(await terminalOf(url(), { ...handedOn, 'x-forwarded-for': '203.0.113.9' })).toBe(
      '203.0.113.9',
    )
    // What the caller says of itself stands before what the front adds, and is not believed.
    const claimed = { ...handedOn, 'x-forwarded-for': '198.51.100.1, 127.0.0.1, 203.0.113.9' }
    expect(await terminalOf(url(), claimed)).toBe('203.0.113.9')
    expect(await terminalOf(url(), handedOn)).toBe('front')
    expect(await terminalOf(url(), {})).toBe('127.0.0.1')
  })
})

describe('a console that was not told of its front', () => {
  const { url } = consoleBehind({})
  it('believes nothing that is said of others', async () => {
    expect(await terminalOf(url())).toBe('127.0.0.1')
  })

  it('refuses it, and says which option is missing', async () => {
    const answer = await through('signIn', { json: staff, headers: { origin: publicUrl } })
    expect(answer.status).toBe(421)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await answer.text()).toMatch(/--console-url .*--trust-front/s)
  })
})

describe('--console-url', () => {
  const parse = (...args: string[]) => parseOptions(['--data-dir', '/nowhere', ...args], true)
  const behind = ['--trust-front', '127.0.0.1']
  it('is taken together with a front', () => {
    expect(parse('--console-url', publicUrl, ...behind).consoleUrl).toBe(publicUrl)
    expect(parse().consoleUrl).toBeUndefined()
  })
  it.each<[string, string[], string]>([
    ['without a front', ['--console-url', publicUrl], '--trust-front'],
    ['in clear', ['--console-url', `http://${name}`, ...behind], '--console-url は https://'],
    ['with a path', ['--console-url', `${publicUrl}/desk`, ...behind], '--console-url は https://'],
    ['with a slash', ['--console-url', `${publicUrl}/`, ...behind], '末尾に / のない'],
    [
      'the name of the issuer, on whichever port',
      ['--console-url', `${publicUrl}:8443`, '--issuer', publicUrl, ...behind],
      '別のホスト名',
    ],
  ])('is refused %s', (_name, args, words) => {
    expect(() => parse(...args)).toThrow(words)
  })
})
