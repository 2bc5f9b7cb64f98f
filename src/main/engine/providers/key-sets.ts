import { query } from '#db'
import type { SigningAlgorithm } from '#shared/algorithms'
import { AppError } from '#shared/errors'
import { dayMs } from '#shared/japanese-date'
import { Jwks } from '#shared/provider'
import type { KeyFault, KeyReading } from '#shared/provider-keys'
import { act } from '../act.ts'
import { systemContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { asProvider } from './provider.ts'
import { fingerprint } from './public-key.ts'
import { readPublicKeys } from './read-keys.ts'
import type { Provider } from './shape.ts'

const hourMs = 3_600_000
/** Between two questions to one address, whoever causes them. */
export const leastMs = 60_000
/** What was read last counts so long while the address does not answer. */
const keptMs = dayMs

const withUri = query<Record<never, never>>()((k) =>
  k
    .selectFrom('providers')
    .selectAll()
    .where('jwksUri', 'is not', null)
    .where('status', '!=', 'ended'),
)
const providersWithUri = ({ store }: Engine): Provider[] =>
  store.statement(withUri).all({}).map(asProvider)

/** Whether something was less than `ms` ago. What is of the future was noted while the clock was wrong, and says nothing. */
const isWithin = ({ clock }: Pick<Engine, 'clock'>, at: number | null, ms: number): boolean =>
  at !== null && Math.abs(clock.now() - at) < ms

/** What is known of a provider's jwks_uri as it is registered now. */
export function keySetOf({ store }: Engine, { id, jwksUri }: Provider) {
  const row = store.find('keySets', { providerId: id })
  return row?.uri === jwksUri ? row : undefined
}

/** The keys of a provider: those that are registered, or those that its address answered last, a day ago at most. */
export function jwksOf(engine: Engine, provider: Provider): Jwks | null {
  if (provider.jwks) return provider.jwks
  const { jwks, fetchedAt } = keySetOf(engine, provider) ?? {}
  if (!jwks || !isWithin(engine, fetchedAt ?? null, keptMs)) return null
  return Jwks.parse(JSON.parse(jwks))
}

/** Reads what stands at an address; nothing of it is kept. */
export async function readKeysAt(
  engine: Engine,
  url: string,
  algorithm: SigningAlgorithm,
): Promise<KeyReading> {
  const fetched = await engine.fetchPublic(url, engine.settings.mark('demo') === true)
  if ('text' in fetched) return readPublicKeys(fetched.text, algorithm, { published: true })
  const faults = [{ fault: fetched.fault, at: 0, value: '' }]
  return { keys: [], jwks: null, faults, converted: false }
}

/** As they are kept, whatever the order of their members. */
const isSame = (one: Jwks | null, other: Jwks): boolean =>
  JSON.stringify(one) === JSON.stringify(Jwks.parse(other))

/** In the name of the program: the keys at a provider's address are others than before. */
const keysChanged = act(
  'providers.keysChanged',
  (
    { engine },
    { provider, jwks, row }: { provider: Provider; jwks: Jwks; row: { triedAt: number } },
  ) => {
    const before = jwksOf(engine, provider)
    if (!isStill(engine, provider) || isSame(before, jwks))
      throw new AppError('provider.changed-meanwhile')
    keep(engine, provider, { ...row, jwks: JSON.stringify(jwks), fetchedAt: row.triedAt })
    return {
      target: { kind: 'provider', id: provider.id, label: provider.name },
      before: { kids: before?.keys.map(fingerprint) ?? [] },
      after: { jwksUri: provider.jwksUri, kids: jwks.keys.map(fingerprint) },
    }
  },
)

/** Whether what was asked for is registered now: another address or algorithm may have been since, or the provider has ended. */
function isStill({ store }: Engine, { id, jwksUri, signingAlgorithm }: Provider): boolean {
  const now = store.find('providers', { id })
  const same = now?.jwksUri === jwksUri && now.signingAlgorithm === signingAlgorithm
  return same && now.status !== 'ended'
}

/** Inside a commit unit. */
function keep(
  engine: Engine,
  provider: Provider,
  row: { triedAt: number; fault?: KeyFault | null; jwks?: string; fetchedAt?: number },
): void {
  if (!isStill(engine, provider)) return
  const { store, authority } = engine
  const { id, jwksUri } = provider
  const former = store.find('keySets', { providerId: id })
  const known = former?.uri === jwksUri ? former : { jwks: null, fetchedAt: null }
  const { jwks, fetchedAt } = { ...known, ...row }
  store.put(
    'keySets',
    { providerId: id },
    { uri: jwksUri, jwks, fetchedAt, triedAt: row.triedAt, fault: row.fault ?? null },
  )
  if (row.jwks !== undefined) authority.changed()
}

const asking = new WeakMap<Engine, Map<string, Promise<void>>>()
/**
 * However many ask at once, one question goes to an address, and all wait for its answer: of two that were under way the older, slower
 * one would put back keys that have been taken off there.
 */
function ask(engine: Engine, provider: Provider): Promise<void> {
  const underWay = asking.get(engine) ?? new Map<string, Promise<void>>()
  asking.set(engine, underWay)
  const key = `${provider.id} ${provider.signingAlgorithm} ${provider.jwksUri}`
  const asked =
    underWay.get(key) ?? askAddress(engine, provider).finally(() => underWay.delete(key))
  underWay.set(key, asked)
  return asked
}

async function askAddress(engine: Engine, provider: Provider): Promise<void> {
  const { jwks, faults } = await readKeysAt(engine, provider.jwksUri, provider.signingAlgorithm)
  const triedAt = engine.clock.now()
  const [fault] = faults
  if (!jwks)
    return engine.store.write(() =>
      keep(engine, provider, { triedAt, fault: fault?.fault ?? 'unreadable' }),
    )
  if (isSame(jwksOf(engine, provider), jwks))
    return engine.store.write(() => keep(engine, provider, { triedAt, fetchedAt: triedAt }))
  try {
    await keysChanged(systemContext(engine), { provider, jwks, row: { triedAt } })
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'provider.changed-meanwhile')) throw error
  }
}

/** Asks every address that was registered anew, or not asked for an hour. */
export async function refreshKeySets(engine: Engine): Promise<void> {
  for (const provider of providersWithUri(engine)) {
    const known = keySetOf(engine, provider)
    const wait = known?.fault ? 5 * leastMs : hourMs
    if (known && isWithin(engine, known.triedAt, wait)) continue
    if (engine.closing.aborted) return
    await ask(engine, provider)
  }
}

/** Before a request of a provider is judged: its address is asked after a minute, so that a key just published is known. */
export async function refreshKeySet(engine: Engine, provider: Provider): Promise<void> {
  const { triedAt = null } = keySetOf(engine, provider) ?? {}
  if (!isWithin(engine, triedAt, leastMs)) await ask(engine, provider)
}
