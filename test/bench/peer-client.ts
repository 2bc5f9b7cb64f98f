import { exportJWK, generateKeyPair, type JWK } from 'jose'
import type { ClientMetadata } from 'oidc-provider'

/** The same kind of client as ours has: PS256 assertions, PAR, no DPoP. */
export async function makePeerClient(): Promise<{
  metadata: ClientMetadata & { client_id: string }
  privateJwk: JWK
  signing: JWK
}> {
  const pair = await generateKeyPair('PS256', { extractable: true })
  const signing = {
    ...(await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey)),
    kid: 's',
    alg: 'ES256',
    use: 'sig',
  }
  const named = { kid: 'k', alg: 'PS256', use: 'sig' }
  return {
    metadata: {
      client_id: 'provider-0',
      redirect_uris: ['https://provider-0.example/callback'],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'PS256',
      id_token_signed_response_alg: 'ES256',
      scope: 'openid accounts balances transactions',
      jwks: { keys: [{ ...(await exportJWK(pair.publicKey)), ...named } as never] },
    },
    privateJwk: { ...(await exportJWK(pair.privateKey)), ...named },
    signing,
  }
}
