import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import Provider, { type Configuration } from 'oidc-provider'
import { ConsentSessions, subjectOf, TokenStore, TokenValues } from '#engine'
import { openDoor } from '../../src/main/door/index.ts'
import { supportedScopes } from '../../src/main/server/authorization/adapters.ts'
import { authorizationServer } from '../../src/main/server/authorization/provider.ts'
import { startProviderListener } from '../../src/main/server/index.ts'
import { temporaryFolder } from '../support/service-process.ts'
import { World } from '../support/world.ts'
import { memoryAdapter, plainSqliteAdapter } from './adapters.ts'

/** One side of the comparison, alone in its process: `ours`, `oidc-mem`, `oidc-full` or `raw`. */
const variant = process.argv[2]
const customers = 4_000
/** As long as a real one. */
const evidence = JSON.stringify({ screen: 'permit', accounts: ['x'.repeat(600)] })

interface Ready {
  port: number
  issuer: string
  dataPort: number
  clientId: string
  redirectUri: string
  privateJwk: object
}
const tell = (message: object): boolean | undefined => process.send?.(message)
process.on('message', (question: string) => {
  // A collection is asked for when memory is measured alone: it would count as the work of whatever ran before.
  if (question === 'memory') {
    globalThis.gc?.()
    tell({ rss: process.memoryUsage().rss })
  }
  if (question === 'usage') {
    tell({ cpu: process.cpuUsage() })
  }
})

function listen(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<number> {
  const server = createServer(handler)
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  )
}
const uidOf = (request: IncomingMessage): string => (request.url ?? '').split('/')[2] ?? ''
const send = (response: ServerResponse, to: string): ServerResponse =>
  response.writeHead(303, { location: to }).end()

/** Ours, with the customer's proof stubbed on both sides: the same handler, the same one interaction, the real store. */
async function ours(): Promise<Ready> {
  const world = await World.open({ customers, providers: [{ algorithm: 'PS256' }] })
  const { engine } = world
  const sessions = new ConsentSessions()
  const tokens = new TokenStore(engine, new TokenValues(engine.keys))
  const client = world.provider()
  let provider: Provider | undefined
  let protocol: ReturnType<Provider['callback']> | undefined
  let next = 0
  const port = await listen(async (request, response) => {
    if (!provider || !protocol) return
    if (!request.url?.startsWith('/consent/')) return void protocol(request, response)
    const session = sessions.open(uidOf(request), {
      providerId: client.id,
      channel: 'personal',
      scopes: ['accounts', 'balances', 'transactions'],
      minutes: 10,
      asksServices: false,
      asksAccounts: false,
    })
    session.customerId = 1 + (next++ % customers)
    session.permitted = {
      scopes: session.scopes,
      services: [],
      accountIds: engine.bank.openAccounts(session.customerId).map((account) => account.id),
      inquiryPins: [],
      loginKey: session.customerId,
      evidence: {
        shownHash: randomBytes(32),
        termsNumber: 1,
        textVersion: 1,
        language: 'ja',
        view: evidence,
      },
    }
    send(
      response,
      await provider.interactionResult(request, response, {
        login: { accountId: subjectOf(engine, session.customerId, client.id), remember: false },
        consent: {},
      }),
    )
  })
  const issuer = `http://127.0.0.1:${port}`
  provider = authorizationServer({
    engine,
    tokens,
    sessions,
    issuer,
    behindFront: false,
    renderError: (ctx, out) => {
      ctx.body = out
    },
  })
  protocol = provider.callback()
  const door = await openDoor({ host: '127.0.0.1', port: 0 })
  await startProviderListener({ engine, door, issuer, trustFront: undefined })
  return {
    port,
    issuer,
    dataPort: door.port,
    clientId: client.clientId,
    redirectUri: client.redirectUris[0] ?? '',
    privateJwk: client.privateJwk,
  }
}

async function peer(adapter: Configuration['adapter']): Promise<Ready> {
  const { makePeerClient } = await import('./peer-client.ts')
  const { metadata, privateJwk, signing } = await makePeerClient()
  let provider: Provider | undefined
  let general: ReturnType<Provider['callback']> | undefined
  const port = await listen(async (request, response) => {
    if (!provider || !general) return
    if (!request.url?.startsWith('/interaction/')) return void general(request, response)
    const details = await provider.interactionDetails(request, response)
    const accountId = randomBytes(8).toString('hex')
    const grant = new provider.Grant({ accountId, clientId: metadata.client_id })
    grant.addOIDCScope(String(details.params.scope))
    send(
      response,
      await provider.interactionResult(request, response, {
        login: { accountId },
        consent: { grantId: await grant.save() },
      }),
    )
  })
  const issuer = `http://127.0.0.1:${port}`
  provider = new Provider(issuer, {
    adapter,
    clients: [metadata],
    jwks: { keys: [signing as never] },
    scopes: [...supportedScopes, 'openid'],
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt'],
    cookies: { keys: ['a-bench-secret'] },
    pkce: { required: () => true },
    rotateRefreshToken: false,
    expiresWithSession: () => false,
    issueRefreshToken: () => true,
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: true },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      revocation: { enabled: true },
    },
    routes: {
      authorization: '/auth',
      pushed_authorization_request: '/par',
      token: '/token',
      introspection: '/token/introspection',
      revocation: '/token/revocation',
      userinfo: '/me',
    },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      RefreshToken: 7_776_000,
      Session: 600,
      Interaction: 600,
      Grant: 7_776_000,
    },
  })
  general = provider.callback()
  provider.on('server_error', (_ctx, error) => process.stderr.write(`${error.stack}\n`))
  return {
    port,
    issuer,
    dataPort: port,
    clientId: String(metadata.client_id),
    redirectUri: 'https://provider-0.example/callback',
    privateJwk,
  }
}

async function raw(): Promise<Ready> {
  const body = JSON.stringify({
    accountId: 'AAAAAAAAAAAAAAAAAAAAAA',
    balance: '1234567',
    withdrawableAmount: '1234567',
    previousDayBalance: '1',
    previousMonthBalance: '1',
    currencyCode: 'JPY',
    baseDate: '2026-11-20',
    baseTime: '10:15:00+09:00',
  })
  const port = await listen((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(body),
  )
  return { port, issuer: '', dataPort: port, clientId: '', redirectUri: '', privateJwk: {} }
}

const variants: Record<string, () => Promise<Ready>> = {
  ours,
  'oidc-mem': () => peer(memoryAdapter()),
  'oidc-full': () => peer(plainSqliteAdapter(join(temporaryFolder(), 'plain.db'))),
  raw,
}
tell({ ready: await variants[variant ?? '']?.() })
