import { decodeJwt } from 'jose'
import { type Engine, notServed, providerByClientId, type TokenStore } from '#engine'
import { Channel } from '#shared/grant'
import type { NoticeKind } from '#shared/preview'
import { noticePage, type Stray } from './pages.ts'
import { askerIn, wayBack } from './way-back.ts'

const requestUri = 'urn:ietf:params:oauth:request_uri:'

const kinds: Partial<Record<string, NoticeKind>> = {
  invalid_request_uri: 'already-finished',
  session_not_found: 'already-finished',
  server_error: 'unavailable',
  temporarily_unavailable: 'unavailable',
  too_many_requests: 'busy',
}

/**
 * The page for what oidc-provider refuses in the customer's browser. A request that has merely run out leads back to the provider,
 * which is told so; to whom we do not know, or do not serve now, nobody is led.
 */
export function refusalPage(
  { engine, tokens, issuer }: { engine: Engine; tokens: TokenStore; issuer: string },
  error: string,
  request: Stray,
  asked: { client_id?: unknown; request_uri?: unknown } = {},
): string {
  const provider =
    typeof asked.client_id === 'string' ? providerByClientId(engine, asked.client_id) : undefined
  if (error === 'invalid_client')
    return noticePage(
      engine,
      asked.client_id !== undefined && !provider ? 'unknown-provider' : notServed(provider),
      request,
    )
  if (error === 'invalid_request_uri' && typeof asked.request_uri === 'string') {
    const row = tokens.pushedRequest(asked.request_uri.replace(requestUri, ''))
    const params = row && pushed(row.payload)
    if (!params || params.client_id !== asked.client_id)
      return noticePage(engine, 'expired', request)
    const channel = Channel.safeParse(params.channel).data
    if (row.consumedAt !== null) return noticePage(engine, 'already-finished', request, { channel })
    const back = wayBack(engine, issuer, askerIn(params), 'invalid_request_uri')
    return noticePage(engine, 'expired', request, { channel, back })
  }
  return noticePage(engine, kinds[error] ?? 'request-refused', request)
}

/** What was pushed: oidc-provider keeps it as an unsigned JWT. */
function pushed(payload: string): Record<string, unknown> {
  return decodeJwt(JSON.parse(payload).request)
}
