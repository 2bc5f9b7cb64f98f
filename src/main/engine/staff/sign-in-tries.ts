import { query } from '#db'
import { AppError } from '#shared/errors'
import type { ActContext } from '../actor.ts'
import { callerNames } from '../consent/address.ts'
import type { Engine } from '../engine.ts'
import { countSources, type Source, sourceIsFull } from '../source-failures.ts'
import { longestSessionMs } from './session.ts'

/** Stands in the words of `staff.too-many-tries`. */
const windowMs = 15 * 60_000
/** A branch behind one address mistypes less in a quarter of an hour; who guesses passwords gets nowhere with it. */
const mostPerAddress = 30
/** An IPv6 /48 may hold several houses. */
const mostPerSite = 4 * mostPerAddress
const mostInAll = 10 * mostPerAddress

const inAll: Source = { name: 'staff:all', most: mostInAll, windowMs }

/** The terminal of everybody whom a TLS front hands on without saying for whom it asks. */
export const unnamedTerminal = 'front'

/**
 * Behind a front that names nobody all staff have one terminal: there wrong entries are counted by the ID that was typed, or one
 * person's guesses would close the desk of all.
 */
function nearSources(terminal: string, loginId: string): Source[] {
  if (terminal === unnamedTerminal)
    return [{ name: `staff:${terminal}:${loginId}`, most: mostPerAddress, windowMs }]
  const { address, site } = callerNames(terminal)
  const near = { name: `staff:${address}`, most: mostPerAddress, windowMs }
  // The desktop is no network address, and has one name.
  return site === undefined || site === address
    ? [near]
    : [near, { name: `staff:${site}`, most: mostPerSite, windowMs }]
}

const openTerminals = query<{ since: number }>()((k, v) =>
  k.selectFrom('staffSessions').select('terminal').distinct().where('createdAt', '>', v('since')),
)
/** Whether somebody is signed in there: the guesses of strangers elsewhere do not close a branch that is at work. */
function isAtWork(engine: Engine, terminal: string): boolean {
  const { address } = callerNames(terminal)
  const since = engine.clock.now() - longestSessionMs
  const open = engine.store.statement(openTerminals).all({ since })
  return open.some((one) => callerNames(one.terminal).address === address)
}

/**
 * Refuses whoever tries to sign in or to enrol from where too many wrong entries came from, whichever the account. Asked before
 * the slow hash and again in the commit. Who is signed in is never asked.
 * @throws AppError staff.too-many-tries
 */
export function refuseTooManyTries({ engine, actor }: ActContext, loginId: string): void {
  const terminal = actor.terminal ?? ''
  const full =
    nearSources(terminal, loginId).some((source) => sourceIsFull(engine, source)) ||
    (terminal !== unnamedTerminal && sourceIsFull(engine, inAll) && !isAtWork(engine, terminal))
  if (full) throw new AppError('staff.too-many-tries')
}

/** Inside a commit unit: a wrong entry at the sign-in page. Each refusal counts alike, or the count would tell which IDs exist. */
export function countTry({ engine, actor }: ActContext, loginId: string): void {
  countSources(engine, [...nearSources(actor.terminal ?? '', loginId), inAll])
}
