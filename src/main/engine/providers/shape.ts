import type { SigningAlgorithm } from '#shared/algorithms'
import type { Channel, Scope } from '#shared/grant'
import type { Jwks } from '#shared/provider'
import type { ProviderStatus, StatusCause } from '#shared/provider-status'
import type { ProviderPolicy } from '#shared/settings'

/** A provider as registered. */
export interface Provider {
  id: number
  clientId: string
  name: string
  kana: string
  servicePersonal: string
  serviceBusiness: string
  registrationNumber: string
  contact: string
  /** Addresses of pages, or empty. */
  site: string
  privacyPolicy: string
  /** 利用目的 */
  purpose: string
  channels: Channel[]
  scopes: Scope[]
  redirectUris: string[]
  jwks: Jwks | null
  jwksUri: string
  signingAlgorithm: SigningAlgorithm
  dpop: boolean
  /** 業務選択=あり (R23), business only. */
  asksServices: boolean
  /** Whether customers choose which accounts to link. */
  asksAccounts: boolean
  policy: ProviderPolicy
  /** Grants permitted up to this instant have ended (R61). */
  grantsEndedAt: number | null
  status: ProviderStatus
  statusCause: StatusCause | null
  statusReason: string | null
  statusAt: number
  /** The day up to which a stop was meant, `YYYY-MM-DD`; nothing resumes by itself. */
  statusUntil: string | null
  version: number
  createdAt: number
  updatedAt: number
}
