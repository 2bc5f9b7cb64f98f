import { query, sql } from '#db'
import { type ConnectionStep, stepsFor } from '#shared/connection-test'
import { english, japanese, optional, type Say } from '#shared/messages/catalogue'
import type { Engine } from '../engine.ts'
import { providerByClientId } from '../providers/provider.ts'
import { registrationHash } from '../providers/registration-hash.ts'
import type { Provider } from '../providers/shape.ts'
import { discover, type TestChannel } from './discovery.ts'

/** Of the newest calls of a test engine, which is small: enough for a day of a provider's engineers. */
const mostCalls = 5_000
const mostFailures = 50

export interface StepMet {
  step: ConnectionStep
  needed: boolean
  /** Epoch ms; null: not seen since the registration last changed. */
  metAt: number | null
  /** Of discovery: what the server says of itself otherwise than the 接続通知書; null: it could not be read. */
  differs: string[] | null
}

/** A provider's call that was refused: `reason` an OAuth error or our code, `explained` Japanese, `detail` for engineers. */
export interface FailedCall {
  at: number
  call: string
  reason: string
  explained: string | null
  detail: string | null
}

export interface ConnectionState {
  /** SHA-256 of the registration that is tested. */
  registration: string
  /** Since when it is registered so. */
  since: number
  steps: StepMet[]
  failures: FailedCall[]
  /** Links of the test that live. */
  liveGrants: number
  passed: boolean
}

interface Call {
  at: number
  grantId: number | null
  endpoint: string
  status: number
  result: string
}

/** The calls of a provider since an instant, oldest first. */
function callsOf({ store }: Engine, providerId: number, since: number): Call[] {
  const newest = sql
    .selectFrom('accessRecords')
    .select(['at', 'grantId', 'endpoint', 'status', 'result', 'providerId'])
    .orderBy('id', 'desc')
    .limit(mostCalls)
  return store
    .read(newest)
    .filter((call) => call.providerId === providerId && call.at >= since)
    .reverse()
}

/** What of a provider's the audit of a test engine has, newest first. */
function entriesOf({ store }: Engine, providerId: number) {
  return store.read(
    sql
      .selectFrom('auditEntries')
      .select(['id', 'at', 'action', 'outcome', 'reason', 'after', 'actorKind'])
      .where('targetKind', '=', 'provider')
      .where('targetId', '=', providerId)
      .orderBy('id', 'desc')
      .limit(mostCalls),
  )
}

/** When a provider was last registered otherwise, however much it has had refused since: what was seen before shows nothing of it. */
const registeredAt = ({ store }: Engine, providerId: number): number | undefined =>
  store.read(
    sql
      .selectFrom('auditEntries')
      .select('at')
      .where('targetKind', '=', 'provider')
      .where('targetId', '=', providerId)
      .where('outcome', '=', 'done')
      .where('action', 'in', ['providers.create', 'providers.update'])
      .orderBy('id', 'desc')
      .limit(1),
  )[0]?.at

/** Data that were answered, by the step that they show. */
const dataSteps: Readonly<Record<string, ConnectionStep>> = {
  accounts: 'accounts',
  balance: 'balances',
  transactions: 'transactions',
}
const servedSteps: Readonly<Record<string, ConnectionStep>> = {
  ...dataSteps,
  'oauth.par': 'par',
  'oauth.token': 'token',
  'oauth.refresh': 'refresh',
  'oauth.revocation': 'revoke',
  'oauth.introspection': 'introspect',
}

/**
 * How far a provider has come with its connection test, and which of its calls were refused and why: read from the records that the test
 * engine keeps of every call anyway.
 * @returns undefined where the test engine does not know the provider
 */
export async function connectionState(
  channel: Pick<TestChannel, 'engine' | 'issuer' | 'metadata' | 'discovered'>,
  clientId: string,
): Promise<ConnectionState | undefined> {
  const { engine: test } = channel
  await test.access.flush()
  const known = providerByClientId(test, clientId)
  if (!known) return undefined
  const compared = await discover(channel, known)
  // As it is now: a copy may have come meanwhile, of which nothing was compared yet.
  const provider = providerByClientId(test, clientId) ?? known
  const registration = registrationHash(provider)
  const discovered = compared.registration === registration ? compared : undefined
  const entries = entriesOf(test, provider.id)
  const since = registeredAt(test, provider.id) ?? provider.createdAt
  const calls = callsOf(test, provider.id, since)
  const grants = test.store.read(
    sql
      .selectFrom('grants')
      .select(['id', 'grantedAt', 'endedAt', 'requester', 'requestChannel', 'reason'])
      .where('providerId', '=', provider.id)
      .where('grantedAt', '>=', since),
  )
  const met = new Map<ConnectionStep, number>()
  const meet = (step: ConnectionStep | undefined, at: number | undefined): void => {
    if (step && at !== undefined && !met.has(step)) met.set(step, at)
  }
  for (const { endpoint, status, at } of calls)
    if (status < 400) {
      meet(servedSteps[endpoint], at)
      // Of a provider that is registered so, data are answered to a call with a proof alone.
      if (dataSteps[endpoint]) meet('dpop', at)
    }
  meet('permit', grants[0]?.grantedAt)
  for (const { id, endedAt, requester, requestChannel } of grants)
    if (endedAt !== null && requester === 'institution' && requestChannel === 'institution')
      meet(
        'ended',
        calls.find((call) => call.grantId === id && call.at >= endedAt && call.status >= 400)?.at,
      )
  meet('discovery', discovered?.differs?.length === 0 ? discovered.at : undefined)
  // The end of its link is what a code that comes again brings, beside the refusal.
  meet('replayed', grants.find(({ reason }) => reason === 'code-replay')?.endedAt ?? undefined)
  meet('verifier', entries.find((one) => one.at >= since && isWrongVerifier(one))?.at)
  meet(
    'cancelled',
    entries.find(({ action, at }) => action === 'consent.cancel' && at >= since)?.at,
  )
  const steps = stepsFor(provider).map((one) => ({
    ...{ ...one, metAt: met.get(one.step) ?? null },
    differs: one.step === 'discovery' && discovered ? discovered.differs : [],
  }))
  return {
    registration,
    since,
    steps,
    failures: failuresOf(entries, calls),
    liveGrants: grants.filter(({ endedAt }) => endedAt === null).length,
    passed: steps.every(({ needed, metAt }) => !needed || metAt !== null),
  }
}

/** What a refusal means for who called, where there is more to say than its name. */
const told = (t: Say, reason: string | null): string | null =>
  optional(t, `connectionRefusal.${reason}`, '') || null

type Entry = ReturnType<typeof entriesOf>[number]

/** As `why-refused.ts` of the server words it. */
const isWrongVerifier = ({ action, outcome, after }: Entry): boolean =>
  outcome === 'refused' &&
  action === 'oauth.token' &&
  JSON.parse(after ?? '{}').detail === english('whyRefused.verifier')

/** Refused calls, newest first: of the protocol from the audit, which has the cause; of data from the access records. */
function failuresOf(entries: readonly Entry[], calls: readonly Call[]): FailedCall[] {
  const protocol = entries
    .filter(({ outcome, actorKind }) => outcome === 'refused' && actorKind === 'provider')
    .map(({ at, action, reason, after }): FailedCall => {
      const { detail, explained } = JSON.parse(after ?? '{}') as Record<string, string | undefined>
      return {
        ...{ at, call: action, reason: reason ?? '' },
        explained: explained ?? told(japanese, reason),
        detail: detail || told(english, reason),
      }
    })
  const data = calls
    .filter(({ endpoint, status }) => status >= 400 && dataSteps[endpoint])
    .map(
      ({ at, endpoint, result }): FailedCall => ({
        ...{ at, call: endpoint, reason: result },
        ...{ explained: told(japanese, result), detail: told(english, result) },
      }),
    )
  return [...protocol, ...data].sort((a, b) => b.at - a.at).slice(0, mostFailures)
}

const living = query<{ providerId: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select('id')
    .where('providerId', '=', v('providerId'))
    .where('endedAt', 'is', null),
)
/** The links of a provider that live in a test engine. */
export const testGrants = ({ store }: Engine, provider: Provider): number[] =>
  store
    .statement(living)
    .all({ providerId: provider.id })
    .map(({ id }) => id)
