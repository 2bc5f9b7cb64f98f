import type { InfiniteData, UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useMemo } from 'react'
import type { CsvAnswer } from '#shared/contract/files'
import { type ListColumnOf, type ListName, type ListRows, listColumns } from '#shared/list-columns'
import { Button, DataTable, Empty, ListBar, Page, Skeleton } from '#ui'
import { CsvButton, type ListForm } from './csv-button.tsx'
import { ListMenu } from './list-menu.tsx'
import { Loaded } from './loaded.tsx'
import { useWords } from './messages.tsx'
import { PrintList } from './print-list.tsx'
import { type ListCells, useList } from './use-list.ts'

/** A list that is loaded page by page as it is scrolled, or whole. */
type ListQuery<Row> =
  | UseInfiniteQueryResult<InfiniteData<{ rows: Row[]; next: unknown }>>
  | UseQueryResult<Row[]>

const none: never[] = []
const noCells = {}

/** A page with a list: filters, count, file, columns and rows; an explanation while there are none. */
export function ListPage<Name extends ListName>({
  name,
  title,
  lead,
  action,
  children,
  filters,
  list,
  orders = none,
  cells = noCells,
  lines,
  file,
  empty,
  onClear,
  onOpen,
}: {
  name: Name
  title: string
  lead: string
  action?: ReactNode
  /** Between the heading and the list. */
  children?: ReactNode
  filters: ReactNode
  list: ListQuery<ListRows[Name]>
  /** The columns by which the engine sorts a list that is not loaded whole. */
  orders?: readonly string[]
  /** Must be the same object at every render. */
  cells?: ListCells<Name>
  lines?: 1 | 2
  /** Writes the list as a file; null for those who may not. */
  file: ((how: ListForm<ListColumnOf<Name>>) => Promise<CsvAnswer>) | null
  /** Said where no row passes the filters of the page itself; what its columns filter is told by the list. */
  empty: { title: string; todo: string }
  /** Removes filters that are not in the address. */
  onClear?: () => void
  onOpen: (row: ListRows[Name]) => void
}) {
  const { t } = useWords()
  const paged = 'hasNextPage' in list ? list : null
  const hasMore = paged?.hasNextPage ?? false
  const rows = useMemo(
    () =>
      list.data === undefined
        ? none
        : Array.isArray(list.data)
          ? list.data
          : list.data.pages.flatMap((page) => page.rows),
    [list.data],
  )
  const { table, layout, view, dense, setDense } = useList(name, rows, cells, {
    whole: paged === null,
    sortable: hasMore ? orders : undefined,
  })
  const more = useCallback(() => {
    if (paged?.hasNextPage && !paged.isFetchingNextPage) void paged.fetchNextPage()
  }, [paged])
  // Nothing so far passed the filter, and there is more.
  const searching = rows.length === 0 && hasMore
  useEffect(() => {
    if (searching) more()
  }, [searching, more])
  const shown = table.getRowModel().rows.length
  const filtered = table.state.columnFilters.length > 0
  // Whether a column leaves rows out (useList), which the page knows nothing of.
  const columns: Partial<Record<string, object>> = listColumns[name]
  const byColumn = table.state.columnFilters.some(({ id }) => 'count' in (columns[id] ?? {}))
  const told = byColumn ? { title: t('list.empty'), todo: t('list.empty.todo') } : empty
  return (
    <Page title={title} sub={lead} fill action={action}>
      {children}
      <ListBar
        label={t('grants.filter')}
        count={
          list.data
            ? t(hasMore ? 'grants.loadedMore' : 'grants.loaded', {
                count: shown,
              })
            : ''
        }
        tools={
          <>
            {file && <CsvButton view={view} make={file} />}
            {file && <PrintList title={title} view={view} make={file} />}
            <ListMenu table={table} dense={dense} onDense={setDense} layout={layout} />
          </>
        }
      >
        {filters}
      </ListBar>
      <Loaded<unknown> query={list} lines={8}>
        {() =>
          searching ? (
            <Skeleton label={t('app.loading')} lines={8} />
          ) : shown > 0 ? (
            <DataTable
              table={table}
              label={title}
              lines={lines}
              dense={dense}
              unsortable={t('list.unsortable')}
              onOpen={onOpen}
              onNearEnd={more}
            />
          ) : (
            <Empty title={told.title}>
              <p>{told.todo}</p>
              {filtered && (
                <div>
                  <Button
                    onPress={() => {
                      table.resetColumnFilters(true)
                      onClear?.()
                    }}
                  >
                    {t('list.clear')}
                  </Button>
                </div>
              )}
            </Empty>
          )
        }
      </Loaded>
    </Page>
  )
}
