import type { SigningAlgorithm } from '#shared/algorithms'
import type { ProviderDetail } from '#shared/contract/providers'
import type { Say } from '#shared/messages/catalogue'
import {
  ProviderInput,
  readRegistrationNumber,
  registrationNumberText,
  unregisteredPart,
} from '#shared/provider'
import type { Registers } from '#shared/settings'
import { inputErrors } from '#words'
import { withSeconds } from './key-life.tsx'

/** The form as typed: lists as lines, keys as text. */
export interface ProviderDraft {
  name: string
  kana: string
  servicePersonal: string
  serviceBusiness: string
  registrationNumber: string
  contact: string
  site: string
  privacyPolicy: string
  purpose: string
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
  unattendedPerDay: string
  callsPerMinute: string
}

export const emptyDraft: ProviderDraft = {
  name: '',
  kana: '',
  servicePersonal: '',
  serviceBusiness: '',
  registrationNumber: '',
  contact: '',
  site: '',
  privacyPolicy: '',
  purpose: '',
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
  unattendedPerDay: '',
  callsPerMinute: '',
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
    site,
    privacyPolicy,
    purpose,
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
    site,
    privacyPolicy,
    purpose,
    channels,
    scopes,
    signingAlgorithm,
    dpop,
    asksServices,
    asksAccounts,
    personalValidityDays: typed(policy.personalValidityDays),
    businessValidityDays: typed(policy.businessValidityDays),
    accessTokenSeconds: typed(policy.accessTokenSeconds),
    unattendedPerDay: typed(policy.unattendedPerDay),
    callsPerMinute: typed(policy.callsPerMinute),
    jwksUri,
    redirectUris: provider.redirectUris.join('\n'),
    keySource: provider.jwks ? 'paste' : 'url',
    jwks: provider.jwks ? JSON.stringify(provider.jwks, null, 2) : '',
  }
}

const known = [
  'registration-number',
  'redirect-uri',
  'jwks-uri',
  'page',
  'keys-one-source',
  'service-name',
] as const
type Field = keyof ProviderDraft

/**
 * Checks the form by the schema that the engine uses; the first error of each field is shown under it.
 * @param registers the offices and kinds of numbers, once they are known; the engine asks for them too
 */
export function readDraft(
  draft: ProviderDraft,
  t: Say,
  registers: Registers | undefined,
): { provider: ProviderInput } | { errors: Partial<Record<Field, string>> } {
  let jwks: unknown = null
  if (draft.keySource === 'paste') {
    try {
      jwks = JSON.parse(withSeconds(draft.jwks))
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
    unattendedPerDay,
    callsPerMinute,
    ...rest
  } = draft
  const form = {
    ...rest,
    policy: {
      personalValidityDays: numberOf(personalValidityDays),
      businessValidityDays: numberOf(businessValidityDays),
      accessTokenSeconds: numberOf(accessTokenSeconds),
      unattendedPerDay: numberOf(unattendedPerDay),
      callsPerMinute: numberOf(callsPerMinute),
    },
    jwks,
    jwksUri: keySource === 'url' ? draft.jwksUri.trim() : '',
    redirectUris: redirectUris
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  }
  const parsed = ProviderInput.safeParse(form)
  const office = officeError(t, draft, registers)
  if (parsed.success && office === undefined) return { provider: parsed.data }
  const told = inputErrors(t, ProviderInput, form)
  const errors: Partial<Record<Field, string>> = office ? { registrationNumber: office } : {}
  for (const { path, message } of parsed.error?.issues ?? []) {
    const [first, second] = path
    const field = (
      keySource === 'url' && first === 'jwks' ? 'jwksUri' : first === 'policy' ? second : first
    ) as Field
    errors[field] ??=
      ownText(t, message, field, draft, form.redirectUris[Number(second)]) ?? told(path)
  }
  return { errors }
}

/** A number of the right form whose office or kind the house has not listed (R2). */
function officeError(
  t: Say,
  { registrationNumber }: ProviderDraft,
  registers: Registers | undefined,
): string | undefined {
  const read = readRegistrationNumber(registrationNumber)
  const lacks = read && registers && unregisteredPart(registers, registrationNumberText(read))
  return lacks && t(`providerError.${lacks.part}`, { value: lacks.value })
}

/** What only a registration knows to be wrong. */
function ownText(
  t: Say,
  message: string,
  field: Field,
  draft: ProviderDraft,
  value = '',
): string | undefined {
  if (field === 'jwksUri' && draft.jwksUri.trim() === '') return t('inputError.required')
  const own = known.find((name) => message === name)
  if (own) return t(`providerError.${own}`, { value })
  return field === 'jwks' ? t('providerError.jwks') : undefined
}
