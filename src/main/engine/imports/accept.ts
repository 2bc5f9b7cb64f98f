import type { ImportEffects } from '#bank'
import { query } from '#db'
import { AppError } from '#shared/errors'
import type { ImportEncoding, ImportKind } from '#shared/import-columns'
import type { CaseOf } from '#shared/persons'
import type { Engine } from '../engine.ts'
import { twoPersonAct } from '../proposals/propose.ts'
import { type Ends, endsMany, endsNow, endsSince } from './ends.ts'
import { sameFile } from './statements.ts'

/** A file whose rows are staged: what accepting it would do, counted while they were. */
export interface StagedFile {
  id: number
  kind: ImportKind
  fileName: string
  encoding: ImportEncoding | null
  rows: number
  /** Of the whole file, hexadecimal. */
  sha256: string
  effects: ImportEffects
  ends: Ends | null
  /** What was there when it was counted. */
  basis: string
}

const written = query<Record<never, never>>()((k) =>
  k
    .selectFrom('imports')
    .select(['state', (e) => e.fn.countAll<number>().as('n')])
    .where('kind', 'in', ['branches', 'customers', 'users', 'questions', 'accounts', 'events'])
    .where('state', 'in', ['accepted', 'done'])
    .groupBy('state')
    .orderBy('state'),
)
const byStaff = query<Record<never, never>>()((k) =>
  k
    .selectFrom('auditEntries')
    .select((e) => e.fn.max('at').as('at'))
    .where('action', 'in', ['customers.setConsent', 'customers.setQuestions']),
)

/** Names the state of what files and staff have written of customers: it is another one after each of their changes. */
export function basisOf({ store }: Engine): string {
  const files = store.statement(written).all({})
  return JSON.stringify([
    files.map(({ state, n }) => [state, n]),
    store.statement(byStaff).get({})?.at ?? null,
  ])
}

const ofPeople: readonly ImportKind[] = ['customers', 'users', 'questions']

/** What a file is, by the table of persons: who could sign in by it, or be locked out, decides. */
export function importCase(
  engine: Engine,
  file: Pick<StagedFile, 'kind' | 'effects' | 'ends'>,
): CaseOf<'imports.accept'> {
  // What was proposed by a version before it does not tell of closings.
  const { replaced, resumed, reopened = 0 } = file.effects
  if (ofPeople.includes(file.kind) || replaced + resumed + reopened > 0) return 'people'
  return file.ends && endsMany(engine, file.ends) ? 'ends' : 'plain'
}

const waiting = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('proposals')
    .select('id')
    .where('state', '=', 'pending')
    .where('call', '=', 'imports.accept')
    .where('targetId', '=', v('id')),
)
/** Whether a staged file waits for a second person. */
export const waitsForSecond = (engine: Engine, id: number): boolean =>
  engine.store.statement(waiting).get({ id }) !== undefined

const refused = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('proposals')
    .select(['decidedByName', 'note'])
    .where('state', '=', 'refused')
    .where('call', '=', 'imports.accept')
    .where('targetId', '=', v('id')),
)
/** Who refused a staged file as the second person, and why. */
export function refusalOf(engine: Engine, id: number): { name: string; note: string } | null {
  const row = engine.store.statement(refused).get({ id })
  return row ? { name: row.decidedByName ?? '', note: row.note ?? '' } : null
}

/**
 * Accepts a file whose rows are staged: from this commit on it counts, and is written whatever happens (decision 0013).
 * @throws AppError import.not-found, proposal.changed-meanwhile (a second person agrees to counts that are no longer true)
 */
export const acceptImport = twoPersonAct('imports.accept', {
  what: ({ engine }, file: StagedFile) => importCase(engine, file),
  perform: ({ engine }, file: StagedFile, agreed) => {
    const { id, kind, fileName, encoding, rows, sha256, ends } = file
    const same = sameFile(engine, kind, Buffer.from(sha256, 'hex'))
    const changed = basisOf(engine) !== file.basis || (ends && endsSince(engine, ends) > 0)
    if (agreed && changed) throw new AppError('proposal.changed-meanwhile')
    const accepted = {
      state: 'accepted' as const,
      rows,
      ends: ends ? endsNow(engine, ends) : 0,
      secondId: agreed?.approver.id ?? null,
      secondName: agreed?.approver.name ?? null,
    }
    if (engine.store.update('imports', { id, state: 'staging' }, accepted) !== 1)
      throw new AppError('import.not-found')
    return {
      target: { kind: 'system', id, label: fileName },
      after: {
        ...{ kind, encoding, rows, sha256, effects: file.effects },
        ...(ends && { ends: ends.byReason }),
        ...(same && { sameAt: same.at }),
        ...(same?.newerAt && { newerAt: same.newerAt }),
      },
    }
  },
})
