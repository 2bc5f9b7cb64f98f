import { AppError } from '#shared/errors'
import { act } from '../act.ts'
import type { Job } from './job.ts'

/** A file of 出来事 that ends many links: the first of two persons agrees. */
export const proposeImport = act('imports.propose', (_, job: Job) => ({
  target: { kind: 'system' as const, id: 0, label: job.fileName },
  after: { kind: job.kind, rows: job.rows, ends: job.ends?.byReason },
}))

/** @throws AppError import.not-found, import.second-person (decided here anew, by what the file would end now) */
export const acceptImport = act(
  'imports.accept',
  ({ engine, actor }, { id, job }: { id: number; job: Job }) => {
    const { kind, rows, first } = job
    const second = first && first.id !== actor.id ? actor : undefined
    if (job.ends?.needsTwo && !second) throw new AppError('import.second-person')
    const accepted = {
      state: 'accepted' as const,
      rows,
      ends: job.ends?.now() ?? 0,
      ...(first && second && { staffId: first.id, staffName: first.name }),
      secondId: second?.id ?? null,
      secondName: second?.name ?? null,
    }
    if (engine.store.update('imports', { id, state: 'staging' }, accepted) !== 1)
      throw new AppError('import.not-found')
    return {
      target: { kind: 'system', id, label: job.fileName },
      after: {
        kind,
        encoding: job.encoding,
        rows,
        sha256: (job.hash ?? Buffer.alloc(0)).toString('hex'),
        ...(job.ends && { ends: job.ends.byReason }),
        ...(second && { first: first?.name, second: second.name }),
      },
    }
  },
)
