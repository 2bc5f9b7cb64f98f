import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import { type Agent, request } from 'node:http'
import type { ClientOf, Kind, Ready } from './side.ts'

export interface Tokens {
  access: string
  refresh: string
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

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
function jwt(header: object, claims: object, key: KeyObject): string {
  const signed = `${encode(header)}.${encode(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}
const jti = (): string => randomBytes(12).toString('base64url')
const nowSeconds = (): number => Math.floor(Date.now() / 1000)

/** A provider under load. What it signs is signed ahead: that cost is the provider's, not the server's. */
export class Client {
  readonly #name: string
  readonly #kind: Kind
  readonly #ready: Ready
  readonly #own: ClientOf
  readonly #agent: Agent
  readonly #key: KeyObject
  readonly #proofKey: KeyObject
  readonly #proofHeader: object
  #assertions: string[] = []
  readonly #proofs = new Map<string, string[]>()

  constructor(name: string, kind: Kind, ready: Ready, agent: Agent) {
    this.#name = `${name} ${kind}`
    this.#kind = kind
    this.#ready = ready
    this.#own = ready.clients[kind]
    this.#agent = agent
    this.#key = createPrivateKey({ key: this.#own.privateJwk as never, format: 'jwk' })
    const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    this.#proofKey = pair.privateKey
    const jwk = pair.publicKey.export({ format: 'jwk' })
    this.#proofHeader = { alg: 'ES256', typ: 'dpop+jwt', jwk }
  }

  /** Signs what `count` links need, or as many refreshes, introspections or revocations. */
  prepareForms(count: number): void {
    // Signing holds this process for seconds, in which a server may hang up on an idle connection unnoticed.
    this.#agent.destroy()
    const { clientId, privateJwk } = this.#own
    const iat = nowSeconds()
    const claims = { iss: clientId, sub: clientId, aud: this.#ready.issuer, iat, exp: iat + 590 }
    this.#assertions = Array.from({ length: count * 2 }, () =>
      jwt({ alg: 'ES256', kid: privateJwk.kid }, { ...claims, jti: jti() }, this.#key),
    )
    for (const path of ['/par', '/token']) this.#prepareProofs('POST', path, count)
  }

  prepareCalls(count: number, path: string, token: string): void {
    this.#agent.destroy()
    this.#prepareProofs('GET', path, count, token)
  }

  #prepareProofs(htm: string, path: string, count: number, token?: string): void {
    if (this.#kind === 'bearer') return
    const htu = `${this.#ready.issuer}${path}`
    const ath = token && createHash('sha256').update(token).digest('base64url')
    const claims = { htm, htu, iat: nowSeconds(), ...(ath && { ath }) }
    const made = Array.from({ length: count }, () =>
      jwt(this.#proofHeader, { ...claims, jti: jti() }, this.#proofKey),
    )
    this.#proofs.set(path, made)
  }

  /** From the pushed request to the tokens; the customer's part is the server's stub. */
  async flow(scope = 'accounts balances transactions'): Promise<Tokens> {
    const { clientId, redirectUri } = this.#own
    const par = await this.#form('/par', {
      response_type: 'code',
      redirect_uri: redirectUri,
      scope,
      state: 's',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    })
    const { request_uri: requestUri } = JSON.parse(par.body)
    if (!requestUri) throw new Error(`${this.#name} PAR: ${par.body}`)
    const started = await this.#call(
      'GET',
      `/auth?client_id=${clientId}&request_uri=${encodeURIComponent(requestUri)}`,
    )
    const cookie = started.cookies.map((one) => one.split(';')[0]).join('; ')
    const proven = await this.#call('GET', started.location, { cookie })
    const resumed = await this.#call('GET', new URL(proven.location).pathname, { cookie })
    const code = new URL(resumed.location || resumed.body).searchParams.get('code')
    if (!code)
      throw new Error(
        `${this.#name} resume: ${resumed.status} ${resumed.location} ${resumed.body.slice(0, 300)}`,
      )
    const reply = await this.#form('/token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    })
    const { access_token: access, refresh_token: refresh } = JSON.parse(reply.body)
    if (!access || !refresh) throw new Error(`${this.#name}: no tokens, ${reply.body}`)
    return { access, refresh }
  }

  /** @returns the status: a token may have been revoked meanwhile */
  async refresh(tokens: Tokens): Promise<number> {
    const params = { grant_type: 'refresh_token', refresh_token: tokens.refresh }
    return (await this.#form('/token', params, this.#ready.dataPort)).status
  }

  async introspect(tokens: Tokens): Promise<void> {
    const params = { token: tokens.access }
    const reply = await this.#form('/token/introspection', params, this.#ready.dataPort)
    if (!reply.body.includes('"active":true'))
      throw new Error(`${this.#name} introspection: ${reply.body}`)
  }

  revoke(tokens: Tokens): Promise<Reply> {
    return this.#form('/token/revocation', { token: tokens.refresh }, this.#ready.dataPort)
  }

  /** A call of the data API, or of userinfo, that has to succeed. */
  async get(path: string, token: string): Promise<string> {
    const bearer = { authorization: `Bearer ${token}` }
    const headers =
      this.#kind === 'bearer'
        ? bearer
        : { authorization: `DPoP ${token}`, dpop: this.#proofs.get(path)?.pop() ?? '' }
    const reply = await this.#call('GET', path, headers, undefined, this.#ready.dataPort)
    if (reply.status !== 200)
      throw new Error(`${this.#name} ${path}: ${reply.status} ${reply.body.slice(0, 200)}`)
    return reply.body
  }

  #form(path: string, params: Record<string, string>, port = this.#ready.port): Promise<Reply> {
    const assertion = this.#assertions.pop()
    if (!assertion) throw new Error('no assertion prepared')
    const body = new URLSearchParams({
      client_id: this.#own.clientId,
      client_assertion_type: assertionType,
      client_assertion: assertion,
      ...params,
    }).toString()
    const proof = this.#proofs.get(path)?.pop()
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      ...(proof && { dpop: proof }),
    }
    return this.#call('POST', path, headers, body, port)
  }

  #call(
    method: string,
    path: string,
    given: Record<string, string> = {},
    body?: string,
    port = this.#ready.port,
  ): Promise<Reply> {
    // Whichever port answers, proofs name the issuer.
    const headers = { host: new URL(this.#ready.issuer).host, ...given }
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
