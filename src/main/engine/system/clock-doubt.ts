import { AppError } from '#shared/errors'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { stepNow } from './clock-step.ts'

const mark = 'clockDoubt'
const minuteMs = 60_000
const tolerance = (engine: Engine): number =>
  engine.settings.get('policy').clockStepMinutes * minuteMs

/**
 * By how much the clock was set since anybody last knew it to be true, milliseconds; 0: it is not in doubt. A step that the
 * watch has not seen yet counts too: a sweep may run before it.
 */
export function clockDoubt(engine: Engine): number {
  const noted = Number(engine.settings.mark(mark) ?? 0)
  return stillInDoubt(engine, noted + stepNow(engine))
}

/** Inside a commit unit: a step of the clock was seen. One that takes it back to where it was ends the doubt. */
export function noteDoubt(engine: Engine, step: number): void {
  const noted = Number(engine.settings.mark(mark) ?? 0)
  const doubt = stillInDoubt(engine, noted + step)
  if (doubt !== noted) engine.settings.putMark(mark, doubt, engine.clock.now())
}

/** Small steps on a clock that is true are what time services make: they do not add up. */
const stillInDoubt = (engine: Engine, all: number): number =>
  Math.abs(all) > tolerance(engine) ? all : 0

/**
 * Work that ends or deletes something because its time has come: left while the clock is in doubt. Ends are for good, and a
 * clock that is 91 days ahead for a minute would end every grant.
 */
export const byTheClock =
  <T>(engine: Engine, work: () => Promise<T>): (() => Promise<T | undefined>) =>
  async () =>
    clockDoubt(engine) === 0 ? work() : undefined

/** Somebody says that the clock, as it stands, is true. @throws clock.changed-meanwhile: it was set again since they looked */
export const confirmClock = act('system.confirmClock', ({ engine }, input: { stepMs: number }) => {
  const noted = Number(engine.settings.mark(mark) ?? 0)
  if (noted === 0 || noted !== input.stepMs || clockDoubt(engine) !== noted)
    throw new AppError('clock.changed-meanwhile')
  engine.settings.putMark(mark, 0, engine.clock.now())
  return { target: null, after: { stepSeconds: Math.round(noted / 1000) } }
})
