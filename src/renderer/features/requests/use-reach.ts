import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { deskQuery } from '#desk'
import type { ActKind, ActScope } from '#shared/request'

/** What an act would reach, by the engine; asked again while it is shown, since others work at the same time. */
export function useReach(
  requestId: number,
  kind: ActKind,
  scope: ActScope | null,
  /** What happens when the days of a hold are over. */
  afterwards: 'resume' | 'end' | null = null,
) {
  return useQuery(
    deskQuery.requests.reach.queryOptions({
      input: { requestId, kind, scope: scope ?? { kind: 'customer' }, afterwards },
      enabled: scope !== null,
      placeholderData: keepPreviousData,
      refetchInterval: 5_000,
    }),
  )
}
