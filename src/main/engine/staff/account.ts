import type { Selectable } from 'kysely'
import type { Tables } from '#db'
import { AppError } from '#shared/errors'
import type { Engine } from '../engine.ts'

/** The account that somebody claims to be theirs; undefined where it is closed or does not exist. */
export function claimedAccount(
  engine: Engine,
  loginId: string,
): Selectable<Tables['staff']> | undefined {
  return engine.store.find('staff', { loginId, disabledAt: null })
}

/** @throws AppError staff.not-found */
export function staffOf(engine: Engine, id: number) {
  const row = engine.store.find('staff', { id })
  if (!row) throw new AppError('staff.not-found')
  return { row, target: { kind: 'staff', id, label: row.name } as const }
}
