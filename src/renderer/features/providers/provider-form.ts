import type { ProviderDetail } from '#shared/contract/providers'
import type { MessageKey } from '#shared/messages/ja'
import { ProviderInput } from '#shared/provider'

/** The form as typed: lists as lines, keys as text. */
export interface ProviderDraft {
  name: string
  kana: string
  servicePersonal: string
  serviceBusiness: string
  registrationNumber: string
  contact: string
  channels: ('personal' | 'business')[]
  scopes: ('accounts' | 'balances' | 'transactions')[]
  redirectUris: string
  keySource: 'paste' | 'url'
  jwks: string
  jwksUri: string
  signingAlgorithm: 'PS256' | 'ES256' | 'EdDSA'
  dpop: boolean
}

export const emptyDraft: ProviderDraft = {
  name: '',
  kana: '',
  servicePersonal: '',
  serviceBusiness: '',
  registrationNumber: '',
  contact: '',
  channels: ['personal'],
  scopes: ['accounts', 'balances', 'transactions'],
  redirectUris: '',
  keySource: 'paste',
  jwks: '',
  jwksUri: '',
  signingAlgorithm: 'PS256',
  dpop: true,
}

export function draftOf(provider: ProviderDetail): ProviderDraft {
  const {
    name,
    kana,
    servicePersonal,
    serviceBusiness,
    registrationNumber,
    contact,
    channels,
    scopes,
    signingAlgorithm,
    dpop,
    jwksUri,
  } = provider
  return {
    name,
    kana,
    servicePersonal,
    serviceBusiness,
    registrationNumber,
    contact,
    channels,
    scopes,
    signingAlgorithm,
    dpop,
    jwksUri,
    redirectUris: provider.redirectUris.join('\n'),
    keySource: provider.jwks ? 'paste' : 'url',
    jwks: provider.jwks ? JSON.stringify(provider.jwks, null, 2) : '',
  }
}

const known = [
  'registration-number',
  'redirect-uri',
  'private-key',
  'rsa-too-short',
  'kid-not-unique',
  'keys-one-source',
  'service-name',
] as const
type Field = keyof ProviderDraft

/** Checked by the same schema as the engine; each first error under the field it belongs to. */
export function readDraft(
  draft: ProviderDraft,
): { provider: ProviderInput } | { errors: Partial<Record<Field, MessageKey>> } {
  let jwks: unknown = null
  if (draft.keySource === 'paste') {
    try {
      jwks = JSON.parse(draft.jwks)
    } catch {
      jwks = 'not JSON'
    }
  }
  const { keySource, redirectUris, ...rest } = draft
  const parsed = ProviderInput.safeParse({
    ...rest,
    jwks,
    jwksUri: keySource === 'url' ? draft.jwksUri.trim() : '',
    redirectUris: redirectUris
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  })
  if (parsed.success) return { provider: parsed.data }
  const errors: Partial<Record<Field, MessageKey>> = {}
  for (const issue of parsed.error.issues) {
    const field = (
      keySource === 'url' && issue.path[0] === 'jwks' ? 'jwksUri' : issue.path[0]
    ) as Field
    errors[field] ??= messageOf(issue.message, field)
  }
  return { errors }
}

function messageOf(message: string, field: Field): MessageKey {
  const own = known.find((name) => message === name)
  if (own && !(own === 'keys-one-source' && field === 'jwksUri')) return `providerError.${own}`
  if (field === 'jwks') return 'providerError.jwks'
  return field === 'channels' || field === 'scopes'
    ? 'providerError.choose'
    : 'providerError.required'
}
