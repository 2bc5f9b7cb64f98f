import { sql } from '#db'
import { dayMs } from '#shared/japanese-date'
import type { ProviderKey } from '#shared/provider-keys'
import { connected } from '#shared/provider-status'
import type { Engine } from '../engine.ts'
import { jwksOf, keySetOf } from './key-sets.ts'
import { asProvider } from './provider.ts'
import { isInForce, nextChange, type PublicJwk } from './public-key.ts'
import { misfitOf, readPublicKeys } from './read-keys.ts'
import type { Provider } from './shape.ts'

/** A key that nothing was signed with for so many days, while another one is in use, is asked about. */
export const unusedDays = 14
/** From how many days before the last key ends it is warned of. */
const warnDays = 30

/** How many providers in use have no key left soon. */
export const keysDue = (engine: Engine): number =>
  engine.store
    .read(sql.selectFrom('providers').selectAll().where('status', 'in', connected))
    .filter((row) => daysOfKeys(engine, asProvider(row)) !== null).length

/** The keys that a provider may sign with now, and when that changes next (epoch ms). */
export function keysInForce(
  keys: readonly PublicJwk[],
  now: number,
): { keys: PublicJwk[]; until: number } {
  return { keys: keys.filter((key) => isInForce(key, now)), until: nextChange(keys, now) }
}

/** The `kid` of the key that an assertion of this header was signed with; empty where it names none and several fit. */
export function kidOf(engine: Engine, provider: Provider, header: { kid?: unknown }): string {
  if (typeof header.kid === 'string') return header.kid
  const fit = jwksOf(engine, provider)?.keys.filter(
    (key) => misfitOf(key, provider.signingAlgorithm) === null,
  )
  return fit?.length === 1 ? (fit[0]?.kid ?? '') : ''
}

/** The keys that are registered of a provider, each with its life and its last use. */
export function providerKeys(engine: Engine, provider: Provider): ProviderKey[] {
  const { id, signingAlgorithm } = provider
  const jwks = jwksOf(engine, provider)
  if (!jwks) return []
  const now = engine.clock.now()
  const uses = new Map(
    engine.store
      .read(sql.selectFrom('keyUses').selectAll().where('providerId', '=', id))
      .map(({ kid, lastAt }) => [kid, lastAt]),
  )
  const newest = Math.max(0, ...uses.values())
  return readPublicKeys(JSON.stringify(jwks), signingAlgorithm).keys.map((key) => {
    const usedAt = uses.get(key.kid) ?? null
    const idle = newest > 0 && newest - (usedAt ?? provider.updatedAt) >= unusedDays * dayMs
    const state =
      key.from !== null && now < key.from
        ? 'future'
        : key.until !== null && key.until <= now
          ? 'over'
          : 'in-force'
    const isSpare = jwks.keys.length > 1 && usedAt !== newest
    return { ...key, usedAt, state, unused: state === 'in-force' && isSpare && idle } as const
  })
}

/**
 * How many whole days are left until no key is in force that the provider can sign with, from 30 days before on; 0 is the last
 * day, less than 0 is over. Null: nothing to warn of.
 */
export function daysOfKeys(engine: Engine, provider: Provider): number | null {
  const jwks = jwksOf(engine, provider)
  // Asked for in vain until now, or for a day.
  if (!jwks) return keySetOf(engine, provider) ? -1 : null
  const fit = jwks.keys.filter((key) => misfitOf(key, provider.signingAlgorithm) === null)
  if (fit.length === 0) return -1
  const last = Math.max(...fit.map(({ exp }) => (exp ?? Number.POSITIVE_INFINITY) * 1000))
  const days = Math.floor((last - engine.clock.now()) / dayMs)
  return days < warnDays ? days : null
}
