import { insertPushed, tokenHash } from '#engine'
import { supportedScopes } from '../adapters.ts'
import { seconds } from '../record-adapter.ts'
import type { DirectCall } from './call.ts'

const lifeSeconds = 60
const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')

/** RFC 9126 §2.1 with the five parameters that a link needs and `state`; kept in the form in which oidc-provider reads it. */
export function push(call: DirectCall): object | undefined {
  const { engine, form, provider, tokens, work } = call
  if (
    !call.hasOnly(
      'response_type',
      'redirect_uri',
      'scope',
      'state',
      'code_challenge',
      'code_challenge_method',
    )
  )
    return undefined
  if (form.response_type !== 'code' || form.code_challenge_method !== 'S256') return undefined
  if (!/^[A-Za-z0-9_-]{43}$/.test(form.code_challenge ?? '')) return undefined
  if (!provider.redirectUris.includes(form.redirect_uri ?? '')) return undefined
  if (form.state !== undefined && !/^[\x21-\x7e]{1,512}$/.test(form.state)) return undefined
  const scopes = form.scope?.split(' ') ?? []
  if (scopes.length === 0 || new Set(scopes).size !== scopes.length) return undefined
  for (const scope of scopes)
    if (!supportedScopes.includes(scope as never) || !provider.scopes.includes(scope as never))
      return undefined
  const now = seconds(Date.now())
  const request = {
    client_id: provider.clientId,
    code_challenge: form.code_challenge,
    code_challenge_method: 'S256',
    redirect_uri: form.redirect_uri,
    response_type: 'code',
    scope: form.scope,
    ...(form.state !== undefined && { state: form.state }),
    iat: now,
    iss: provider.clientId,
    aud: call.issuer,
    exp: now + lifeSeconds,
    nbf: now,
  }
  const id = engine.sequences.next('pushedRequests')
  const value = tokens.values.make(id)
  const encoded = Buffer.from(JSON.stringify(request)).toString('base64url')
  work.onSuccess(() =>
    engine.store.statement(insertPushed).run({
      id,
      hash: tokenHash(value),
      expiresAt: (now + lifeSeconds) * 1000,
      payload: JSON.stringify({ iat: now, request: `${unsigned}.${encoded}.`, trusted: true }),
    }),
  )
  return { expires_in: lifeSeconds, request_uri: `urn:ietf:params:oauth:request_uri:${value}` }
}
