import type { TestCustomer } from '#shared/contract/connection-test'
import type { Engine } from '../engine.ts'
import { registrationHash } from '../providers/registration-hash.ts'
import { serverAddresses } from '../providers/server-addresses.ts'
import type { Provider } from '../providers/shape.ts'

/** The engine of connection tests, as the desk of the real one is given it. */
export interface TestChannel {
  readonly engine: Engine
  readonly issuer: string
  readonly customers: TestCustomer[]
  /** Has the registrations of the real engine taken over as they are now. */
  readonly copied: () => Promise<void>
  /** What its listener says of itself (RFC 8414 §3). @throws whatever keeps it from being read */
  readonly metadata: () => Promise<Record<string, unknown>>
  /** For each client_id what was asked last. */
  readonly discovered: Map<string, Discovery>
}

interface Discovery {
  registration: string
  found: Promise<Discovered>
  /** Undefined while it is under way. */
  answer: Discovered | undefined
}

export interface Discovered {
  at: number
  /** Of the registration that it was compared with: SHA-256. */
  registration: string
  /** Members of the metadata that are not as the 接続通知書 says; null: it could not be read, and nothing is known of it. */
  differs: string[] | null
}

/**
 * Reads what the test channel says of itself and compares it with what the 接続通知書 tells this provider; once for a registration, and
 * again while something differs or could not be read. Kept is what was asked last, whichever answer comes last; who asks the same while it
 * is under way is given its answer.
 */
export async function discover(
  channel: Omit<TestChannel, 'customers' | 'copied'>,
  provider: Provider,
): Promise<Discovered> {
  const { discovered } = channel
  const registration = registrationHash(provider)
  const known = discovered.get(provider.clientId)
  if (known?.registration === registration) {
    if (!known.answer) return known.found
    if (known.answer.differs?.length === 0) return known.answer
  }
  const found = compare(channel, provider, registration)
  const asked: Discovery = { registration, found, answer: undefined }
  discovered.set(provider.clientId, asked)
  asked.answer = await found
  return found
}

async function compare(
  { engine, issuer, metadata }: Pick<TestChannel, 'engine' | 'issuer' | 'metadata'>,
  provider: Provider,
  registration: string,
): Promise<Discovered> {
  const said = await metadata().catch((err: unknown) => {
    engine.log.warn({ err }, 'the metadata of the test channel could not be read')
    return null
  })
  const differs = said && differencesOf(said, issuer, provider)
  return { at: engine.clock.now(), registration, differs }
}

/** @returns the members of a server's metadata (RFC 8414 §2) that are not as the 接続通知書 of this provider says */
export function differencesOf(
  said: Record<string, unknown>,
  issuer: string,
  { scopes, signingAlgorithm, dpop }: Pick<Provider, 'scopes' | 'signingAlgorithm' | 'dpop'>,
): string[] {
  const is: Record<string, unknown> = {
    ...serverAddresses(issuer),
    // FAPI 2.0 Security Profile §5.3.2.2; RFC 9207 §3.
    require_pushed_authorization_requests: true,
    authorization_response_iss_parameter_supported: true,
  }
  const holds: Record<string, readonly string[]> = {
    scopes_supported: scopes,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: [signingAlgorithm],
    dpop_signing_alg_values_supported: dpop ? [signingAlgorithm] : [],
  }
  return [
    ...Object.keys(is).filter((name) => said[name] !== is[name]),
    ...Object.entries(holds)
      .filter(([name, wanted]) => {
        const values = said[name]
        return !Array.isArray(values) || wanted.some((one) => !values.includes(one))
      })
      .map(([name]) => name),
  ]
}
