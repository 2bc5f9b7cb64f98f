import { query } from '#db'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { type ChainedEntry, chainHash, chainOrigin } from './chain.ts'

export interface AuditInput {
  actor: Actor
  action: string
  outcome?: 'done' | 'refused'
  target?: {
    kind: 'customer' | 'grant' | 'provider' | 'request' | 'staff' | 'system'
    id: number
    label: string
  }
  before?: unknown
  after?: unknown
  reason?: string | undefined
  /** Done by one person although R14 gives it to two. */
  singleHanded?: boolean
  correlationId: string
}

const newest = query<Record<never, never>>()((k) =>
  k.selectFrom('auditEntries').select(['id', 'hash']).orderBy('id', 'desc').limit(1),
)

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** Half a surrogate pair cannot be stored, and would be read back as another character than was hashed. */
const text = (value: string | null | undefined): string | null => value?.toWellFormed() ?? null

/** One row (R87), chained to the one before it. Call it inside the commit unit of the act it tells of. Secrets never go in. */
export function recordAudit(engine: Engine, given: AuditInput): void {
  const former = engine.store.statement(newest).get({})
  const { actor, target } = given
  const entry: ChainedEntry = {
    id: (former?.id ?? 0) + 1,
    at: engine.clock.now(),
    actorKind: actor.kind,
    actorId: text(actor.id) ?? '',
    actorName: text(actor.name) ?? '',
    role: actor.role ?? null,
    branchCode: text(actor.branchCode),
    terminal: text(actor.terminal),
    action: given.action,
    outcome: given.outcome ?? 'done',
    targetKind: target?.kind ?? null,
    targetId: target?.id ?? null,
    targetLabel: text(target?.label),
    before: json(given.before),
    after: json(given.after),
    reason: text(given.reason),
    singleHanded: given.singleHanded ? 1 : 0,
    correlationId: text(given.correlationId) ?? '',
  }
  const hash = chainHash(former?.hash ?? chainOrigin, entry)
  engine.store.insert('auditEntries', { ...entry, hash })
  engine.auditHead.changed()
}

/** A refusal that has no act of its own to share a commit with. */
export function auditRefusal(engine: Engine, entry: Omit<AuditInput, 'outcome'>): Promise<void> {
  return engine.store.write(() => recordAudit(engine, { ...entry, outcome: 'refused' }))
}
