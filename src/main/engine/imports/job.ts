import { randomBytes } from 'node:crypto'
import type { FactorCipher } from '#bank'
import type { ImportEncoding, ImportKind, ImportProblem } from '#shared/import-columns'
import { Upload } from './upload.ts'

export type State =
  | 'receiving'
  | 'checking'
  | 'checked'
  | 'loading'
  | 'writing'
  | 'done'
  | 'cancelled'
  | 'failed'

export interface Job {
  readonly id: string
  readonly kind: ImportKind
  readonly encoding: ImportEncoding
  readonly fileName: string
  readonly size: number
  /** Who began it. */
  readonly staffName: string
  readonly upload: Upload
  state: State
  rows: number
  done: number
  problems: ImportProblem[]
  problemCount: number
  /** Whether it is the same file as the last one imported. */
  same: boolean
  hash: Buffer | undefined
}
export interface ImportStatus {
  id: string
  kind: ImportKind
  fileName: string
  state: State
  size: number
  received: number
  rows: number
  done: number
  problems: ImportProblem[]
  problemCount: number
  same: boolean
}
export interface GivenFile {
  kind: ImportKind
  encoding: ImportEncoding
  fileName: string
  /** Bytes, as declared. */
  size: number
}

export function newJob(
  folder: string,
  factors: FactorCipher,
  staffName: string,
  file: GivenFile,
): Job {
  const id = randomBytes(12).toString('hex')
  return {
    ...file,
    id,
    staffName,
    upload: new Upload(folder, id, factors),
    state: 'receiving',
    rows: 0,
    done: 0,
    problems: [],
    problemCount: 0,
    same: false,
    hash: undefined,
  }
}

export const isOver = (job: Job): boolean => ['done', 'cancelled', 'failed'].includes(job.state)

export function statusOf(job: Job): ImportStatus {
  const { id, kind, fileName, state, size, rows, done, problems, problemCount, same } = job
  const received = job.upload.bytes
  return { id, kind, fileName, state, size, received, rows, done, problems, problemCount, same }
}
