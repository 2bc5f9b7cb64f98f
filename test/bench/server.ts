import { fork } from 'node:child_process'
import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Session } from 'node:inspector/promises'
import { join } from 'node:path'
import Provider, { type Configuration } from 'oidc-provider'
import {
  ConsentSessions,
  openEngine,
  subjectOf,
  systemClock,
  TokenStore,
  TokenValues,
} from '#engine'
import { openListener } from '../../src/main/listener/index.ts'
import { supportedScopes } from '../../src/main/server/authorization/adapters.ts'
import { authorizationServer } from '../../src/main/server/authorization/oidc-provider.ts'
import { nameOf, offerOf } from '../../src/main/server/consent/offer.ts'
import { startProviderListener } from '../../src/main/server/index.ts'
import { temporaryFolder } from '../support/service-process.ts'
import { World } from '../support/world.ts'
import { memoryAdapter, plainSqliteAdapter } from './adapters.ts'
import { withoutLimits } from './no-limits.ts'
import type { PeerClient } from './peer-client.ts'
import type { ClientOf, Ready } from './side.ts'

/** One side of the comparison, alone in its process: `ours`, `oidc-mem` or `oidc-full`. */
const [, , variant, profileFile] = process.argv
const profiler = new Session()
const customers = 4_000
/** About as many bytes as the evidence of a real grant. */
const evidence = JSON.stringify({ screen: 'permit', accounts: ['x'.repeat(600)] })

const tell = (message: object): boolean | undefined => process.send?.(message)
process.on('message', (question: string) => {
  // A collection is asked for when memory is measured alone: it would count as the work of whatever ran before.
  if (question === 'memory') {
    // A full collection, which gives free pages back to the system: after a plain one the figure varies by a third.
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    tell({ rss: process.memoryUsage().rss })
  }
  if (question === 'usage') tell({ cpu: process.cpuUsage() })
  if (question === 'verification') tell({ cpuUs: oneVerification() })
  if (question === 'end') void stopProfile().then(() => process.exit(0))
})

async function stopProfile(): Promise<void> {
  if (profileFile === undefined) return
  const { profile } = await profiler.post('Profiler.stop')
  writeFileSync(profileFile, JSON.stringify(profile))
}

/** CPU microseconds of one ES256 verification with a key that is kept: what no data call with DPoP can do without. */
function oneVerification(): number {
  const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const key = createPublicKey(pair.privateKey)
  const data = randomBytes(400)
  const dsaEncoding = 'ieee-p1363'
  const signature = sign('sha256', data, { key: pair.privateKey, dsaEncoding })
  const count = 5_000
  let before = process.cpuUsage()
  for (let i = -1_000; i < count; i += 1) {
    if (i === 0) before = process.cpuUsage()
    if (!verify('sha256', data, { key, dsaEncoding }, signature)) throw new Error('not verified')
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / count
}

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

interface Made {
  folder: string
  providers: (ClientOf & { id: number })[]
}

/** The data, made by a process of its own: what the measured one holds is what it needs to answer. */
async function makeData(): Promise<Made> {
  const world = await World.open({ customers, providers: [{}, { dpop: false }] })
  await withoutLimits(world.engine)
  const providers = world.providers.map((made) => ({ ...clientOf(made), id: made.id }))
  const { folder } = world.engine.store
  await world.engine.close()
  return { folder, providers }
}

const dataMade = (): Promise<Made> =>
  new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, ['data'])
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`the data ended with ${code}`)))
  })

/** Ours, with the customer's proof stubbed on both sides: the same handler, the same one interaction, the real store. */
async function ours(): Promise<Ready> {
  const { folder, providers } = await dataMade()
  const [dpop, bearer] = providers
  if (!dpop || !bearer) throw new Error('no providers were made')
  const engine = openEngine({
    folder,
    clock: systemClock(),
    log: { warn() {}, error: console.error },
    version: 'bench',
  })
  const sessions = new ConsentSessions(engine)
  const tokens = new TokenStore(engine, new TokenValues(engine.keys))
  let provider: Provider | undefined
  let protocol: ReturnType<Provider['callback']> | undefined
  let next = 0
  const port = await listen(async (request, response) => {
    if (!provider || !protocol) return
    if (!request.url?.startsWith('/consent/')) return void protocol(request, response)
    const { params } = await provider.interactionDetails(request, response)
    const { id: providerId } = params.client_id === dpop.clientId ? dpop : bearer
    const session = sessions.open(uidOf(request), {
      providerId,
      channel: 'personal',
      scopes: ['accounts', 'balances', 'transactions'],
      redirectUri: String(params.redirect_uri),
      language: 'ja',
      asksServices: false,
      asksAccounts: false,
    })
    session.customerId = 1 + (next++ % customers)
    session.loginKey = session.customerId
    const offer = offerOf(engine, session)
    if (!offer) throw new Error('nothing to permit')
    session.permitted = {
      name: nameOf(offer),
      parts: {},
      scopes: session.scopes,
      services: [],
      accountIds: offer.accountIds,
      inquiryPins: [],
      days: 90,
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
        login: { accountId: subjectOf(engine, session.customerId, providerId), remember: false },
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
    leavingPage: (_channel, to) => to,
    renderError: (ctx, out) => {
      ctx.body = out
    },
  })
  protocol = provider.callback()
  const http = await openListener({ host: '127.0.0.1', port: 0 })
  await startProviderListener({ engine, http, issuer, trustFront: undefined })
  return {
    port,
    issuer,
    dataPort: http.port,
    clients: { dpop, bearer },
  }
}

const clientOf = (provider: ReturnType<World['provider']>): ClientOf => ({
  clientId: provider.clientId,
  redirectUri: provider.redirectUris[0] ?? '',
  privateJwk: provider.privateJwk,
})

async function peer(adapter: Configuration['adapter']): Promise<Ready> {
  const { makePeerClient, makeSigningKey } = await import('./peer-client.ts')
  const made = { dpop: await makePeerClient('dpop'), bearer: await makePeerClient('bearer') }
  let provider: Provider | undefined
  let general: ReturnType<Provider['callback']> | undefined
  const port = await listen(async (request, response) => {
    if (!provider || !general) return
    if (!request.url?.startsWith('/interaction/')) return void general(request, response)
    const details = await provider.interactionDetails(request, response)
    const accountId = randomBytes(8).toString('hex')
    const grant = new provider.Grant({ accountId, clientId: String(details.params.client_id) })
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
    clients: Object.values(made).map(({ metadata }) => metadata),
    jwks: { keys: [(await makeSigningKey()) as never] },
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
    clients: { dpop: peerClientOf(made.dpop), bearer: peerClientOf(made.bearer) },
  }
}

const peerClientOf = ({ metadata, privateJwk }: PeerClient): ClientOf => ({
  clientId: metadata.client_id,
  redirectUri: metadata.redirect_uris?.[0] ?? '',
  privateJwk: privateJwk as ClientOf['privateJwk'],
})

const variants: Record<string, () => Promise<Ready>> = {
  ours,
  'oidc-mem': () => peer(memoryAdapter()),
  'oidc-full': () => peer(plainSqliteAdapter(join(temporaryFolder(), 'plain.db'))),
}
if (variant === 'data') {
  process.send?.(await makeData(), () => process.exit(0))
} else {
  const ready = await variants[variant ?? '']?.()
  if (profileFile !== undefined) {
    profiler.connect()
    await profiler.post('Profiler.enable')
    await profiler.post('Profiler.start')
  }
  tell({ ready })
}
