import { query } from '#db'
import { lockedUntil } from '#shared/lock'
import type { ChannelPolicy } from '#shared/settings'
import type { Engine } from '../engine.ts'
import { policyFor } from '../policy.ts'

const sourceWindowMs = 60 * 60_000

/**
 * Wrong passwords, digits and answers of a customer count together (R29). From `wrongEntriesAtAll` on entries are refused
 * for good.
 * @returns the instant until which entries are refused, or null
 */
export function refusedUntil(
  policy: Pick<ChannelPolicy, 'wrongEntriesAtAll' | 'wrongEntriesBeforeLock'>,
  wrongEntries: number,
  now: number,
): number | null {
  if (wrongEntries >= policy.wrongEntriesAtAll) return Number.MAX_SAFE_INTEGER
  return lockedUntil(wrongEntries, policy.wrongEntriesBeforeLock, now)
}

export function isRefused(login: { refusedUntil: number | null }, now: number): boolean {
  return login.refusedUntil !== null && now < login.refusedUntil
}

const find = query<{ source: string }>()((k, v) =>
  k.selectFrom('sourceFailures').selectAll().where('source', '=', v('source')),
)
/** Whether one address has guessed too often within the hour, over whichever customers. */
export function sourceRefused(engine: Engine, source: string): boolean {
  const row = engine.store.statement(find).get({ source })
  return (
    row !== undefined &&
    engine.clock.now() - row.firstAt < sourceWindowMs &&
    row.wrongEntries >= engine.settings.get('policy').wrongEntriesPerSource
  )
}

/** Inside a commit unit. */
export function countSource(engine: Engine, source: string): void {
  const now = engine.clock.now()
  const row = engine.store.statement(find).get({ source })
  const fresh = !row || now - row.firstAt >= sourceWindowMs
  engine.store.put(
    'sourceFailures',
    { source },
    { wrongEntries: fresh ? 1 : row.wrongEntries + 1, firstAt: fresh ? now : row.firstAt },
  )
}

/** Counts one wrong entry against the login, inside a commit unit. @returns whether entries are refused from now on */
export function countWrongEntry(engine: Engine, loginKey: number): boolean {
  const login = engine.bank.loginById(loginKey)
  if (!login) return true
  const now = engine.clock.now()
  const count = login.wrongEntries + 1
  const until = refusedUntil(policyFor(engine, login.channel), count, now)
  engine.bank.keepWrongEntry(loginKey, count, until)
  return until !== null
}
