import { type ChildProcess, fork } from 'node:child_process'
import {
  constants,
  createHash,
  createPrivateKey,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import { Agent, request } from 'node:http'
import { join } from 'node:path'

export interface Tokens {
  access: string
  refresh: string
}
interface Ready {
  port: number
  issuer: string
  dataPort: number
  clientId: string
  redirectUri: string
  privateJwk: object
}
interface Reply {
  status: number
  location: string
  cookies: string[]
  body: string
}

const verifier = 'v'.repeat(43)
const challenge = createHash('sha256').update(verifier).digest('base64url')
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
export const connections = 16

/** One server process under load, and the client that loads it. Assertions are signed ahead: their cost is the provider's, not the server's. */
export class Side {
  readonly name: string
  readonly #child: ChildProcess
  readonly #agent = new Agent({ keepAlive: true, maxSockets: connections })
  #key: KeyObject | undefined
  #ready: Ready = {
    port: 0,
    issuer: '',
    dataPort: 0,
    clientId: '',
    redirectUri: '',
    privateJwk: {},
  }
  #assertions: string[] = []

  private constructor(name: string, child: ChildProcess) {
    this.name = name
    this.#child = child
  }

  static async open(name: string): Promise<Side> {
    const child = fork(join(import.meta.dirname, 'server.ts'), [name], {
      execArgv: ['--expose-gc'],
    })
    const side = new Side(name, child)
    side.#ready = await new Promise((resolve, reject) => {
      child.once('message', (message: { ready: Ready }) => resolve(message.ready))
      child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
    })
    if ('kty' in side.#ready.privateJwk)
      side.#key = createPrivateKey({ key: side.#ready.privateJwk as never, format: 'jwk' })
    return side
  }

  /** Server CPU so far, milliseconds. */
  async cpuMs(): Promise<number> {
    const { cpu } = await this.#ask<{ cpu: NodeJS.CpuUsage }>('usage')
    return (cpu.user + cpu.system) / 1000
  }

  /** Resident bytes after a collection. */
  async memory(): Promise<number> {
    return (await this.#ask<{ rss: number }>('memory')).rss
  }

  #ask<T>(question: string): Promise<T> {
    return new Promise((resolve) => {
      this.#child.once('message', (message) => resolve(message as T))
      this.#child.send(question)
    })
  }

  close(): void {
    this.#agent.destroy()
    this.#child.kill('SIGKILL')
  }

  /** Signs `count` assertions before the clock runs. */
  prepare(count: number): void {
    // Signing holds this process for seconds, in which a server may hang up on an idle connection unnoticed.
    this.#agent.destroy()
    const now = Math.floor(Date.now() / 1000)
    const header = Buffer.from(
      JSON.stringify({ alg: 'PS256', kid: (this.#ready.privateJwk as { kid: string }).kid }),
    ).toString('base64url')
    while (this.#assertions.length < count) {
      const claims = Buffer.from(
        JSON.stringify({
          iss: this.#ready.clientId,
          sub: this.#ready.clientId,
          aud: this.#ready.issuer,
          jti: randomBytes(12).toString('base64url'),
          iat: now,
          exp: now + 900,
        }),
      ).toString('base64url')
      const signature = sign('sha256', Buffer.from(`${header}.${claims}`), {
        key: this.#key as KeyObject,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: 32,
      }).toString('base64url')
      this.#assertions.push(`${header}.${claims}.${signature}`)
    }
  }

  async flow(scope = 'accounts balances transactions'): Promise<Tokens> {
    const { clientId, redirectUri } = this.#ready
    const par = await this.#form('/par', {
      response_type: 'code',
      redirect_uri: redirectUri,
      scope,
      state: 's',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    })
    const { request_uri: requestUri } = JSON.parse(par.body)
    if (!requestUri) throw new Error(`${this.name} PAR: ${par.body}`)
    const started = await this.#call(
      'GET',
      `/auth?client_id=${clientId}&request_uri=${encodeURIComponent(requestUri)}`,
    )
    const cookie = started.cookies.map((one) => one.split(';')[0]).join('; ')
    const proven = await this.#call('GET', started.location, { cookie })
    const resumed = await this.#call('GET', new URL(proven.location).pathname, { cookie })
    const code = new URL(resumed.location).searchParams.get('code')
    if (!code)
      throw new Error(
        `${this.name} resume: ${resumed.status} ${resumed.location} ${resumed.body.slice(0, 300)}`,
      )
    const { access_token: access, refresh_token: refresh } = JSON.parse(
      (
        await this.#form('/token', {
          grant_type: 'authorization_code',
          code,
          redirect_uri: redirectUri,
          code_verifier: verifier,
        })
      ).body,
    )
    if (!access || !refresh) throw new Error(`${this.name}: no tokens`)
    return { access, refresh }
  }

  async refresh(tokens: Tokens): Promise<number> {
    return (
      await this.#form(
        '/token',
        { grant_type: 'refresh_token', refresh_token: tokens.refresh },
        this.#ready.dataPort,
      )
    ).status
  }

  async refreshFor(tokens: Tokens, scope: string): Promise<string> {
    return JSON.parse(
      (
        await this.#form('/token', {
          grant_type: 'refresh_token',
          refresh_token: tokens.refresh,
          scope,
        })
      ).body,
    ).access_token
  }

  async introspect(tokens: Tokens): Promise<void> {
    const reply = await this.#form(
      '/token/introspection',
      { token: tokens.access },
      this.#ready.dataPort,
    )
    if (!reply.body.includes('"active":true'))
      throw new Error(`${this.name} introspection: ${reply.body}`)
  }

  revoke(tokens: Tokens): Promise<Reply> {
    return this.#form('/token/revocation', { token: tokens.refresh }, this.#ready.dataPort)
  }

  async get(path: string, token: string, expected: number): Promise<string> {
    const reply = await this.#call(
      'GET',
      path,
      { authorization: `Bearer ${token}` },
      undefined,
      this.#ready.dataPort,
    )
    if (reply.status !== expected)
      throw new Error(`${this.name} ${path}: ${reply.status} ${reply.body.slice(0, 200)}`)
    return reply.body
  }

  #form(path: string, params: Record<string, string>, port = this.#ready.port): Promise<Reply> {
    const assertion = this.#assertions.pop()
    if (!assertion) throw new Error('no assertion prepared')
    const body = new URLSearchParams({
      client_id: this.#ready.clientId,
      client_assertion_type: assertionType,
      client_assertion: assertion,
      ...params,
    }).toString()
    return this.#call(
      'POST',
      path,
      {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(Buffer.byteLength(body)),
      },
      body,
      port,
    )
  }

  #call(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string,
    port = this.#ready.port,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port, method, path, headers, agent: this.#agent },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk) => chunks.push(chunk))
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              location: response.headers.location ?? '',
              cookies: response.headers['set-cookie'] ?? [],
              body: Buffer.concat(chunks).toString('utf8'),
            }),
          )
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
  }
}

/** `count` operations over 16 connections. @returns operations per second and server CPU microseconds per operation */
export async function load(
  side: Side,
  count: number,
  operation: (i: number) => Promise<unknown>,
): Promise<{ perSecond: number; cpuUs: number }> {
  const before = await side.cpuMs()
  const started = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < count) await operation(next++)
    }),
  )
  const seconds = (performance.now() - started) / 1000
  const after = await side.cpuMs()
  return { perSecond: count / seconds, cpuUs: ((after - before) * 1000) / count }
}
