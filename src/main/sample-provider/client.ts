import { importJWK, type JWK } from 'jose'
import * as openid from 'openid-client'

interface Account {
  accountId: string
  branchName: string
  accountTypeName: string
  accountNumber: string
}
export interface SampleState {
  linked: boolean
  accounts: {
    name: string
    balance: { amount: string; at: string } | undefined
    transactions: { date: string; text: string; amount: string }[]
  }[]
  endsInDays: number | undefined
  notes: string[]
}

/** The authorization server as discovered, and the key that every token of this app is bound to. */
interface Server {
  config: openid.Configuration
  options: { DPoP: openid.DPoPHandle }
}

const mostNotes = 12

/** The app's side of the link, for one user of the app. Everything goes through openid-client. */
export class KakeiboClient {
  readonly issuer: string
  readonly #to: {
    issuer: string
    api: string
    clientId: string
    privateJwk: JWK | Record<string, unknown>
    scope: string
  }
  #server: Promise<Server> | undefined
  #pending: { verifier: string; state: string } | undefined
  #tokens: openid.TokenEndpointResponse | undefined
  #refreshToken: string | undefined
  #accounts: SampleState['accounts'] = []
  #endsInDays: number | undefined
  #notes: string[] = []

  constructor(to: {
    issuer: string
    api: string
    clientId: string
    privateJwk: JWK | Record<string, unknown>
    scope: string
  }) {
    this.#to = to
    this.issuer = to.issuer
  }

  state(): SampleState {
    return {
      linked: this.#tokens !== undefined,
      accounts: this.#accounts,
      endsInDays: this.#endsInDays,
      notes: this.#notes,
    }
  }

  note(text: string): void {
    this.#notes = [
      `${new Date().toLocaleTimeString('ja-JP', { timeZone: 'Asia/Tokyo' })} ${text}`,
      ...this.#notes,
    ].slice(0, mostNotes)
  }

  async startLink(redirectUri: string): Promise<string> {
    const verifier = openid.randomPKCECodeVerifier()
    const state = openid.randomState()
    this.#pending = { verifier, state }
    const { config, options } = await this.#found()
    const url = await openid.buildAuthorizationUrlWithPAR(
      config,
      {
        redirect_uri: redirectUri,
        scope: this.#to.scope,
        state,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      },
      options,
    )
    return url.href
  }

  /** @param customer the address of who is at the browser, as for `read` */
  async finishLink(callback: URL, customer: string): Promise<void> {
    const pending = this.#pending
    this.#pending = undefined
    if (!pending) return this.note('覚えのない応答が届いたため、使いませんでした')
    if (callback.searchParams.get('error') === 'access_denied')
      return this.note('お客様が連携を中止しました（access_denied）')
    await this.#told('連携', async () => {
      const { config, options } = await this.#found()
      const tokens = await openid.authorizationCodeGrant(
        config,
        callback,
        { pkceCodeVerifier: pending.verifier, expectedState: pending.state },
        undefined,
        options,
      )
      this.#keep(tokens)
      this.note('連携しました')
    })
    await this.read(customer)
  }

  /** @param customer the address of who is at the browser: by it the server knows that somebody is (FAPI 1.0 §6.2.2) */
  async read(customer: string): Promise<void> {
    const headers = new Headers({ 'x-fapi-customer-ip-address': customer })
    await this.#told('読み取り', async () => {
      const { accounts } = await this.#get<{ accounts: Account[] }>('/accounts', headers)
      this.#accounts = await Promise.all(
        accounts.map(async (account) => {
          const { balance, baseDate, baseTime } = await this.#get<{
            balance?: string
            baseDate: string
            baseTime: string
          }>(`/accounts/${account.accountId}/balance`, headers)
          // Both may answer 503 `data.not-yet`: unknown is not 0.
          const { transactions = [] } = await this.#get<{
            transactions?: {
              transactionDate: string
              transactionType: string
              remarks?: string
              amount: string
            }[]
          }>(`/accounts/${account.accountId}/transactions?dateFrom=2000-01-01`, headers)
          return {
            name: `${account.branchName} ${account.accountTypeName} ${account.accountNumber}`,
            balance:
              balance === undefined
                ? undefined
                : { amount: balance, at: `${baseDate} ${baseTime.slice(0, 5)}` },
            transactions: transactions
              .slice(-5)
              .reverse()
              .map((row) => ({
                date: row.transactionDate,
                text: row.remarks ?? '',
                amount: `${row.transactionType === '2' ? '−' : '＋'}${row.amount}`,
              })),
          }
        }),
      )
      this.note(`${accounts.length}口座の残高と明細を読みました`)
    })
  }

  async refresh(): Promise<void> {
    const refreshToken = this.#refreshToken
    if (!refreshToken) return this.note('まだ連携していません')
    await this.#told('更新', async () => {
      const { config, options } = await this.#found()
      this.#keep(await openid.refreshTokenGrant(config, refreshToken, undefined, options))
      this.note('アクセストークンを更新しました')
    })
  }

  #keep(tokens: openid.TokenEndpointResponse): void {
    this.#tokens = tokens
    this.#refreshToken = tokens.refresh_token ?? this.#refreshToken
    const left = tokens.authorization_expires_in
    this.#endsInDays = typeof left === 'number' ? Math.ceil(left / 86_400) : undefined
  }

  async #get<T>(path: string, headers: Headers): Promise<T> {
    const token = this.#tokens?.access_token
    if (!token) throw new Error('まだ連携していません')
    const { config, options } = await this.#found()
    const url = new URL(`${this.#to.api}${path}`)
    const response = await openid.fetchProtectedResource(
      config,
      token,
      url,
      'GET',
      undefined,
      headers,
      options,
    )
    return (await response.json()) as T
  }

  /** Shows the server's answer as it came: after a revocation this is the sentence on which a user's app would act. */
  async #told(act: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (error instanceof openid.WWWAuthenticateChallengeError) {
        const name = error.cause[0]?.parameters.error ?? ''
        return this.note(
          `${act}を断られました: HTTP ${error.status} ${name}（連携をやり直す必要があります）`,
        )
      }
      if (error instanceof openid.ResponseBodyError)
        return this.note(
          `${act}を断られました: HTTP ${error.status} ${error.error} ${error.error_description ?? ''}`,
        )
      this.note(`${act}に失敗しました: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  #found(): Promise<Server> {
    this.#server ??= this.#discover().catch((error: unknown) => {
      this.#server = undefined
      throw error
    })
    return this.#server
  }

  async #discover(): Promise<Server> {
    const { privateJwk, issuer, clientId } = this.#to
    const jwk = privateJwk as JWK
    const key = await importJWK(jwk, jwk.alg)
    if (key instanceof Uint8Array) throw new Error('an asymmetric key is needed')
    const authentication = openid.PrivateKeyJwt({ key, ...(jwk.kid && { kid: jwk.kid }) })
    const config = await openid.discovery(new URL(issuer), clientId, undefined, authentication, {
      algorithm: 'oauth2',
      execute: issuer.startsWith('http:') ? [openid.allowInsecureRequests] : [],
    })
    const dpopKeys = await openid.randomDPoPKeyPair('ES256')
    return { config, options: { DPoP: openid.getDPoPHandle(config, dpopKeys) } }
  }
}
