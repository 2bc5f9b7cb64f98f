import * as z from 'zod'
import { signatures, signingAlgorithms } from './algorithms.ts'
import { Channel, Scope } from './grant.ts'
import { halfWidth } from './half-width.ts'
import { connected, isStopped, type ProviderStatus } from './provider-status.ts'
import { ProviderPolicy, type Registers } from './settings.ts'

/** What the list of providers is narrowed to. */
export const ProviderView = z.enum(['all', 'live', 'suspended', 'stop-due', 'keys-due', 'failing'])
type ProviderView = z.infer<typeof ProviderView>

export function isInView(
  view: ProviderView,
  {
    status,
    failing,
    stopDue,
    keysDue,
  }: { status: ProviderStatus; failing: number; stopDue: boolean; keysDue: boolean },
): boolean {
  switch (view) {
    case 'all':
      return true
    case 'live':
      return connected.includes(status)
    case 'suspended':
      return isStopped(status)
    case 'stop-due':
      return stopDue
    case 'keys-due':
      return keysDue
    case 'failing':
      return failing > 0
  }
}

/** The parts of a registration number. */
export interface RegistrationNumber {
  office: string
  kind: string
  number: number
}

/** Undefined: it has not the form of one, in whichever width and spacing it is printed (R1: no 号, number 0). */
export function readRegistrationNumber(typed: string): RegistrationNumber | undefined {
  const text = typed.normalize('NFKC').replace(/\s/g, '')
  const match = /^([^()第]+)\(([^()第]+)\)第([0-9]+)号$/.exec(text)
  const [, office, kind] = match ?? []
  const number = Number(match?.[3])
  if (!office || !kind || !Number.isSafeInteger(number) || number < 1) return undefined
  return { office, kind, number }
}

/** The one stored form: `関東財務局長（電代）第77号`. */
export const registrationNumberText = ({ office, kind, number }: RegistrationNumber): string =>
  `${office}（${kind}）第${number}号`

/** What of a stored number the house's lists (設定) have not (R2); undefined: nothing. Empty: none is confirmed yet. */
export function unregisteredPart(
  { offices, kinds }: Registers,
  stored: string,
): { part: 'office' | 'kind'; value: string } | undefined {
  if (stored === '') return undefined
  const { office, kind } = readRegistrationNumber(stored) ?? { office: stored, kind: '' }
  if (!offices.includes(office)) return { part: 'office', value: office }
  return kinds.includes(kind) ? undefined : { part: 'kind', value: kind }
}

/** https anywhere, plain http only to loopback (RFC 8252 §7.3, FAPI 2.0 §5.3.2.2); no fragment (RFC 6749 §3.1.2). */
export function isRedirectUri(uri: string): boolean {
  if (!URL.canParse(uri) || uri.includes('#') || uri.includes('*')) return false
  const { protocol, hostname, username, password } = new URL(uri)
  if (username || password) return false
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname))
  )
}

/** Whatever of a JWK is secret: private parts (RFC 7518 §6) and whole symmetric keys. */
export const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']
export const mostKeys = 20
/** Seconds (RFC 7519 §2). */
const NumericDate = z.number().int().optional()

const PublicJwk = z
  .looseObject({
    kty: z.string(),
    crv: z.string().optional(),
    kid: z.string().min(1),
    /** From when and until when the key is in force. */
    nbf: NumericDate,
    exp: NumericDate,
  })
  .refine((jwk) => !privateMembers.some((name) => name in jwk), { message: 'private-key' })
  .refine((jwk) => jwk.kty !== 'RSA' || (typeof jwk.n === 'string' && jwk.n.length >= 342), {
    message: 'rsa-too-short',
  })
  .refine(({ nbf, exp }) => nbf === undefined || exp === undefined || nbf < exp, {
    message: 'life',
  })

/** A provider's public keys (RFC 7517): unique kid, no private part, RSA of 2048 bits or more (FAPI 2.0 §5.4). */
export const Jwks = z
  .object({ keys: z.array(PublicJwk).min(1).max(mostKeys) })
  .refine((set) => new Set(set.keys.map((key) => key.kid)).size === set.keys.length, {
    message: 'kid-not-unique',
  })
export type Jwks = z.infer<typeof Jwks>

/** A page of the provider that customers are sent to. */
const Page = z
  .string()
  .overwrite(halfWidth)
  .trim()
  .pipe(z.union([z.literal(''), z.url({ protocol: /^https$/, error: 'page' }).max(300)]))

/** By what a provider of another legal name is the same legal person, such as a certificate of registered matters (R164). */
export const SameEntity = z.string().trim().max(300)

/** The fields of a provider that staff enter; state and client_id are given by the program. */
export const ProviderInput = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    kana: z.string().trim().min(1).max(100),
    servicePersonal: z.string().trim().max(100),
    serviceBusiness: z.string().trim().max(100),
    registrationNumber: z
      .string()
      .trim()
      .transform((text, context) => {
        if (text === '') return ''
        const read = readRegistrationNumber(text)
        if (read) return registrationNumberText(read)
        context.addIssue({ code: 'custom', message: 'registration-number' })
        return z.NEVER
      }),
    contact: z.string().trim().max(200),
    site: Page.default(''),
    privacyPolicy: Page.default(''),
    /** 利用目的, as the provider states it. */
    purpose: z.string().trim().max(200).default(''),
    channels: z.array(Channel).min(1),
    scopes: z.array(Scope).min(1),
    redirectUris: z

      .array(
        z
          .string()
          .overwrite(halfWidth)
          .trim()
          .max(500)
          .refine(isRedirectUri, { message: 'redirect-uri' }),
      )
      .min(1)
      .max(20),
    jwks: Jwks.nullable(),
    jwksUri: z
      .string()
      .overwrite(halfWidth)
      .trim()
      .max(500)
      .refine((uri) => uri === '' || isRedirectUri(uri), { message: 'jwks-uri' }),
    signingAlgorithm: z.enum(signingAlgorithms),
    dpop: z.boolean(),
    asksServices: z.boolean().default(false),
    asksAccounts: z.boolean().default(false),
    policy: ProviderPolicy.prefault({}),
  })
  .refine((provider) => (provider.jwks === null) !== (provider.jwksUri === ''), {
    message: 'keys-one-source',
    path: ['jwks'],
  })
  .refine(
    ({ jwks, signingAlgorithm }) => {
      const { kty, crv } = signatures[signingAlgorithm]
      return jwks === null || jwks.keys.some((key) => key.kty === kty && key.crv === crv)
    },
    { message: 'no-key-for-algorithm', path: ['jwks'] },
  )
  .refine(
    (provider) => !provider.channels.includes('personal') || provider.servicePersonal !== '',
    {
      message: 'service-name',
      path: ['servicePersonal'],
    },
  )
  .refine(
    (provider) => !provider.channels.includes('business') || provider.serviceBusiness !== '',
    {
      message: 'service-name',
      path: ['serviceBusiness'],
    },
  )
export type ProviderInput = z.infer<typeof ProviderInput>

/** The defaults of a registration. */
export const plainProvider: Pick<
  ProviderInput,
  'site' | 'privacyPolicy' | 'purpose' | 'asksServices' | 'asksAccounts' | 'policy'
> = {
  site: '',
  privacyPolicy: '',
  purpose: '',
  asksServices: false,
  asksAccounts: false,
  policy: ProviderPolicy.parse({}),
}
