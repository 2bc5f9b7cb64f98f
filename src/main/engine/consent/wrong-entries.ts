import { query } from '#db'
import { lockedUntil, untilUnlocked } from '#shared/lock'
import type { ChannelPolicy } from '#shared/settings'
import type { Engine } from '../engine.ts'
import { policyFor } from '../policy.ts'
import { sourceOf } from '../tokens/pseudonyms.ts'
import { callerNames } from './address.ts'
import { askAnotherQuestion } from './asked.ts'

const sourceWindowMs = 60 * 60_000

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
  return login.refusedUntil !== null && now < login.refusedUntil
}

const find = query<{ source: string }>()((k, v) =>
  k.selectFrom('sourceFailures').selectAll().where('source', '=', v('source')),
)
const dropOld = query<{ before: number }>()((k, v) =>
  k.deleteFrom('sourceFailures').where('firstAt', '<=', v('before')),
)

/** What an address is counted under, and how much is too much: a site may hold several who are not each other. */
function sourcesOf(engine: Engine, address: string): { source: string; most: number }[] {
  const { address: near, site } = callerNames(address)
  const most = engine.settings.get('policy').wrongEntriesPerSource
  return [
    { source: sourceOf(engine, near), most },
    ...(site === undefined ? [] : [{ source: sourceOf(engine, site), most: 4 * most }]),
  ]
}

/** Whether an address has guessed too often within the hour, over whichever customers. */
export function addressRefused(engine: Engine, address: string): boolean {
  const since = engine.clock.now() - sourceWindowMs
  return sourcesOf(engine, address).some(({ source, most }) => {
    const row = engine.store.statement(find).get({ source })
    return row !== undefined && row.firstAt > since && row.wrongEntries >= most
  })
}

/** Inside a commit unit. @returns whether the address is refused from now on */
export function countAddress(engine: Engine, address: string): boolean {
  const now = engine.clock.now()
  const { store } = engine
  for (const { source } of sourcesOf(engine, address)) {
    const row = store.statement(find).get({ source })
    const { wrongEntries, firstAt } =
      row && row.firstAt > now - sourceWindowMs ? row : { wrongEntries: 0, firstAt: now }
    store.put('sourceFailures', { source }, { wrongEntries: wrongEntries + 1, firstAt })
  }
  return addressRefused(engine, address)
}

/** Addresses whose hour is over are not kept (R43). */
export function forgetAddresses(engine: Engine): Promise<number> {
  const before = engine.clock.now() - sourceWindowMs
  return engine.store.write(() => engine.store.statement(dropOld).run({ before }))
}

/** Counts one wrong entry against the login, inside a commit unit. @returns whether entries are refused from now on */
export function countWrongEntry(engine: Engine, loginKey: number): boolean {
  const login = engine.bank.loginById(loginKey)
  if (!login) return true
  const now = engine.clock.now()
  const count = login.wrongEntries + 1
  const until = refusedUntil(policyFor(engine, login.channel), count, now)
  engine.bank.keepWrongEntry(loginKey, count, until)
  if (until !== null) askAnotherQuestion(engine, login)
  return until !== null
}
