/** Who has something to do about it; `nobody`: it is as it should be, such as after a stop of ours or the end of a link. */
type Whose = 'provider' | 'house' | 'program' | 'nobody'

/** Why calls of providers are refused, as people are told it: `cause.<name>` in the messages, what to do about it in `cause.<name>.todo`. */
export const refusalCauses = {
  algorithm: 'provider',
  'key-unknown': 'provider',
  'key-days': 'provider',
  'key-address': 'provider',
  signature: 'provider',
  assertion: 'provider',
  clock: 'provider',
  grant: 'provider',
  request: 'provider',
  scope: 'provider',
  dpop: 'provider',
  limit: 'provider',
  'data-missing': 'house',
  program: 'program',
  'token-expired': 'nobody',
  'link-ended': 'nobody',
  hours: 'nobody',
  stopped: 'nobody',
  halted: 'nobody',
  other: 'provider',
} as const satisfies Record<string, Whose>
export type RefusalCause = keyof typeof refusalCauses
export const causeNames = Object.keys(refusalCauses) as RefusalCause[]

/** What records and counts hold, where it is not the cause's own name. */
const held: Readonly<Record<string, RefusalCause>> = {
  invalid_grant: 'grant',
  'token.scope': 'scope',
  invalid_scope: 'scope',
  'dpop.invalid': 'dpop',
  invalid_dpop_proof: 'dpop',
  use_dpop_nonce: 'dpop',
  'wrong-scheme': 'dpop',
  'calls.per-day': 'limit',
  'calls.per-minute': 'limit',
  'account.not-found': 'request',
  'input.invalid': 'request',
  'input.range': 'request',
  invalid_request: 'request',
  invalid_redirect_uri: 'request',
  unsupported_grant_type: 'request',
  unsupported_response_type: 'request',
  unauthorized_client: 'request',
  'data.not-yet': 'data-missing',
  'hours.closed': 'hours',
  'token-ended': 'link-ended',
  'provider-suspended': 'stopped',
  'service.halted': 'halted',
  'dpop.replay-unknown': 'program',
  'server.failed': 'program',
  server_error: 'program',
  temporarily_unavailable: 'program',
}

/** The cause of what a record or a count holds. */
export function causeOf(result: string): RefusalCause {
  if (Object.hasOwn(refusalCauses, result)) return result as RefusalCause
  if (result.startsWith('grant-')) return 'link-ended'
  if (result.startsWith('store.')) return 'program'
  return held[result] ?? 'other'
}

/** Refusals of one cause in an hour from which on it is told on きょう, whatever else was answered. */
export const burstFrom = 20
