import type { Scope } from './grant.ts'
import type { ProviderStatus } from './provider-status.ts'

/**
 * What a provider's own client shows in a connection test (接続試験), in the order of a link's life, each with the clauses that ask for
 * it. The program has no private key of the provider: the provider calls, the program plays the union and judges. `discovery` is the
 * program's own: it reads what the test channel says of itself, and compares that with the 接続通知書.
 */
export const connectionSteps = {
  discovery: 'RFC 8414 §3, RFC 9207 §3',
  par: 'RFC 9126 §2.1, FAPI 2.0 Security Profile §5.3.2.2',
  permit: 'RFC 6749 §4.1.1, §4.1.2',
  token: 'RFC 6749 §4.1.3, RFC 7636 §4.5, RFC 7523 §2.2',
  dpop: 'RFC 9449 §5, §7.1',
  accounts: 'RFC 9449 §7.1, RFC 6750 §2.1',
  balances: 'RFC 9449 §7.1, RFC 6750 §2.1',
  transactions: 'RFC 9449 §7.1, RFC 6750 §2.1',
  refresh: 'RFC 6749 §6',
  ended: 'RFC 6750 §3.1, RFC 6749 §5.2',
  verifier: 'RFC 7636 §4.6',
  replayed: 'RFC 6749 §4.1.2, §10.5',
  revoke: 'RFC 7009 §2.1',
  cancelled: 'RFC 6749 §4.1.2.1',
  introspect: 'RFC 7662 §2.1',
} as const
export type ConnectionStep = keyof typeof connectionSteps

/** What a provider may leave out: it need not ask about tokens, nor have a customer who breaks off. */
const optional: readonly ConnectionStep[] = ['cancelled', 'introspect']

/** The steps of a test for what is registered; `needed`: the test is not passed without it. */
export function stepsFor({
  scopes,
  dpop,
}: {
  scopes: readonly Scope[]
  dpop: boolean
}): { step: ConnectionStep; needed: boolean }[] {
  const left: readonly string[] = ['accounts', 'balances', 'transactions'].filter(
    (scope) => !scopes.includes(scope as Scope),
  )
  return (Object.keys(connectionSteps) as ConnectionStep[])
    .filter((step) => !left.includes(step) && (step !== 'dpop' || dpop))
    .map((step) => ({ step, needed: !optional.includes(step) }))
}

/** A provider tests its connection between its registration and its 有効化. */
export const takesTests = (status: ProviderStatus): boolean =>
  status === 'review' || status === 'approval'

/** The item of the ledger that asks for it. */
export const testItem = 'technical.connectionTest'

/** How an entry of the ledger names the registration that was tested. */
export const testedAs = (registration: string): string => `sha256:${registration}`
