import type { Channel, GrantStatus } from '#shared/grant'
import type { ProviderStatus } from '#shared/provider-status'

/** A grant as the authorization server needs it, with the customer's pseudonym in place of the customer. */
export interface ProtocolGrant {
  id: number
  clientId: string
  channel: Channel
  scopes: string
  status: GrantStatus
  grantedAt: number
  expiresAt: number
  providerStatus: ProviderStatus
  subject: string
}
