import { query } from '#db'
import type { CallName } from '#shared/contract/may'
import type { audit } from '#shared/messages/audit'
import type { ActContext } from '../actor.ts'
import { type ChainedEntry, chainHash, chainOrigin } from './chain.ts'

/** `noun.verb` of an act; the type needs a text for each on the page of the audit. */
export type ActName = {
  [Key in keyof typeof audit]: Key extends `action.${infer Name}` ? Name : never
}[keyof typeof audit]
/** What an entry can be about: an act, or a call that was refused. */
export type Action = ActName | CallName

export interface AuditTarget {
  kind: 'customer' | 'grant' | 'provider' | 'request' | 'staff' | 'system'
  id: number
  label: string
}

export interface AuditInput {
  action: Action
  outcome?: 'done' | 'refused'
  target?: AuditTarget | null | undefined
  before?: unknown
  after?: unknown
  reason?: string | undefined
  /** Done by one person although R14 gives it to two. */
  singleHanded?: boolean
}

const newest = query<Record<never, never>>()((k) =>
  k.selectFrom('auditEntries').select(['id', 'hash']).orderBy('id', 'desc').limit(1),
)

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** A lone surrogate cannot be stored and would be read back as another character than was hashed. */
const text = (value: string | null | undefined): string | null => value?.toWellFormed() ?? null

/** Adds an entry (R87), chained to the one before. Called inside the commit unit of the act. Secrets never go in. */
export function recordAudit({ engine, actor, correlationId }: ActContext, given: AuditInput): void {
  const former = engine.store.statement(newest).get({})
  const { target } = given
  const entry: ChainedEntry = {
    id: (former?.id ?? 0) + 1,
    at: engine.clock.now(),
    actorKind: actor.kind,
    actorId: actor.id.toWellFormed(),
    actorName: actor.name.toWellFormed(),
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
    correlationId: correlationId.toWellFormed(),
  }
  const hash = chainHash(former?.hash ?? chainOrigin, entry)
  engine.store.insert('auditEntries', { ...entry, hash })
  engine.auditHead.changed()
}
