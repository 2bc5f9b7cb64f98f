import { functionalUpdate, type Updater } from '@tanstack/react-table'
import { type ReactNode, useMemo, useState } from 'react'
import { type ListSort, parseSort, sortText } from '#shared/list'
import {
  type ListColumn,
  type ListColumnOf,
  type ListName,
  type ListRows,
  listColumns,
  sortKey,
} from '#shared/list-columns'
import { type ListLayout, layoutText, parseLayout } from '#shared/list-layout'
import type { Say } from '#shared/messages/catalogue'
import { shownColumns, type TableColumn, type TableModel, useTableModel } from '#ui'
import { useAddressFilter } from './address-filter.ts'
import { useWords } from './messages.tsx'
import { timeText } from './when.ts'

/** Cells of the window where they show more than the text of the column. */
export type ListCells<Name extends ListName> = {
  [Id in ListColumnOf<Name>]?: (row: ListRows[Name], t: Say) => ReactNode
}

function cellText<Row>(column: ListColumn<Row>, row: Row, t: Say): string {
  if ('count' in column) return column.count(row).toLocaleString('ja-JP')
  const at = 'time' in column ? column.time(row) : null
  return ('text' in column ? column.text(row, t) : at === null ? '' : timeText(at)) || '—'
}

interface Kept {
  cols: string | null
  dense: boolean
}
const keyOf = (name: string): string => `renkei.list.${name}`
function read(name: string): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(name)) ?? '{}') as Partial<Kept>
    return { cols: kept.cols ?? null, dense: kept.dense === true }
  } catch {
    return { cols: null, dense: false }
  }
}

export interface List<Name extends ListName> {
  table: TableModel<ListRows[Name]>
  dense: boolean
  setDense: (dense: boolean) => void
  /** The layout, as a saved view keeps it. */
  layout: string
  /** For a file of exactly this view (U7). */
  view: { columns: ListColumnOf<Name>[]; sort: ListSort<ListColumnOf<Name>> | null }
}

/**
 * The model of a list. Sorting and filters are in the address, so that a saved view has them. Columns are as this person has
 * arranged them (U5), or as the address says: an opened view looks as it was saved and does not change that person's arrangement.
 * @param sortable while rows are missing: the columns by which the engine sorts
 */
export function useList<Name extends ListName>(
  name: Name,
  rows: readonly ListRows[Name][],
  cells: ListCells<Name>,
  { whole, sortable }: { whole: boolean; sortable: readonly string[] | undefined },
): List<Name> {
  type Row = ListRows[Name]
  const { t } = useWords()
  const { search, filters, setFilter, setFilters } = useAddressFilter()
  const [kept, setKept] = useState(() => read(name))
  const columns = useMemo(
    () =>
      (Object.entries(listColumns[name]) as [ListColumnOf<Name>, ListColumn<Row>][]).map(
        ([id, column]): TableColumn<Row> & { optional?: boolean } => ({
          id,
          header: t(column.head),
          width: column.width,
          optional: column.optional,
          align: 'count' in column ? 'end' : undefined,
          value: (row) => sortKey(column, row, t),
          cell: (row) => cells[id]?.(row, t) ?? cellText(column, row, t),
          ...('count' in column && { filter: (row: Row) => column.count(row) > 0 }),
        }),
      ),
    [name, cells, t],
  )
  const named = search.get('cols')
  const text = named ?? kept.cols
  const layout = useMemo(() => parseLayout(text, columns), [text, columns])
  const keep = (next: Kept): void => {
    setKept(next)
    localStorage.setItem(keyOf(name), JSON.stringify(next))
  }
  const on =
    <Slice extends keyof ListLayout>(slice: Slice) =>
    (updater: Updater<ListLayout[Slice]>): void => {
      const cols = layoutText({ ...layout, [slice]: functionalUpdate(updater, layout[slice]) })
      if (named === null) keep({ ...kept, cols })
      else setFilter('cols', cols)
    }
  const wanted = parseSort(search.get('sort'))
  const sort = wanted && columns.some(({ id }) => id === wanted.by) ? wanted : null
  const sorting =
    sort && (sortable?.includes(sort.by) ?? true) ? [{ id: sort.by, desc: sort.desc }] : []
  const table = useTableModel<Row>(
    rows,
    columns,
    {
      getRowId: (row) => String(row.id),
      state: { ...layout, sorting, columnFilters: filters },
      manualFiltering: !whole,
      onSortingChange: (updater) => {
        const [next] = functionalUpdate(updater, sorting)
        setFilter('sort', next ? sortText({ by: next.id, desc: next.desc }) : null)
      },
      onColumnFiltersChange: (updater) => setFilters(functionalUpdate(updater, filters)),
      onColumnOrderChange: on('columnOrder'),
      onColumnVisibilityChange: on('columnVisibility'),
      onColumnPinningChange: on('columnPinning'),
      onColumnSizingChange: on('columnSizing'),
    },
    sortable,
  )
  return {
    table,
    dense: kept.dense,
    setDense: (dense) => keep({ ...kept, dense }),
    layout: layoutText(layout),
    view: {
      columns: shownColumns(table).map(({ id }) => id as ListColumnOf<Name>),
      sort: sort && { by: sort.by as ListColumnOf<Name>, desc: sort.desc },
    },
  }
}
