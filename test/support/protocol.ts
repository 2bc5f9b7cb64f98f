import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
} from 'jose'
import type { SigningAlgorithm } from '#shared/algorithms'
import { FormCustomer } from './form-customer.ts'
import type { DemoCustomer, DemoProvider } from './service-process.ts'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** Requests made by hand, so that each part of one can be wrong. */
export async function assertion(
  provider: DemoProvider,
  issuer: string,
  change: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  key?: JWK,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: provider.clientId,
    sub: provider.clientId,
    aud: issuer,
    jti: randomUUID(),
    iat: now,
    exp: now + 60,
    ...change,
  }
  const jwk = key ?? (provider.privateJwk as JWK)
  return new SignJWT(claims)
    .setProtectedHeader({ alg: provider.privateJwk.alg, kid: provider.privateJwk.kid, ...header })
    .sign(await importJWK(jwk, provider.privateJwk.alg))
}

export async function authenticated(
  provider: DemoProvider,
  issuer: string,
): Promise<Record<string, string>> {
  return {
    client_id: provider.clientId,
    client_assertion_type: assertionType,
    client_assertion: await assertion(provider, issuer),
  }
}

export interface Reply {
  status: number
  body: Record<string, unknown>
  headers: Headers
}

export async function post(
  url: string,
  params: Record<string, string | undefined>,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const body = new URLSearchParams(
    Object.entries(params).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
  const response = await fetch(url, { method: 'POST', body, headers })
  const text = await response.text()
  return {
    status: response.status,
    body: text.startsWith('{') ? JSON.parse(text) : { text },
    headers: response.headers,
  }
}

export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

export class DpopKey {
  readonly jwk: JWK
  readonly #sign: (
    claims: Record<string, unknown>,
    header: Record<string, unknown>,
  ) => Promise<string>
  readonly thumbprint: string

  private constructor(jwk: JWK, sign: DpopKey['proofWith'], thumbprint: string) {
    this.jwk = jwk
    this.#sign = sign
    this.thumbprint = thumbprint
  }

  static async make(alg: SigningAlgorithm = 'ES256'): Promise<DpopKey> {
    const pair = await generateKeyPair(alg, { extractable: true })
    const jwk = await exportJWK(pair.publicKey)
    const sign = (claims: Record<string, unknown>, header: Record<string, unknown>) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg, typ: 'dpop+jwt', jwk, ...header })
        .sign(pair.privateKey)
    return new DpopKey(jwk, sign, await calculateJwkThumbprint(jwk))
  }

  proofWith(
    claims: Record<string, unknown>,
    header: Record<string, unknown> = {},
  ): Promise<string> {
    return this.#sign(claims, header)
  }

  proof(
    method: string,
    url: string,
    token?: string,
    change: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
  ): Promise<string> {
    const ath = token && createHash('sha256').update(token).digest('base64url')
    return this.proofWith(
      {
        htm: method,
        htu: url,
        iat: Math.floor(Date.now() / 1000),
        jti: randomUUID(),
        ...(ath && { ath }),
        ...change,
      },
      header,
    )
  }
}

const dpopKeys = new Map<string, Promise<DpopKey>>()

/** The key of a provider that uses DPoP: one for all its calls, as an app that keeps its tokens would have. */
async function dpopKeyOf(provider: DemoProvider): Promise<DpopKey | undefined> {
  if (!provider.dpop) return undefined
  const key = dpopKeys.get(provider.clientId) ?? DpopKey.make()
  dpopKeys.set(provider.clientId, key)
  return key
}

async function proofHeader(
  url: string,
  provider: DemoProvider,
  given?: DpopKey | 'none',
): Promise<Record<string, string>> {
  const key = given ?? (await dpopKeyOf(provider)) ?? 'none'
  return key === 'none' ? {} : { dpop: await key.proof('POST', url) }
}

/** What a call of the data API carries: bearer or DPoP, as the provider is registered. */
export async function tokenHeaders(
  provider: DemoProvider,
  token: unknown,
  url: string,
): Promise<Record<string, string>> {
  const key = await dpopKeyOf(provider)
  return key
    ? { authorization: `DPoP ${token}`, dpop: await key.proof('GET', url, String(token)) }
    : { authorization: `Bearer ${token}` }
}

/** One call of the data API, made again with a new proof when it is told to come later (RFC 9110 §10.2.3). */
export async function read(
  issuer: string,
  provider: DemoProvider,
  token: unknown,
  path = '/accounts',
): Promise<Reply> {
  const url = `${issuer}/api/v1${path}`
  const reply = await get(url, await tokenHeaders(provider, token, url))
  const later = Number(reply.headers.get('retry-after'))
  if (later === 0) return reply
  await setTimeout(later * 1000)
  return get(url, await tokenHeaders(provider, token, url))
}

export interface Linked {
  code: string
  verifier: string
  redirectUri: string
  callback: URL
}

/** A provider's request, pushed, and what it needs to redeem the code. */
export async function pushRequest(
  issuer: string,
  provider: DemoProvider,
  given: { scope?: string; channel?: string | undefined; dpop?: DpopKey } = {},
): Promise<{ url: string; verifier: string; redirectUri: string }> {
  const { verifier, challenge } = pkce()
  const redirectUri = provider.redirectUris[0] ?? ''
  const par = await post(
    `${issuer}/par`,
    {
      ...(await authenticated(provider, issuer)),
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: given.scope ?? provider.scope,
      channel: given.channel,
      state: 's',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    },
    await proofHeader(`${issuer}/par`, provider, given.dpop),
  )
  if (par.status !== 201) throw new Error(`PAR: ${JSON.stringify(par.body)}`)
  const url = `${issuer}/auth?client_id=${provider.clientId}&request_uri=${encodeURIComponent(String(par.body.request_uri))}`
  return { url, verifier, redirectUri }
}

/** From PAR to a code, through the real consent screens. */
export async function linkToCode(
  issuer: string,
  provider: DemoProvider,
  customer: DemoCustomer,
  given: { scope?: string; dpop?: DpopKey } = {},
): Promise<Linked> {
  const { url, ...pushed } = await pushRequest(issuer, provider, given)
  const callback = await new FormCustomer().permitAll(url, customer)
  const code = callback.searchParams.get('code')
  if (!code) throw new Error(`no code: ${callback.href}`)
  return { code, callback, ...pushed }
}

export async function redeem(
  issuer: string,
  provider: DemoProvider,
  linked: Linked,
  change: Record<string, string | undefined> = {},
  dpop?: DpopKey | 'none',
): Promise<Reply> {
  return post(
    `${issuer}/token`,
    {
      ...(await authenticated(provider, issuer)),
      grant_type: 'authorization_code',
      code: linked.code,
      redirect_uri: linked.redirectUri,
      code_verifier: linked.verifier,
      ...change,
    },
    await proofHeader(`${issuer}/token`, provider, dpop),
  )
}

export async function refresh(
  issuer: string,
  provider: DemoProvider,
  token: string,
  change: Record<string, string | undefined> = {},
  dpop?: DpopKey,
): Promise<Reply> {
  return post(
    `${issuer}/token`,
    {
      ...(await authenticated(provider, issuer)),
      grant_type: 'refresh_token',
      refresh_token: token,
      ...change,
    },
    await proofHeader(`${issuer}/token`, provider, dpop),
  )
}

export async function get(url: string, headers: Record<string, string> = {}): Promise<Reply> {
  const response = await fetch(url, { headers })
  const text = await response.text()
  return {
    status: response.status,
    body: text.startsWith('{') ? JSON.parse(text) : { text },
    headers: response.headers,
  }
}

/** What is said of a token to who asks (RFC 7662). */
export const introspect = (
  issuer: string,
  provider: DemoProvider,
  token: unknown,
): Promise<Reply> => aboutToken('introspection', issuer, provider, token)

/** A provider gives a token back (RFC 7009). */
export const giveBack = (issuer: string, provider: DemoProvider, token: unknown): Promise<Reply> =>
  aboutToken('revocation', issuer, provider, token)

async function aboutToken(
  what: string,
  issuer: string,
  provider: DemoProvider,
  token: unknown,
): Promise<Reply> {
  const asked = { ...(await authenticated(provider, issuer)), token: String(token) }
  return post(`${issuer}/token/${what}`, asked)
}
