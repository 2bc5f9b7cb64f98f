import { query } from '#db'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'

export interface AuditInput {
  actor: Actor
  action: string
  outcome?: 'done' | 'refused'
  target?: {
    kind: 'customer' | 'grant' | 'provider' | 'staff' | 'system'
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

const insert = query<{
  at: number
  actorKind: Actor['kind']
  actorId: string
  actorName: string
  role: Actor['role'] | null
  branchCode: string | null
  terminal: string | null
  action: string
  outcome: 'done' | 'refused'
  targetKind: string | null
  targetId: number | null
  targetLabel: string | null
  before: string | null
  after: string | null
  reason: string | null
  singleHanded: 0 | 1
  correlationId: string
}>()((k, v) =>
  k.insertInto('auditEntries').values({
    at: v('at'),
    actorKind: v('actorKind'),
    actorId: v('actorId'),
    actorName: v('actorName'),
    role: v('role') as never,
    branchCode: v('branchCode'),
    terminal: v('terminal'),
    action: v('action'),
    outcome: v('outcome'),
    targetKind: v('targetKind'),
    targetId: v('targetId'),
    targetLabel: v('targetLabel'),
    before: v('before'),
    after: v('after'),
    reason: v('reason'),
    singleHanded: v('singleHanded'),
    correlationId: v('correlationId'),
  }),
)

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** One row (R87). Call it inside the commit unit of the act it tells of. Secrets never go in. */
export function recordAudit(engine: Engine, entry: AuditInput): void {
  engine.store.statement(insert).run({
    at: engine.clock.now(),
    actorKind: entry.actor.kind,
    actorId: entry.actor.id,
    actorName: entry.actor.name,
    role: entry.actor.role ?? null,
    branchCode: entry.actor.branchCode ?? null,
    terminal: entry.actor.terminal ?? null,
    action: entry.action,
    outcome: entry.outcome ?? 'done',
    targetKind: entry.target?.kind ?? null,
    targetId: entry.target?.id ?? null,
    targetLabel: entry.target?.label ?? null,
    before: json(entry.before),
    after: json(entry.after),
    reason: entry.reason ?? null,
    singleHanded: entry.singleHanded ? 1 : 0,
    correlationId: entry.correlationId,
  })
}

/** A refusal that has no act of its own to share a commit with. */
export function auditRefusal(engine: Engine, entry: Omit<AuditInput, 'outcome'>): Promise<void> {
  return engine.store.write(() => recordAudit(engine, { ...entry, outcome: 'refused' }))
}
