import * as z from 'zod'
import { AppError } from '#shared/errors'
import type { Engine } from '../engine.ts'

export const haltMark = 'halt'

const Halt = z.object({
  at: z.number(),
  by: z.number(),
  byName: z.string(),
  reason: z.string(),
  /** Who has looked at it since, and is somebody else. */
  lookedByName: z.string().nullable(),
})
export type Halt = z.infer<typeof Halt>

/** 全体停止, while it lasts: kept in the database, so that a start finds it again. */
export function haltOf({ settings }: Pick<Engine, 'settings'>): Halt | null {
  return Halt.nullable().parse(settings.mark(haltMark))
}

export const isHalted = ({ settings }: Pick<Engine, 'settings'>): boolean =>
  settings.mark(haltMark) !== null

const servedMark = 'servedSince'

/** Inside a commit unit: providers are served again. */
export const noteServed = ({ settings, clock }: Pick<Engine, 'settings' | 'clock'>): void =>
  settings.putMark(servedMark, clock.now(), clock.now())

/** When the last halt ended, epoch ms; 0: there was none. */
export const servedSince = ({ settings }: Pick<Engine, 'settings'>): number =>
  Number(settings.mark(servedMark) ?? 0)

/** What was let in before the halt and has not been written yet is refused too. @throws AppError service.halted */
export function refuseHalted(engine: Pick<Engine, 'settings'>): void {
  if (isHalted(engine)) throw new AppError('service.halted')
}
