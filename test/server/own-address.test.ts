import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { World } from '../support/world.ts'

const front = 'https://api.union.example'
let world: World
let port: number

beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world.close())

interface Sent {
  target?: string
  headers?: Record<string, string>
  method?: 'GET' | 'POST'
}
/** One request as written, absolute targets and false Hosts included. */
function send({ target = '/.well-known/oauth-authorization-server', headers = {}, method }: Sent) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const sending = httpRequest(
      { host: '127.0.0.1', port, path: target, method, headers: { host: 'unset', ...headers } },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        )
      },
    )
    sending.once('error', reject)
    sending.end()
  })
}
async function listen(trustFront?: string): Promise<void> {
  await world.listener?.close()
  await world.listen(front, trustFront)
  port = world.http?.port ?? 0
}

const metadata = '/.well-known/oauth-authorization-server'
const stranger = 'stranger.example'

describe('a request names the address of the issuer, or is misdirected (T10; RFC 9110 §15.5.20)', () => {
  it.each<[string, Sent, number]>([
    ['its own Host', { headers: { host: 'api.union.example' } }, 200],
    ['letters of another case', { headers: { host: 'API.Union.Example' } }, 200],
    ['the port of the scheme', { headers: { host: 'api.union.example:443' } }, 200],
    ['another Host', { headers: { host: stranger } }, 421],
    ['another port', { headers: { host: 'api.union.example:8443' } }, 421],
    ['the address that is listened on', { headers: { host: '127.0.0.1' } }, 421],
    ['a Host with a path', { headers: { host: `api.union.example/@${stranger}` } }, 421],
    ['a Host with a name before it', { headers: { host: `x@api.union.example` } }, 421],
    [
      'an absolute target of its own',
      { target: front + metadata, headers: { host: stranger } },
      200,
    ],
    [
      'an absolute target elsewhere',
      { target: `https://${stranger}${metadata}`, headers: { host: 'api.union.example' } },
      421,
    ],
    [
      'an absolute target of another scheme',
      { target: `http://api.union.example${metadata}`, headers: { host: 'api.union.example' } },
      421,
    ],
    [
      'X-Forwarded-Host from anybody',
      { headers: { host: stranger, 'x-forwarded-host': 'api.union.example' } },
      421,
    ],
    [
      'X-Forwarded-Host elsewhere from anybody',
      { headers: { host: 'api.union.example', 'x-forwarded-host': stranger } },
      200,
    ],
  ])('%s', async (_name, sent, status) => {
    await listen()
    const answer = await send(sent)
    expect(answer.status).toBe(status)
    expect(answer.body).not.toContain(stranger)
    if (status === 200) expect(answer.body).toContain(`"token_endpoint":"${front}/token"`)
  })

  it.each<[string, Record<string, string>, number]>([
    ['names the address', { 'x-forwarded-host': 'api.union.example' }, 200],
    ['hands Host on', { host: 'api.union.example', 'x-forwarded-proto': 'https' }, 200],
    ['names another', { host: 'api.union.example', 'x-forwarded-host': stranger }, 421],
    ['names two', { 'x-forwarded-host': `api.union.example, ${stranger}` }, 421],
    ['was spoken to in clear', { host: 'api.union.example', 'x-forwarded-proto': 'http' }, 421],
    ['says nothing', {}, 421],
    [
      'hands on headers it was not asked for',
      { host: 'api.union.example', forwarded: `host=${stranger}`, 'x-forwarded-port': '99' },
      200,
    ],
  ])('from the front that %s', async (_name, headers, status) => {
    await listen('127.0.0.1')
    const answer = await send({ headers })
    expect(answer.status).toBe(status)
    expect(answer.body).not.toContain(stranger)
  })
})

/** RFC 8414 §2, RFC 9126 §5, RFC 9207 §3, RFC 9449 §5.1; whatever OpenID Connect adds is not offered. */
const ofOAuth = [
  ...['issuer', 'jwks_uri', 'scopes_supported', 'ui_locales_supported'],
  ...['response_types_supported', 'response_modes_supported', 'grant_types_supported'],
  ...['code_challenge_methods_supported', 'authorization_response_iss_parameter_supported'],
  ...['require_pushed_authorization_requests', 'dpop_signing_alg_values_supported'],
  ...['authorization', 'pushed_authorization_request'].map((name) => `${name}_endpoint`),
  ...['token', 'introspection', 'revocation'].flatMap((name) =>
    ['', '_auth_methods_supported', '_auth_signing_alg_values_supported'].map(
      (what) => `${name}_endpoint${what}`,
    ),
  ),
]
const toItself = { host: 'api.union.example' }

describe('metadata (RFC 8414 §2)', () => {
  it('stands at the address that its standard names, and nowhere else', async () => {
    await listen()
    const wellKnown = '/.well-known/oauth-protected-resource'
    const { body } = await send({ target: `${wellKnown}/api/v1`, headers: toItself })
    const { resource, authorization_servers: servers } = JSON.parse(body)
    // RFC 9728 §3.1, RFC 8414 §3.1: between the host and the path of what is described.
    const rule = (url: string, name: string) =>
      `/.well-known/${name}${new URL(url).pathname.replace(/\/$/, '')}`
    expect(rule(resource, 'oauth-protected-resource')).toBe(`${wellKnown}/api/v1`)
    expect(servers.map((url: string) => rule(url, 'oauth-authorization-server'))).toEqual([
      metadata,
    ])
    for (const target of [
      wellKnown,
      `${wellKnown}/`,
      `${wellKnown}/api`,
      '/.well-known/openid-configuration',
      '/.well-known/openid-configuration/api/v1',
    ])
      expect([target, (await send({ target, headers: toItself })).status]).toEqual([target, 404])
  })

  it('names no endpoint that is not there', async () => {
    await listen()
    const said = JSON.parse((await send({ headers: toItself })).body) as Record<string, string>
    const endpoints = Object.keys(said).filter((name) => /_endpoint$|_uri$/.test(name))
    expect(endpoints).toHaveLength(6)
    for (const name of endpoints) {
      const target = new URL(said[name] ?? '').pathname
      const method = ['jwks_uri', 'authorization_endpoint'].includes(name) ? 'GET' : 'POST'
      expect([name, (await send({ target, method, headers: toItself })).status]).not.toContain(404)
    }
  })

  it('names what is offered and nothing else', async () => {
    await listen()
    const { body } = await send({ headers: { host: 'api.union.example' } })
    const said = JSON.parse(body) as Record<string, unknown>
    expect(said.dpop_signing_alg_values_supported).toContain('ES256')
    expect(Object.keys(said).filter((name) => !ofOAuth.includes(name))).toEqual([])
    expect(body).not.toContain('openid')
    for (const endpoint of ['token', 'introspection', 'revocation']) {
      expect(said[`${endpoint}_endpoint_auth_methods_supported`]).toEqual(['private_key_jwt'])
      expect(said[`${endpoint}_endpoint_auth_signing_alg_values_supported`]).toEqual(
        said.dpop_signing_alg_values_supported,
      )
    }
    const resource = await send({
      target: '/.well-known/oauth-protected-resource/api/v1',
      headers: { host: 'api.union.example' },
    })
    expect(JSON.parse(resource.body).dpop_signing_alg_values_supported).toEqual(
      said.dpop_signing_alg_values_supported,
    )
  })
})
