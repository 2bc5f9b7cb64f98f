import { sql } from '#db'
import type { Burst } from '#shared/contract/traffic'
import { usedStatuses } from '#shared/provider-status'
import { burstFrom, causeOf, type RefusalCause, refusalCauses } from '#shared/refusal-causes'
import type { Engine } from '../engine.ts'

/** A provider is shown as failing from this many refusals in the last hour on, if they are more than its successes. */
const failingFrom = 5

interface LastHour {
  providerId: number
  providerName: string
  answered: number
  /** Refusals about which somebody has something to do. */
  causes: Map<RefusalCause, number>
  refused: number
}

/**
 * The last hour of each provider that is in use, from its status on: what is refused because we have stopped it ourselves is no
 * failure of its own.
 */
function lastHour(engine: Engine): LastHour[] {
  const used = new Map(
    engine.store
      .read(
        sql
          .selectFrom('providers')
          .select(['id', 'name', 'statusAt'])
          .where('status', 'in', usedStatuses),
      )
      .map((provider) => [provider.id, provider]),
  )
  const found = engine.access.causesOfLastHour(
    engine.clock.now(),
    (providerId) => used.get(providerId)?.statusAt ?? Number.POSITIVE_INFINITY,
  )
  return [...found].map(([providerId, sums]) => {
    const causes = new Map<RefusalCause, number>()
    for (const [held, n] of sums) {
      const cause = held === 'ok' ? undefined : causeOf(held)
      if (cause !== undefined && refusalCauses[cause] !== 'nobody')
        causes.set(cause, (causes.get(cause) ?? 0) + n)
    }
    return {
      providerId,
      providerName: used.get(providerId)?.name ?? '',
      answered: sums.get('ok') ?? 0,
      causes,
      refused: [...causes.values()].reduce((sum, n) => sum + n, 0),
    }
  })
}

const isFailing = ({ answered, refused }: LastHour): boolean =>
  refused >= failingFrom && refused > answered

export const failingProviders = (engine: Engine): { providerId: number; refused: number }[] =>
  lastHour(engine)
    .filter(isFailing)
    .map(({ providerId, refused }) => ({ providerId, refused }))

/** One line for each provider and cause that is many: one cause of a provider that fails, or a flood beside what is answered. */
export const bursts = (engine: Engine): Burst[] =>
  lastHour(engine)
    .flatMap((hour) =>
      [...hour.causes]
        .filter(([, n]) => n >= burstFrom || (isFailing(hour) && n >= failingFrom))
        .map(([cause, n]) => ({
          ...{ providerId: hour.providerId, providerName: hour.providerName },
          ...{ cause, n, answered: hour.answered },
        })),
    )
    .sort((a, b) => b.n - a.n)
