import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { deskQuery } from '#desk'
import type { ActKind, ActScope } from '#shared/request'

/** What an act would reach, as the engine says it now; asked again while it is looked at, since others work too. */
export function useReach(requestId: number, kind: ActKind, scope: ActScope | null) {
  return useQuery(
    deskQuery.requests.reach.queryOptions({
      input: { requestId, kind, scope: scope ?? { kind: 'customer' } },
      enabled: scope !== null,
      placeholderData: keepPreviousData,
      refetchInterval: 5_000,
    }),
  )
}
