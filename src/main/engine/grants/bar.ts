import { query } from '#db'
import { emergencyReasons } from '#shared/request'
import type { Engine } from '../engine.ts'

/**
 * Links of a customer that were stopped or ended because something was lost or abused, unless a resumption has been carried out
 * since: whoever has the password may be somebody else, so linking anew must not undo what staff did. An ending of all grants of a
 * provider (R61) says nothing about one customer.
 */
const bars = query<{ customerId: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .leftJoin('holds', (join) =>
      join.onRef('holds.grantId', '=', 'grants.id').on('holds.endedAt', 'is', null),
    )
    .leftJoin('requestActs as holding', 'holding.id', 'holds.actId')
    .select((e) => [
      'grants.providerId',
      'providers.name as providerName',
      e.fn.max<number>(e.fn.coalesce('grants.endedAt', 'holds.at')).as('since'),
    ])
    .where('grants.customerId', '=', v('customerId'))
    .where((e) =>
      e.or([
        e.and([
          e('grants.endedAt', 'is not', null),
          e('grants.reason', 'in', [...emergencyReasons]),
        ]),
        e('holding.reason', 'in', [...emergencyReasons]),
      ]),
    )
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('providerEndings')
            .select('actId')
            .whereRef('providerEndings.providerId', '=', 'grants.providerId')
            .whereRef('providerEndings.at', '>=', 'grants.grantedAt')
            .whereRef('providerEndings.at', '<=', 'grants.endedAt'),
        ),
      ),
    )
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('requestActs as lift')
            .innerJoin('requests', 'requests.id', 'lift.requestId')
            .select('lift.id')
            .whereRef('requests.customerId', '=', 'grants.customerId')
            .where('lift.kind', '=', 'resume')
            .where('lift.scope', '=', '{"kind":"customer"}')
            .whereRef('lift.executedAt', '>=', e.fn.coalesce('grants.endedAt', 'holds.at')),
        ),
      ),
    )
    .groupBy('grants.providerId'),
)

/** With which providers the customer can link nothing anew until staff resume (R53), and since when, epoch ms. */
export function barsOf(
  engine: Engine,
  customerId: number,
): { providerId: number; providerName: string; since: number }[] {
  return engine.store.statement(bars).all({ customerId })
}
