import { lockedUntil, untilUnlocked } from '#shared/lock'
import type { ChannelPolicy } from '#shared/settings'
import type { Engine } from '../engine.ts'
import { policyFor } from '../policy.ts'
import { countSources, type Source, sourceIsFull } from '../source-failures.ts'
import { callerNames } from './address.ts'
import { askAnotherQuestion } from './asked.ts'

const windowMs = 60 * 60_000

/**
 * Wrong passwords, digits and answers of a customer count together (R29). From `wrongEntriesAtAll` on entries are refused
 * until staff open the login.
 * @returns the instant until which entries are refused, or null
 */
export function refusedUntil(
  policy: Pick<ChannelPolicy, 'wrongEntriesAtAll' | 'wrongEntriesBeforeLock'>,
  wrongEntries: number,
  now: number,
): number | null {
  if (wrongEntries >= policy.wrongEntriesAtAll) return untilUnlocked
  return lockedUntil(wrongEntries, policy.wrongEntriesBeforeLock, now)
}

export function isRefused(login: { refusedUntil: number | null }, now: number): boolean {
  return now < (login.refusedUntil ?? 0)
}

/** What an address is counted under, and how much is too much: a site may hold several who are not each other. */
function sourcesOf(engine: Engine, address: string): Source[] {
  const { address: near, site } = callerNames(address)
  const most = engine.settings.get('policy').wrongEntriesPerSource
  const one = { name: near, most, windowMs }
  return site === undefined ? [one] : [one, { name: site, most: 4 * most, windowMs }]
}

/** Whether an address has guessed too often within the hour, over whichever customers. */
export function addressRefused(engine: Engine, address: string): boolean {
  return sourcesOf(engine, address).some((source) => sourceIsFull(engine, source))
}

/** Inside a commit unit. @returns whether the address is refused from now on */
export function countAddress(engine: Engine, address: string): boolean {
  countSources(engine, sourcesOf(engine, address))
  return addressRefused(engine, address)
}

/** Counts one wrong entry against the login, inside a commit unit. @returns whether entries are refused from now on */
export function countWrongEntry(engine: Engine, loginKey: number): boolean {
  const login = engine.bank.loginById(loginKey)
  if (!login) return true
  const now = engine.clock.now()
  const wrongEntries = login.wrongEntries + 1
  const until = refusedUntil(policyFor(engine, login.channel), wrongEntries, now)
  engine.bank.keepWrongEntry(loginKey, { wrongEntries, refusedUntil: until, wrongAt: now })
  if (until !== null) askAnotherQuestion(engine, login)
  return until !== null
}
