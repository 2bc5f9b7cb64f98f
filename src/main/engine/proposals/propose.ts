import { type CaseOf, type ProposedCall, secondFor } from '#shared/persons'
import { act, type Told } from '../act.ts'
import type { ActContext, Actor } from '../actor.ts'

/** What the second person brings to the change: who that is, and what was kept when it was proposed. */
export interface Agreed {
  approver: Actor
  kept: unknown
}

interface Parts<Call extends ProposedCall, Input, Result> {
  /** What exactly is changed, as the table of persons names it. Inside the commit unit. */
  what: (ctx: ActContext, input: Input) => CaseOf<Call>
  /** Makes the change, and tells it whole: what is told is what the second person agrees to. Inside the commit unit. */
  perform: (ctx: ActContext, input: Input, agreed?: Agreed) => Told<Result>
  /** What is drawn when the change is proposed: kept for its agreement, and told to the maker. */
  draw?: (ctx: ActContext, input: Input) => { kept: unknown; result: Result }
}

export interface Outcome<Result> {
  /** The proposal that waits for a second person; null: it is done. */
  waits: number | null
  result: Result | undefined
}

export interface TwoPersonAct<Call extends ProposedCall, Input, Result> {
  (ctx: ActContext, input: Input): Promise<Outcome<Result>>
  readonly parts: Parts<Call, Input, Result>
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/**
 * Defines a change that takes two persons where the table of persons says so. The maker's call then rehearses the change and
 * takes it back: whatever refuses it refuses the proposal, and what it tells is kept as what would change. It is made when
 * another person agrees (decide.ts). The program itself and its commands act alone.
 */
export function twoPersonAct<Call extends ProposedCall, Input, Result = undefined>(
  call: Call,
  parts: Parts<Call, Input, Result>,
): TwoPersonAct<Call, Input, Result> {
  const make = act(call, (ctx, input: Input): Told<Outcome<Result>> => {
    const what = parts.what(ctx, input)
    if (ctx.actor.kind !== 'staff' || secondFor(call, what) === null) {
      const { result, refusal: _, ...told } = parts.perform(ctx, input)
      return { ...told, result: { waits: null, result } }
    }
    return propose(ctx, { call, what, input, parts })
  })
  return Object.assign(make, { parts })
}

interface Proposed<Call extends ProposedCall, Input, Result> {
  call: Call
  what: CaseOf<Call>
  input: Input
  parts: Parts<Call, Input, Result>
}

function propose<Call extends ProposedCall, Input, Result>(
  ctx: ActContext,
  { call, what, input, parts }: Proposed<Call, Input, Result>,
): Told<Outcome<Result>> {
  const { engine, actor } = ctx
  const told = rehearse(ctx, () => parts.perform(ctx, input))
  const target = told.target ?? { kind: 'system' as const, id: 0, label: '' }
  const drawn = parts.draw?.(ctx, input)
  const id = engine.store.insert('proposals', {
    call,
    what,
    input: JSON.stringify(input),
    kept: json(drawn?.kept) ?? 'null',
    targetKind: target.kind,
    targetId: target.id,
    targetLabel: target.label,
    before: json(told.before),
    after: json(told.after),
    reason: told.reason ?? null,
    madeBy: Number(actor.id),
    madeByName: actor.name,
    madeAs: JSON.stringify({
      role: actor.role,
      branchCode: actor.branchCode,
      terminal: actor.terminal,
    }),
    madeAt: engine.clock.now(),
    state: 'pending',
  })
  const { before, after, reason } = told
  return {
    as: 'proposals.make',
    target: told.target,
    before,
    after: { ...(after as object | undefined), action: call },
    reason,
    result: { waits: id, result: drawn?.result },
  }
}

/** Makes a change and takes it back. @returns what it told */
function rehearse<Result>({ engine }: ActContext, perform: () => Told<Result>): Told<Result> {
  const stop = new Error('rehearsed')
  let told: Told<Result> | undefined
  const ended = engine.store.attempt(() => {
    told = perform()
    throw stop
  })
  if (ended?.error !== stop || !told) throw ended?.error
  return told
}
