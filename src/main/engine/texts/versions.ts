import { query, sql } from '#db'
import { checkTexts, Terms, type TextKind } from '#shared/consent-texts'
import { AppError } from '#shared/errors'
import { atJapan, isoDate } from '#shared/japanese-date'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import type { VersionRow } from './current.ts'

export interface TextVersion {
  kind: TextKind
  number: number
  note: string
  authorId: string
  authorName: string
  createdAt: number
  updatedAt: number
  approverName: string | null
  approvedAt: number | null
  effectiveFrom: number | null
}

const columns = [
  'kind',
  'number',
  'note',
  'authorId',
  'authorName',
  'createdAt',
  'updatedAt',
  'approverName',
  'approvedAt',
  'effectiveFrom',
] as const
const one = query<{ kind: TextKind; number: number }>()((k, v) =>
  k
    .selectFrom('textVersions')
    .select([...columns, 'body'])
    .where('kind', '=', v('kind'))
    .where('number', '=', v('number')),
)
const newest = query<{ kind: TextKind }>()((k, v) =>
  k
    .selectFrom('textVersions')
    .select(['number', 'approvedAt'])
    .where('kind', '=', v('kind'))
    .orderBy('number', 'desc')
    .limit(1),
)
const insert = query<VersionRow>()((k, v) =>
  k.insertInto('textVersions').values({
    kind: v('kind'),
    number: v('number'),
    body: v('body'),
    note: v('note'),
    authorId: v('authorId'),
    authorName: v('authorName'),
    createdAt: v('at'),
    updatedAt: v('at'),
  }),
)
const update = query<VersionRow & { seenAt: number }>()((k, v) =>
  k
    .updateTable('textVersions')
    .set({
      body: v('body'),
      note: v('note'),
      authorId: v('authorId'),
      authorName: v('authorName'),
      updatedAt: v('at'),
    })
    .where('kind', '=', v('kind'))
    .where('number', '=', v('number'))
    .where('updatedAt', '=', v('seenAt'))
    .where('approvedAt', 'is', null),
)
const approveOne = query<{
  kind: TextKind
  number: number
  approverId: string
  approverName: string
  at: number
  from: number
}>()((k, v) =>
  k
    .updateTable('textVersions')
    .set({
      approverId: v('approverId'),
      approverName: v('approverName'),
      approvedAt: v('at'),
      effectiveFrom: v('from'),
    })
    .where('kind', '=', v('kind'))
    .where('number', '=', v('number')),
)
const remove = query<{ kind: TextKind; number: number }>()((k, v) =>
  k
    .deleteFrom('textVersions')
    .where('kind', '=', v('kind'))
    .where('number', '=', v('number'))
    .where('approvedAt', 'is', null),
)

/** Newest first; the one with no approval is the draft. */
export function listTexts(engine: Engine, kind: TextKind): TextVersion[] {
  return engine.store.read(
    sql
      .selectFrom('textVersions')
      .select(columns)
      .where('kind', '=', kind)
      .orderBy('number', 'desc'),
  )
}

/** @throws AppError text.not-found */
export function findText(
  engine: Engine,
  kind: TextKind,
  number: number,
): TextVersion & { body: Record<string, unknown> } {
  const row = engine.store.statement(one).get({ kind, number })
  if (!row) throw new AppError('text.not-found')
  return { ...row, body: JSON.parse(row.body) }
}

/**
 * Writes the draft of a kind, of which there is one at most. Whoever saved last is its author.
 * @throws AppError text.invalid, text.changed-meanwhile (someone saved since `seenAt`, or a draft is there already)
 */
export function saveDraft(
  engine: Engine,
  actor: Actor,
  input: {
    kind: TextKind
    /** The draft's number and when it was last saved; undefined for a new one. */
    draft: { number: number; seenAt: number } | undefined
    body: Record<string, unknown>
    note: string
  },
  correlationId: string,
): Promise<number> {
  refuseInvalid(input.kind, input.body)
  return engine.store.write(() => {
    const last = engine.store.statement(newest).get({ kind: input.kind })
    const row = {
      kind: input.kind,
      body: JSON.stringify(input.body),
      note: input.note,
      authorId: actor.id,
      authorName: actor.name,
      at: engine.clock.now(),
    }
    const number = input.draft?.number ?? (last?.number ?? 0) + 1
    if (input.draft) {
      const changed = engine.store
        .statement(update)
        .run({ ...row, number, seenAt: input.draft.seenAt })
      if (changed !== 1) throw new AppError('text.changed-meanwhile')
    } else {
      if (last && last.approvedAt === null) throw new AppError('text.changed-meanwhile')
      engine.store.statement(insert).run({ ...row, number })
    }
    audit(
      engine,
      actor,
      'texts.save-draft',
      input.kind,
      number,
      { note: input.note },
      correlationId,
    )
    return number
  })
}

/**
 * The second person's word: from that day in Japan (at once when it is today) customers see this version (R93).
 * @param input.seenAt when the draft that the person looked at was saved: a word for one text is no word for another
 * @param input.from `YYYY-MM-DD`
 * @throws AppError text.not-found, text.approved-already, text.same-person, text.changed-meanwhile, text.invalid, input.invalid (a day that is over)
 */
export function approveText(
  engine: Engine,
  actor: Actor,
  input: { kind: TextKind; number: number; seenAt: number; from: string },
  correlationId: string,
): Promise<void> {
  return engine.store.write(() => {
    const version = findText(engine, input.kind, input.number)
    if (version.approvedAt !== null) throw new AppError('text.approved-already')
    if (version.authorId === actor.id) throw new AppError('text.same-person')
    if (version.updatedAt !== input.seenAt) throw new AppError('text.changed-meanwhile')
    refuseInvalid(input.kind, version.body)
    const now = engine.clock.now()
    if (input.from < isoDate(now)) throw new AppError('input.invalid', { detail: 'from' })
    const from = Math.max(now, atJapan(input.from))
    engine.store.statement(approveOne).run({
      kind: input.kind,
      number: input.number,
      approverId: actor.id,
      approverName: actor.name,
      at: now,
      from,
    })
    audit(
      engine,
      actor,
      'texts.approve',
      input.kind,
      input.number,
      { from: input.from, author: version.authorName },
      correlationId,
    )
  })
}

/** @throws AppError text.not-found, text.approved-already */
export function discardDraft(
  engine: Engine,
  actor: Actor,
  input: { kind: TextKind; number: number },
  correlationId: string,
): Promise<void> {
  return engine.store.write(() => {
    if (findText(engine, input.kind, input.number).approvedAt !== null)
      throw new AppError('text.approved-already')
    engine.store.statement(remove).run(input)
    audit(engine, actor, 'texts.discard', input.kind, input.number, {}, correlationId)
  })
}

function refuseInvalid(kind: TextKind, body: Record<string, unknown>): void {
  if (kind === 'terms') {
    const terms = Terms.safeParse(body)
    if (!terms.success) throw new AppError('text.invalid', { detail: 'terms' })
    return
  }
  const problems = checkTexts(kind, body as Record<string, string>)
  const [first] = problems
  if (first) throw new AppError('text.invalid', { detail: `${first.key}: ${first.problem}` })
}

function audit(
  engine: Engine,
  actor: Actor,
  action: string,
  kind: TextKind,
  number: number,
  after: object,
  correlationId: string,
): void {
  recordAudit(engine, {
    actor,
    action,
    target: { kind: 'system', id: number, label: `${kind} 第${number}版` },
    after: { kind, number, ...after },
    correlationId,
  })
}
