import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect } from 'react'
import { DataTable, Empty, Skeleton } from '#ui'
import { Failure } from './failure.tsx'
import type { ListTable } from './list-tools.tsx'
import { useWords } from './messages.tsx'

type Paged<Row> = UseInfiniteQueryResult<InfiniteData<{ rows: Row[]; next: unknown }>>

/** 「200件を表示（続きは下へ）」: how much of a list is here. */
export function useLoadedCount<Row>(list: Paged<Row>): string {
  const { t } = useWords()
  if (!list.data) return ''
  const count = list.data.pages.reduce((sum, page) => sum + page.rows.length, 0)
  return t(list.hasNextPage ? 'grants.loadedMore' : 'grants.loaded', {
    count,
  })
}

/** The rows of a list that comes page by page as they are scrolled to; while none are there, why. */
export function PagedTable<Row extends object>({
  label,
  list,
  table,
  orders = [],
  empty,
  rowId,
  onOpen,
}: {
  label: string
  list: Paged<Row>
  table: ListTable<Row>
  /** By which columns the engine sorts a list that is not here as a whole. */
  orders?: readonly string[]
  empty: { title: string; todo: ReactNode }
  rowId: (row: Row) => number
  onOpen: (row: Row) => void
}) {
  const { t } = useWords()
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  // Nothing of what was looked at passed the filter, and there is more.
  const searching = rows.length === 0 && hasNextPage
  useEffect(() => {
    if (searching) more()
  }, [searching, more])
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  if (list.isPending || searching) return <Skeleton label={t('app.loading')} lines={8} />
  if (rows.length === 0)
    return (
      <Empty title={empty.title}>
        <p>{empty.todo}</p>
      </Empty>
    )
  return (
    <DataTable
      label={label}
      rows={rows}
      {...table}
      sortable={hasNextPage ? orders : undefined}
      rowId={rowId}
      onOpen={onOpen}
      onNearEnd={more}
    />
  )
}
