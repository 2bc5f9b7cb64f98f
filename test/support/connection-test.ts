import { randomUUID } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import { isLinkable } from '#bank'
import {
  copyRegistrations,
  createProvider,
  endGrant,
  endTestLinks,
  permitGrant,
  providerByClientId,
  recordAudit,
  systemContext,
  type TestChannel,
} from '#engine'
import { english } from '#shared/messages/catalogue'
import { plainProvider } from '#shared/provider'
import type { DemoProvider } from './service-process.ts'
import { World } from './world.ts'

/** A provider that is not active yet, with the private key that it keeps; it has a second key of another algorithm too. */
export async function applicant(
  world: World,
  clientId = 'applicant',
): Promise<{ id: number; entry: DemoProvider; wrongKey: DemoProvider }> {
  const [own, other] = await Promise.all([keyOf('ES256'), keyOf('PS256')])
  const id = await createProvider(world.by(), {
    ...plainProvider,
    ...{ clientId, name: '申込業者株式会社', kana: 'モウシコミ', servicePersonal: '申込帳' },
    ...{ serviceBusiness: '', registrationNumber: '', contact: '', channels: ['personal'] },
    ...{ scopes: ['accounts', 'balances', 'transactions'], jwksUri: '', dpop: true },
    redirectUris: ['https://applicant.example/callback'],
    jwks: { keys: [own.publicJwk as never] },
    signingAlgorithm: 'ES256',
  })
  const of = (privateJwk: unknown): DemoProvider =>
    ({
      ...{
        name: '申込業者株式会社',
        clientId,
        redirectUris: ['https://applicant.example/callback'],
      },
      ...{ scope: 'accounts balances transactions', dpop: true, privateJwk },
    }) as DemoProvider
  return { id: id ?? 0, entry: of(own.privateJwk), wrongKey: of(other.privateJwk) }
}

async function keyOf(alg: 'ES256' | 'PS256') {
  const pair = await generateKeyPair(alg, { extractable: true })
  const bare = await exportJWK(pair.publicKey)
  const named = { kid: await calculateJwkThumbprint(bare), alg, use: 'sig' }
  return {
    publicJwk: { ...bare, ...named },
    privateJwk: { ...(await exportJWK(pair.privateKey)), ...named },
  }
}

/** A test channel without a listener, for what the desk does with it. */
export async function channelFor(real: World): Promise<{ channel: TestChannel; test: World }> {
  const test = await World.open({ providers: [] })
  await test.engine.settings.saveMark('demo', true, 0)
  const channel = {
    ...{ engine: test.engine, issuer: 'http://127.0.0.1:9', customers: [] },
    copied: () => copyRegistrations(real.engine, test.engine),
    ...{ metadata: async () => metadataOf('http://127.0.0.1:9'), discovered: new Map() },
  }
  return { channel, test }
}

/** What a listener of this issuer says of itself, as `connection-test.test.ts` has it from one. */
export const metadataOf = (issuer: string): Record<string, unknown> => ({
  ...{ issuer, pushed_authorization_request_endpoint: `${issuer}/par` },
  ...{ authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` },
  ...{ introspection_endpoint: `${issuer}/token/introspection`, jwks_uri: `${issuer}/jwks` },
  ...{ revocation_endpoint: `${issuer}/token/revocation` },
  ...{ require_pushed_authorization_requests: true },
  ...{ authorization_response_iss_parameter_supported: true },
  scopes_supported: ['accounts', 'balances', 'transactions'],
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['PS256', 'ES256', 'EdDSA'],
  dpop_signing_alg_values_supported: ['PS256', 'ES256', 'EdDSA'],
})

/** What a provider's client would leave of a test that it has passed. */
export async function passTest(real: World, channel: TestChannel, clientId: string): Promise<void> {
  await channel.copied()
  const { engine } = channel
  const provider = providerByClientId(engine, clientId)
  const mine = providerByClientId(real.engine, clientId)
  if (!provider || !mine) throw new RangeError(clientId)
  const call = (endpoint: string, status = 200, grantId: number | null = null) =>
    engine.access.add({
      ...{ at: engine.clock.now(), providerId: provider.id, grantId, endpoint, accountId: null },
      ...{ status, result: status < 400 ? 'ok' : 'grant-terminated', rows: null },
    })
  for (const endpoint of ['par', 'token', 'refresh', 'revocation']) call(`oauth.${endpoint}`)
  for (const endpoint of ['accounts', 'balance', 'transactions']) call(endpoint)
  const accountIds = engine.bank
    .openAccounts(1)
    .filter(isLinkable)
    .map((account) => account.id)
  const permit = async (): Promise<number> => {
    const grantId = engine.sequences.next('grants')
    await engine.store.write(() =>
      permitGrant(engine, {
        ...{ grantId, customerId: 1, providerId: provider.id, channel: 'personal' },
        ...{ scopes: provider.scopes, services: [], accountIds, inquiryPins: [], loginKey: 1 },
        evidence: {
          ...{ textVersion: 1, termsNumber: 1, language: 'ja', view: '{}' },
          shownHash: Buffer.alloc(32),
        },
        correlationId: randomUUID(),
      }),
    )
    return grantId
  }
  const grantId = await permit()
  await endTestLinks(() => channel)(real.by(), { providerId: mine.id })
  call('accounts', 401, grantId)
  const replayed = await permit()
  const by = systemContext(engine)
  await engine.store.write(() => {
    endGrant(by, {
      ...{ grantId: replayed, to: 'revoked', requester: 'institution', reason: 'code-replay' },
      ...{ requestChannel: 'provider-api', action: 'grants.endOnReplay' },
    })
    recordAudit(by, {
      ...{ action: 'oauth.token', outcome: 'refused', reason: 'invalid_grant' },
      target: { kind: 'provider', id: provider.id, label: provider.name },
      after: { detail: english('whyRefused.verifier'), grantId: null },
    })
  })
}
