import { importJWK, type JWK } from 'jose'
import * as openid from 'openid-client'
import type { Page } from 'playwright-core'
import type { DemoCustomer, DemoProvider } from './service-process.ts'

export interface Link {
  verifier: string
  state: string
  url: URL
  redirectUri: string
}

/** A provider as a provider would write it: openid-client and nothing of ours. */
export class TestProvider {
  readonly config: openid.Configuration
  readonly entry: DemoProvider
  readonly dpop: openid.DPoPHandle | undefined
  readonly issuer: string

  private constructor(
    issuer: string,
    config: openid.Configuration,
    entry: DemoProvider,
    dpop: openid.DPoPHandle | undefined,
  ) {
    this.issuer = issuer
    this.config = config
    this.entry = entry
    this.dpop = dpop
  }

  /** `through` fetches for it, where the issuer's name is known to nobody but a front of the test. */
  static async open(
    issuer: string,
    entry: DemoProvider,
    through?: openid.CustomFetch,
  ): Promise<TestProvider> {
    const key = await importJWK(entry.privateJwk as JWK, entry.privateJwk.alg)
    if (key instanceof Uint8Array) throw new Error('asymmetric key expected')
    const config = await openid.discovery(
      new URL(issuer),
      entry.clientId,
      undefined,
      openid.PrivateKeyJwt({ key, kid: entry.privateJwk.kid }),
      {
        algorithm: 'oauth2',
        execute: [openid.allowInsecureRequests],
        ...(through && { [openid.customFetch]: through }),
      },
    )
    const dpop = entry.dpop
      ? openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'))
      : undefined
    return new TestProvider(issuer, config, entry, dpop)
  }

  get #options() {
    return this.dpop ? { DPoP: this.dpop } : undefined
  }

  async start(
    scope = this.entry.scope,
    redirectUri = this.entry.redirectUris.at(-1) ?? '',
    more: Record<string, string> = {},
  ): Promise<Link> {
    const verifier = openid.randomPKCECodeVerifier()
    const state = openid.randomState()
    const url = await openid.buildAuthorizationUrlWithPAR(
      this.config,
      {
        redirect_uri: redirectUri,
        scope,
        state,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...more,
      },
      this.#options,
    )
    return { verifier, state, url, redirectUri }
  }

  finish(
    link: Link,
    callback: URL,
  ): Promise<openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers> {
    return openid.authorizationCodeGrant(
      this.config,
      callback,
      { pkceCodeVerifier: link.verifier, expectedState: link.state },
      undefined,
      this.#options,
    )
  }

  refresh(token: string): Promise<openid.TokenEndpointResponse> {
    return openid.refreshTokenGrant(this.config, token, undefined, this.#options)
  }

  introspect(token: string): Promise<openid.IntrospectionResponse> {
    return openid.tokenIntrospection(this.config, token)
  }

  revoke(token: string): Promise<void> {
    return openid.tokenRevocation(this.config, token)
  }

  /** Status and body; a refusal is an answer here, not an error. */
  async get(
    token: string,
    path: string,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
    try {
      const response = await openid.fetchProtectedResource(
        this.config,
        token,
        new URL(`${this.issuer}/api/v1${path}`),
        'GET',
        undefined,
        headers && new Headers(headers),
        this.#options,
      )
      return {
        status: response.status,
        body: (await response.json()) as Record<string, unknown>,
        headers: response.headers,
      }
    } catch (error) {
      if (!(error instanceof openid.WWWAuthenticateChallengeError)) throw error
      return {
        status: error.response.status,
        body: (await error.response.json()) as Record<string, unknown>,
        headers: error.response.headers,
      }
    }
  }
}

/** The customer's side in a real browser; returns where the browser was sent at the end. */
export async function walkConsent(page: Page, link: Link, customer: DemoCustomer): Promise<URL> {
  const arrived = catchCallback(page, link.redirectUri)
  await page.goto(link.url.href)
  await signInAndProve(page, customer)
  await page.getByRole('button', { name: '許可', exact: true }).click()
  return arrived
}

export async function signInAndProve(page: Page, customer: DemoCustomer): Promise<void> {
  await page.getByLabel('ログインID').fill(customer.loginId)
  await page.getByLabel('ログインパスワード').fill(customer.password)
  await page.getByRole('button', { name: 'API連携' }).click()
  await page.getByText('入力桁数の指定').waitFor()
  await fillDigits(page, customer.userNumber)
  await page.getByRole('button', { name: '次へ' }).click()
  if (customer.extraChallenge) {
    const question = await page.locator('dl.question dd').innerText()
    await page
      .getByLabel('回答を入力')
      .fill(customer.questions.find((entry) => entry.question === question)?.answer ?? '')
    await page.getByRole('button', { name: '認証' }).click()
  }
}

export async function fillDigits(page: Page, userNumber: string): Promise<void> {
  for (const label of await page.locator('.digit label').allInnerTexts()) {
    const position = Number(/\d+/.exec(label)?.[0])
    await page.getByLabel(label, { exact: true }).fill(userNumber[position - 1] ?? '')
  }
}

/** The provider's own page: nobody listens there, so the browser's request to it is answered here. */
export function catchCallback(page: Page, redirectUri: string): Promise<URL> {
  return new Promise((resolve) => {
    void page.route(
      (url) => url.href.startsWith(redirectUri),
      (route) => {
        resolve(new URL(route.request().url()))
        return route.fulfill({
          status: 200,
          contentType: 'text/html',
          body: '<!doctype html><title>provider</title><p>callback</p>',
        })
      },
    )
  })
}
