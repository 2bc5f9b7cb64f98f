import { randomBytes } from 'node:crypto'
import type { FactorCipher, ImportEffects } from '#bank'
import type { EndReason } from '#shared/grant'
import type { ImportEncoding, ImportKind, ImportProblem } from '#shared/import-columns'
import type { CaseOf } from '#shared/persons'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { importCase, refusalOf } from './accept.ts'
import type { Ends } from './ends.ts'
import type { SameFile } from './statements.ts'
import { Upload } from './upload.ts'

export type State =
  | 'receiving'
  | 'checking'
  | 'checked'
  | 'loading'
  | 'waiting'
  | 'writing'
  | 'done'
  | 'cancelled'
  | 'failed'

export interface Job {
  readonly id: string
  readonly kind: ImportKind
  /** As it was recognised; null before the check. */
  encoding: ImportEncoding | null
  readonly fileName: string
  readonly size: number
  /** Who sends it. */
  readonly by: Pick<Actor, 'id' | 'name'>
  /** Its row, once it is accepted or waits for a second person. */
  importId: number | undefined
  readonly upload: Upload
  state: State
  rows: number
  /** Accounts of which the file says from which day to which day it is complete. */
  periods: number
  done: number
  problems: ImportProblem[]
  problemCount: number
  /** The optional columns that it lacks. */
  absent: string[]
  same: SameFile | null
  hash: Buffer | undefined
  /** What accepting it would do; undefined before the check. */
  effects: ImportEffects | undefined
  ends: Ends | null
}
export interface ImportStatus {
  id: string
  kind: ImportKind
  fileName: string
  state: State
  size: number
  received: number
  rows: number
  periods: number
  done: number
  problems: ImportProblem[]
  problemCount: number
  same: SameFile | null
  /** By whom as the second person, and why. */
  refused: { name: string; note: string } | null
  absent: string[]
  encoding: ImportEncoding | null
  effects: ImportEffects | null
  ends: Partial<Record<EndReason, number>> | null
  /** What it is by the table of persons. */
  what: CaseOf<'imports.accept'>
}
export interface GivenFile {
  kind: ImportKind
  fileName: string
  /** Bytes, as declared. */
  size: number
}

export function newJob(
  folder: string,
  factors: FactorCipher,
  by: Pick<Actor, 'id' | 'name'>,
  file: GivenFile,
): Job {
  const id = randomBytes(12).toString('hex')
  return {
    ...file,
    id,
    by: { id: by.id, name: by.name },
    importId: undefined,
    upload: new Upload(folder, id, factors),
    state: 'receiving',
    rows: 0,
    periods: 0,
    done: 0,
    problems: [],
    problemCount: 0,
    absent: [],
    same: null,
    encoding: null,
    hash: undefined,
    effects: undefined,
    ends: null,
  }
}

/** Nothing more happens to it on this page: another file can begin. */
export const isOver = (job: Job): boolean =>
  ['waiting', 'done', 'cancelled', 'failed'].includes(job.state)

/** Problems that a window is told; the file of them holds more. */
const shownProblems = 500

export function statusOf(engine: Engine, job: Job): ImportStatus {
  const { id, kind, fileName, state, size, rows, periods, done, problems, problemCount, same } = job
  const { importId } = job
  return {
    ...{ id, kind, fileName, state, size, rows, periods, done, problemCount, same },
    refused: state === 'cancelled' && importId ? refusalOf(engine, importId) : null,
    received: job.upload.bytes,
    absent: job.absent,
    problems: problems.slice(0, shownProblems),
    encoding: job.encoding,
    effects: job.effects ?? null,
    ends: job.ends?.byReason ?? null,
    what: job.effects
      ? importCase(engine, { kind, effects: job.effects, ends: job.ends })
      : 'plain',
  }
}
