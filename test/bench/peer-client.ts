import { exportJWK, generateKeyPair, type JWK } from 'jose'
import type { ClientMetadata } from 'oidc-provider'
import type { Kind } from './side.ts'

export interface PeerClient {
  metadata: ClientMetadata & { client_id: string }
  privateJwk: JWK
}

const es256 = async (kid: string): Promise<{ publicJwk: JWK; privateJwk: JWK }> => {
  const pair = await generateKeyPair('ES256', { extractable: true })
  const named = { kid, alg: 'ES256', use: 'sig' }
  return {
    publicJwk: { ...(await exportJWK(pair.publicKey)), ...named },
    privateJwk: { ...(await exportJWK(pair.privateKey)), ...named },
  }
}

/** The same kind of client as ours has: ES256 assertions, PAR, tokens bound to a key or not. */
export async function makePeerClient(kind: Kind): Promise<PeerClient> {
  const { publicJwk, privateJwk } = await es256('k')
  return {
    metadata: {
      client_id: `client-${kind}`,
      redirect_uris: ['https://provider.example/callback'],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      id_token_signed_response_alg: 'ES256',
      dpop_bound_access_tokens: kind === 'dpop',
      scope: 'openid accounts balances transactions',
      jwks: { keys: [publicJwk as never] },
    },
    privateJwk,
  }
}

export const makeSigningKey = async (): Promise<JWK> => (await es256('s')).privateJwk
