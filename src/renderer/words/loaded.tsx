import type { ReactNode } from 'react'
import { failureOf } from '#desk'
import type { ErrorCode } from '#shared/errors'
import { Empty, Page, Skeleton } from '#ui'
import { Failure } from './failure.tsx'
import { useWords } from './messages.tsx'

/** The engine cannot answer now: what is on the screen, and what is typed there, stays. */
const passing: ErrorCode[] = ['server.failed', 'server.busy', 'store.unavailable']

/**
 * Shows the data of a query; before that a placeholder, or the failure with a retry. Data that is shown stays when a later
 * answer fails, and goes when a later answer refuses it.
 */
export function Loaded<Data>({
  query,
  page,
  lines,
  empty,
  children,
}: {
  query: { data: Data | undefined; error: Error | null; refetch: () => Promise<unknown> }
  /** The heading meanwhile, for a query of a whole page. */
  page?: string
  /** About how many lines the data will have. */
  lines?: number
  /** What stands in the place of an empty list. */
  empty?: { title: string; todo?: string }
  children: (data: Data) => ReactNode
}) {
  const { t } = useWords()
  const { data, error } = query
  const failure = error && <Failure error={error} onRetry={() => void query.refetch()} />
  const refused = error !== null && !passing.includes(failureOf(error).code)
  if (data === undefined || refused) {
    const meanwhile = failure ?? <Skeleton label={t('app.loading')} {...(lines && { lines })} />
    return page === undefined ? meanwhile : <Page title={page}>{meanwhile}</Page>
  }
  const nothing = empty && Array.isArray(data) && data.length === 0
  return (
    <>
      {failure}
      {nothing ? (
        <Empty title={empty.title}>{empty.todo && <p>{empty.todo}</p>}</Empty>
      ) : (
        children(data)
      )}
    </>
  )
}
