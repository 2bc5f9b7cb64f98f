import { query, sql } from '#db'
import { checkTexts, Terms, type TextKind } from '#shared/consent-texts'
import { AppError } from '#shared/errors'
import { atJapan, isoDate } from '#shared/japanese-date'
import { act, Refusal } from '../act.ts'
import type { Engine } from '../engine.ts'
import { mustStillStand, unfitSecond } from '../proposals/second.ts'

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
/** Newest first; the version without an approval is the draft. */
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

interface DraftForm {
  kind: TextKind
  /** The draft's number and when it was last saved; null for a new one. */
  draft: { number: number; seenAt: number } | null
  body: Record<string, unknown>
  note: string
}

/**
 * Saves the draft of a kind; there is at most one. The person who saved last is its author.
 * @throws AppError text.invalid, text.changed-meanwhile (someone saved since `seenAt`, or there is a draft already)
 */
export const saveDraft = act('texts.save', ({ engine, actor }, input: DraftForm) => {
  const { kind, note, draft } = input
  refuseInvalid(kind, input.body)
  const at = engine.clock.now()
  const columns = {
    body: JSON.stringify(input.body),
    note,
    authorId: actor.id,
    authorName: actor.name,
    updatedAt: at,
  }
  const last = engine.store.statement(newest).get({ kind })
  const number = draft?.number ?? (last?.number ?? 0) + 1
  if (draft) {
    // What is saved in the same millisecond is told apart too.
    columns.updatedAt = Math.max(at, draft.seenAt + 1)
    const seen = { kind, number, updatedAt: draft.seenAt, approvedAt: null }
    if (engine.store.update('textVersions', seen, columns) !== 1)
      throw new AppError('text.changed-meanwhile')
  } else {
    if (last && last.approvedAt === null) throw new AppError('text.changed-meanwhile')
    engine.store.insert('textVersions', { ...columns, kind, number, createdAt: at })
  }
  return { ...about(kind, number, { note }), result: number }
})

/**
 * Approves a draft, by a second person: customers see it from the day `from` in Japan on, at once when it is today (R93).
 * @param input.seenAt when the draft that the person looked at was saved: approving one text does not approve another
 * @param input.from `YYYY-MM-DD`
 * @throws AppError text.not-found, text.approved-already, text.same-person, text.changed-meanwhile, text.invalid,
 * proposal.tied, proposal.maker-gone, input.invalid (a day that is over)
 */
export const approveText = act(
  'texts.approve',
  (
    { engine, actor },
    {
      kind,
      number,
      seenAt,
      from,
    }: { kind: TextKind; number: number; seenAt: number; from: string },
  ) => {
    const version = findText(engine, kind, number)
    const told = about(kind, number, { from, author: version.authorName })
    if (version.approvedAt !== null) throw new AppError('text.approved-already')
    if (version.authorId === actor.id) throw new Refusal('text.same-person', told.target)
    if (unfitSecond(engine, Number(version.authorId), actor))
      throw new Refusal('proposal.tied', told.target)
    const { authorId, updatedAt: madeAt } = version
    mustStillStand(engine, { madeBy: Number(authorId), madeAt, call: 'texts.save' })
    if (version.updatedAt !== seenAt) throw new AppError('text.changed-meanwhile')
    refuseInvalid(kind, version.body)
    const now = engine.clock.now()
    if (from < isoDate(now)) throw new AppError('input.invalid', { detail: 'from' })
    engine.store.update(
      'textVersions',
      { kind, number },
      {
        approverId: actor.id,
        approverName: actor.name,
        approvedAt: now,
        effectiveFrom: Math.max(now, atJapan(from)),
      },
    )
    return told
  },
)

/**
 * @param input.seenAt when the draft that the person looked at was saved: what another has written since is not thrown away
 * @throws AppError text.not-found, text.approved-already, text.changed-meanwhile
 */
export const discardDraft = act(
  'texts.discard',
  ({ engine }, { kind, number, seenAt }: { kind: TextKind; number: number; seenAt: number }) => {
    const version = findText(engine, kind, number)
    if (version.approvedAt !== null) throw new AppError('text.approved-already')
    if (version.updatedAt !== seenAt) throw new AppError('text.changed-meanwhile')
    engine.store.delete('textVersions', { kind, number })
    return about(kind, number, {})
  },
)

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

function about(kind: TextKind, number: number, after: object) {
  const target = { kind: 'system', id: number, label: `${kind} 第${number}版` } as const
  return { target, after: { kind, number, ...after } }
}
