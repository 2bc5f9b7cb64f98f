import type { SigningAlgorithm } from '#shared/algorithms'
import type { ProviderDetail } from '#shared/contract/providers'
import type { MessageKey } from '#shared/messages/catalogue'
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
  signingAlgorithm: SigningAlgorithm
  dpop: boolean
  asksServices: boolean
  asksAccounts: boolean
  /** As typed; empty follows the settings. */
  personalValidityDays: string
  businessValidityDays: string
  accessTokenSeconds: string
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
  asksServices: false,
  asksAccounts: false,
  personalValidityDays: '',
  businessValidityDays: '',
  accessTokenSeconds: '',
}

const typed = (value: number | null): string => (value === null ? '' : String(value))
/** Digits of any width become a number; anything else stays text, which the schema refuses. */
const numberOf = (text: string): number | string | null => {
  const plain = text.normalize('NFKC').trim()
  return plain === '' ? null : /^\d+$/.test(plain) ? Number(plain) : plain
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
    asksServices,
    asksAccounts,
    policy,
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
    asksServices,
    asksAccounts,
    personalValidityDays: typed(policy.personalValidityDays),
    businessValidityDays: typed(policy.businessValidityDays),
    accessTokenSeconds: typed(policy.accessTokenSeconds),
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

/** Checks the form by the schema that the engine uses; the first error of each field is shown under it. */
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
  const {
    keySource,
    redirectUris,
    personalValidityDays,
    businessValidityDays,
    accessTokenSeconds,
    ...rest
  } = draft
  const parsed = ProviderInput.safeParse({
    ...rest,
    policy: {
      personalValidityDays: numberOf(personalValidityDays),
      businessValidityDays: numberOf(businessValidityDays),
      accessTokenSeconds: numberOf(accessTokenSeconds),
    },
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
    const [first, second] = issue.path
    const field = (
      keySource === 'url' && first === 'jwks' ? 'jwksUri' : first === 'policy' ? second : first
    ) as Field
    errors[field] ??= first === 'policy' ? 'providerError.number' : messageOf(issue.message, field)
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
