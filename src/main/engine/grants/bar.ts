import { sql as raw } from 'kysely'
import { query } from '#db'
import { emergencyReasons } from '#shared/request'
import type { Engine } from '../engine.ts'

/** What the history keeps of a hold; one from before it did is taken to have no end of its own. */
const until = raw<number | null>`"stop"."snapshot" ->> '$.until'`
const afterwards = raw<string | null>`"stop"."snapshot" ->> '$.afterwards'`

/**
 * Links of a customer that were stopped or ended because something was lost or abused, unless a resumption has been carried out
 * since: whoever has the password may be somebody else, so linking anew must not undo what staff did. A hold bars for as
 * long as it was meant, also where others than staff ended the grant meanwhile, such as its provider at the word of whoever has the
 * app. An ending of all grants of a provider (R61) says nothing about one customer.
 */
const bars = query<{ customerId: number; now: number }>()((k, v) =>
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
    .where((e) => {
      const endedWithOthers = e.exists(
        e
          .selectFrom('providerEndings')
          .select('actId')
          .whereRef('providerEndings.providerId', '=', 'grants.providerId')
          .whereRef('providerEndings.at', '>=', 'grants.grantedAt')
          .whereRef('providerEndings.at', '<=', 'grants.endedAt'),
      )
      const endedWhileHeld = e.exists(
        e
          .selectFrom('grantHistory as end')
          .innerJoin('grantHistory as stop', 'stop.grantId', 'end.grantId')
          .select('stop.seq')
          .whereRef('end.grantId', '=', 'grants.id')
          .where('end.type', '=', 'ended')
          .where('end.fromStatus', '=', 'held')
          .where('end.actorKind', '<>', 'staff')
          .where('stop.type', '=', 'held')
          .where('stop.reason', 'in', [...emergencyReasons])
          .where((or) => or.or([or(afterwards, 'is not', 'resume'), or(until, '>', v('now'))]))
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('grantHistory as resumed')
                  .select('resumed.seq')
                  .whereRef('resumed.grantId', '=', 'stop.grantId')
                  .whereRef('resumed.seq', '>', 'stop.seq')
                  .where('resumed.type', '=', 'resumed'),
              ),
            ),
          ),
      )
      return e.or([
        e.and([
          e('grants.endedAt', 'is not', null),
          e('grants.reason', 'in', [...emergencyReasons]),
          e.not(endedWithOthers),
        ]),
        e('holding.reason', 'in', [...emergencyReasons]),
        e.and([e('grants.endedAt', 'is not', null), endedWhileHeld]),
      ])
    })
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
  return engine.store.statement(bars).all({ customerId, now: engine.clock.now() })
}
