import * as z from 'zod'
import { AppError } from '#shared/errors'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { unfitSecond } from '../proposals/second.ts'
import type { Job } from './job.ts'

/** The name under which a first agreement is kept: the file itself does not outlive the program. */
const mark = 'import-agreed'
/** Who agreed first to which file, and when (epoch ms). */
const Agreement = z.object({ fileName: z.string(), staffName: z.string(), at: z.number() })
export type Agreement = z.infer<typeof Agreement>

/** The first agreement that nobody has followed; null: there is none. */
export function agreementOf(engine: Engine): Agreement | null {
  return Agreement.nullable()
    .catch(null)
    .parse(engine.settings.mark(mark) ?? null)
}
export async function forgetAgreement(engine: Engine): Promise<void> {
  if (agreementOf(engine)) await engine.settings.saveMark(mark, null, engine.clock.now())
}

/** A file of 出来事 that ends many links: the first of two persons agrees. */
export const proposeImport = act('imports.propose', ({ engine, actor }, job: Job) => {
  const at = engine.clock.now()
  engine.settings.putMark(mark, { fileName: job.fileName, staffName: actor.name, at }, at)
  return {
    target: { kind: 'system', id: 0, label: job.fileName },
    after: { kind: job.kind, rows: job.rows, ends: job.ends?.byReason },
  }
})

/** @throws AppError import.not-found, import.second-person (decided here anew, by what the file would end now) */
export const acceptImport = act(
  'imports.accept',
  ({ engine, actor }, { id, job }: { id: number; job: Job }) => {
    const { kind, rows, first } = job
    const second = first && first.id !== actor.id ? actor : undefined
    if (job.ends?.needsTwo && (!first || unfitSecond(engine, Number(first.id), actor)))
      throw new AppError('import.second-person')
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
    if (agreementOf(engine)) engine.settings.putMark(mark, null, engine.clock.now())
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
