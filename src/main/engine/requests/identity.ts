import { AppError } from '#shared/errors'
import { dayMs, isoDate } from '#shared/japanese-date'
import type { Paper, SeenPaper } from '#shared/papers'
import type { IdentityItem, IdentityResult, SpokenItem } from '#shared/request'
import {
  canBeMet,
  isIdentityMet,
  itemsOf,
  papersOf,
  type RequestRule,
  ruleOf,
} from '#shared/request-rules'
import { spokenAnswer } from '#shared/spoken-answer'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { keepCall, ruleFor, subjectOf } from './call.ts'
import { compareItem, type OnFile } from './compare.ts'
import { nextBusinessDayEnd } from './due.ts'
import { mustBeOwn } from './own.ts'
import { checksOf, checksOfDay, type RequestRow, requestById, requestTarget } from './rows.ts'

/** For how many days back a caller may name a transaction. */
const movementDays = 60
const mostMovements = 200

function onFile(engine: Engine, customerId: number): OnFile {
  const customer = engine.bank.customer(customerId)
  if (!customer) throw new AppError('customer.not-found')
  const now = engine.clock.now()
  const accounts = engine.bank.openAccounts(customerId)
  const period = { from: isoDate(now - movementDays * dayMs), to: isoDate(now) }
  const first = { afterDate: '', afterId: 0, limit: mostMovements }
  return {
    ...customer,
    accounts,
    users:
      customer.channel === 'business'
        ? engine.bank.users(customerId).filter(({ hasLeft }) => !hasLeft)
        : [],
    movements: accounts.flatMap((account) => engine.bank.transactions(account.id, period, first)),
  }
}

export interface ItemState {
  item: IdentityItem
  use: 'optional' | 'mandatory'
  result: IdentityResult | null
  /** Wrong answers left today, in all requests of the customer together. */
  triesLeft: number
  /** The program showed it to this person today, so that it proves nothing any more. */
  shown: boolean
  /** Whether there is something to compare with: not every customer has a telephone registered. */
  onFile: boolean
  /** What is on file, shown after the caller's answer agreed (R49). */
  registered: string | null
}

/** The checks of a request that count: those made since channel and requester are what they are now. */
function counted(engine: Engine, { id, checksFrom }: Pick<RequestRow, 'id' | 'checksFrom'>) {
  return checksOf(engine, id).filter((check) => check.id > checksFrom)
}

/** What nobody without a registered telephone can answer. */
const byPhone: readonly IdentityItem[] = ['phone', 'call-back']

type Asked = Pick<RequestRow, 'id' | 'checksFrom' | 'customerId' | 'staffId'>

/**
 * The items that a rule asks, with their results in a request so far. Of what is on file it holds only what the caller has said
 * and agrees.
 */
function itemsAsked(engine: Engine, rule: RequestRule, request: Asked): ItemState[] {
  const settings = engine.settings.get('requests')
  const checks = counted(engine, request)
  const today = checksOfDay(engine, request.customerId ?? 0)
  const reachable = (engine.bank.customer(request.customerId ?? 0)?.phone ?? '') !== ''
  return itemsOf(rule, settings).map(({ item, use }) => {
    const own = checks.filter((check) => check.item === item)
    const last = own.at(-1)
    const wrong = today.filter((one) => one.item === item && one.result === 'mismatch').length
    // The number to call back is the registered one: whoever was shown it could type it.
    const shown =
      item === 'phone' &&
      last?.result !== 'match' &&
      today.some((one) => one.item === 'call-back' && one.staffId === request.staffId)
    return {
      item,
      use,
      result: last?.result ?? null,
      triesLeft: Math.max(0, settings.identityTries - wrong),
      shown,
      onFile: reachable || !byPhone.includes(item),
      registered: last?.result === 'match' ? last.note : null,
    }
  })
}

/**
 * The items that will be asked in a request that this person has not begun yet.
 * @throws AppError customer.not-found, input.invalid (nobody can ask so)
 */
export function itemsBefore(
  engine: Engine,
  { staffId }: Pick<RequestRow, 'staffId'>,
  asks: Pick<RequestRow, 'requestChannel' | 'requester'> & { customerId: number },
): ItemState[] {
  const rule = ruleOf(asks.requestChannel, asks.requester, subjectOf(engine, asks))
  if (!rule) throw new AppError('input.invalid', { detail: 'requester' })
  const { customerId } = asks
  return itemsAsked(engine, rule, { id: 0, checksFrom: 0, customerId, staffId })
}

export function identityOf(engine: Engine, request: RequestRow): ItemState[] {
  return itemsAsked(engine, ruleFor(engine, request), request)
}

/** Whether nothing is left today by which who asks could become known in this request; false where nobody could be from the start. */
export function identityFailed(engine: Engine, request: RequestRow): boolean {
  const rule = ruleFor(engine, request)
  if (rule.ways === 'nobody' || rule.ways.length === 0 || request.identityMetAt !== null)
    return false
  const rows = identityOf(engine, request).map(({ item, result, triesLeft, shown, onFile }) => ({
    item,
    agrees: result === 'match',
    open: triesLeft > 0 && !shown && onFile,
  }))
  const seen = papersSeen(engine, request).map(({ kind }) => kind)
  return !canBeMet(request.requestChannel, rule, rows, seen, engine.settings.get('requests'))
}

/** The papers seen so far, each with its issuer and last digits. */
export function papersSeen(engine: Engine, request: RequestRow): { kind: Paper; note: string }[] {
  return counted(engine, request).flatMap(({ paper, note }) =>
    paper === null ? [] : [{ kind: paper, note }],
  )
}

/** Judges the identity rule anew from the checks that count, and keeps the result. Inside a commit unit. */
export function identityAgain(engine: Engine, requestId: number): boolean {
  const request = requestById(engine, requestId)
  const rule = ruleFor(engine, request)
  const results: Partial<Record<IdentityItem, IdentityResult>> = {}
  for (const check of counted(engine, request)) results[check.item] = check.result
  const seen = papersSeen(engine, request).map(({ kind }) => kind)
  const settings = engine.settings.get('requests')
  const met = isIdentityMet(request.requestChannel, rule, results, seen, settings)
  const now = engine.clock.now()
  const before = request.identityMetAt !== null
  keepCall(engine, request)
  if (met !== before)
    engine.store.update(
      'requests',
      { id: requestId },
      {
        identityMetAt: met ? now : null,
        ...(met && rule.secondLook && { lookDueAt: nextBusinessDayEnd(engine, now) }),
      },
    )
  return met
}

/** A request whose call goes on, of the person who acts, and the items that it asks. */
function asking(engine: Engine, id: number, actor: Parameters<typeof mustBeOwn>[2]) {
  const request = requestById(engine, id)
  mustBeOwn(engine, request, actor)
  return { request, items: new Map(identityOf(engine, request).map((one) => [one.item, one])) }
}

/**
 * Compares what the caller said with what is on file, item by item; only a match shows what was on file, and each is in the
 * audit (R48, R49). What was said is not kept. What the program showed before is not compared.
 * @throws AppError request.not-found, request.not-yours, request.closed, request.lapsed, identity.tries-used, identity.shown,
 * identity.not-on-file, input.invalid (mistyped: no try)
 */
export const compareAnswers = act(
  'requests.compare',
  ({ engine, actor }, input: { id: number; answers: { item: SpokenItem; said: string }[] }) => {
    const { id: requestId, answers } = input
    const { request, items } = asking(engine, requestId, actor)
    const file = onFile(engine, request.customerId ?? 0)
    const results: Record<string, IdentityResult> = {}
    for (const { item, said } of answers) {
      const state = items.get(item)
      // What agreed was shown, so asking it again would prove nothing.
      if (!state || state.result === 'match' || results[item] || said.trim() === '') continue
      if (!state.onFile) throw new AppError('identity.not-on-file', { detail: item })
      if (state.shown) throw new AppError('identity.shown', { detail: item })
      if (state.triesLeft === 0) throw new AppError('identity.tries-used', { detail: item })
      if (!spokenAnswer(item).safeParse(said).success)
        throw new AppError('input.invalid', { detail: item })
      const { match, registered } = compareItem(item, said, file)
      results[item] = match ? 'match' : 'mismatch'
      engine.store.insert('identityChecks', {
        requestId,
        item,
        result: match ? 'match' : 'mismatch',
        paper: null,
        note: match ? registered : '',
        at: engine.clock.now(),
        staffId: Number(actor.id),
      })
      if (match && item === 'contact' && request.requesterName === '')
        engine.store.update('requests', { id: requestId }, { requesterName: registered })
    }
    const met = identityAgain(engine, requestId)
    return { target: requestTarget(request), after: { ...results, met } }
  },
)

/** @throws AppError input.invalid where it is not asked, identity.not-on-file */
function asked(items: Map<IdentityItem, ItemState>, item: 'document' | 'call-back'): ItemState {
  const state = items.get(item)
  if (!state) throw new AppError('input.invalid', { detail: item })
  if (!state.onFile) throw new AppError('identity.not-on-file', { detail: item })
  return state
}

/** What staff note because it is seen and not said. */
export type Noted =
  | { id: number; item: 'call-back' }
  | { id: number; item: 'document'; papers: SeenPaper[] }

/**
 * Notes what is seen and not said: papers, each by its kind, issuer and last digits, and that the customer was reached under
 * the number that was shown. A passbook is compared with the accounts on file.
 * @throws AppError request.not-found, request.not-yours, request.closed, request.lapsed, identity.tries-used,
 * identity.not-on-file, input.invalid (not asked here, or the number was not shown in this request)
 */
export const noteIdentity = act('requests.noteIdentity', ({ engine, actor }, input: Noted) => {
  const { id: requestId, item } = input
  const { request, items } = asking(engine, requestId, actor)
  const state = asked(items, item)
  const note = (result: IdentityResult, paper: Paper | null = null, words = ''): void => {
    const staffId = Number(actor.id)
    const at = engine.clock.now()
    engine.store.insert('identityChecks', {
      requestId,
      item,
      result,
      paper,
      note: words,
      at,
      staffId,
    })
  }
  if (input.item === 'call-back') {
    if (state.result !== 'unconfirmed') throw new AppError('input.invalid', { detail: item })
    note('match')
  } else {
    const taken = papersOf(ruleFor(engine, request))
    if (state.triesLeft === 0) throw new AppError('identity.tries-used', { detail: item })
    const accounts = engine.bank.openAccounts(request.customerId ?? 0)
    for (const { kind, issuer, digits } of input.papers) {
      if (!taken.includes(kind)) throw new AppError('input.invalid', { detail: kind })
      const words = [issuer, digits && `•••${digits}`].filter(Boolean).join(' ')
      if (kind !== 'passbook' || accounts.some(({ number }) => number.endsWith(digits)))
        note('match', kind, words)
      else note('mismatch')
    }
  }
  const met = identityAgain(engine, requestId)
  const papers = 'papers' in input ? input.papers.map(({ kind }) => kind) : undefined
  return { target: requestTarget(request), after: { item, papers, met } }
})

/**
 * The registered number, the only one to call back, shown once the caller has said one thing that agrees (R51). From then on
 * the number is no answer of a caller any more.
 * @throws AppError request.not-found, request.not-yours, request.closed, request.lapsed, input.invalid, identity.one-first,
 * identity.not-on-file
 */
export const callBackNumber = act('requests.callBackNumber', ({ engine, actor }, id: number) => {
  const { request, items } = asking(engine, id, actor)
  const state = asked(items, 'call-back')
  if (![...items.values()].some(({ result }) => result === 'match'))
    throw new AppError('identity.one-first')
  const customer = engine.bank.customer(request.customerId ?? 0)
  if (!customer) throw new AppError('customer.not-found')
  if (state.result === null)
    engine.store.insert('identityChecks', {
      requestId: id,
      item: 'call-back',
      result: 'unconfirmed',
      paper: null,
      note: '',
      at: engine.clock.now(),
      staffId: Number(actor.id),
    })
  return {
    target: requestTarget(request),
    result: { phone: customer.phone, changedAt: customer.phoneChangedAt },
  }
})
