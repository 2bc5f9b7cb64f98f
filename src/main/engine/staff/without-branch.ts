import { sql } from '#db'
import { isOfBranch, Role } from '#shared/staff'
import type { Engine } from '../engine.ts'

/**
 * Those who work for the customers of one branch and have none (R89): their own requests are nobody's branch's. Nobody is told
 * before branches are imported, since there is none to choose.
 */
export function withoutBranch(engine: Engine): { id: number; name: string }[] {
  return engine.store.read(
    sql
      .selectFrom('staff')
      .select(['id', 'name'])
      .where('branchCode', 'is', null)
      .where('disabledAt', 'is', null)
      .where('role', 'in', Role.options.filter(isOfBranch))
      .where((e) => e.exists(e.selectFrom('branches').select('code').limit(1)))
      .orderBy('loginId'),
  )
}
