import {
  type Column,
  type ColumnDef,
  columnFilteringFeature,
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createFilteredRowModel,
  createSortedRowModel,
  metaHelper,
  type ReactTable,
  type RowData,
  rowSelectionFeature,
  rowSortingFeature,
  sortFn_basic,
  type TableOptions,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { type ReactNode, useMemo } from 'react'

const features = tableFeatures({
  columnFilteringFeature,
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSelectionFeature,
  rowSortingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
  columnMeta: metaHelper<{ align?: 'end'; grows: boolean }>(),
})
export type TableFeatures = typeof features
/** The state of a table: columns, sorting, filters, widths, order, pinned columns and chosen rows. */
export type TableModel<Row extends RowData> = ReactTable<TableFeatures, Row>

export interface TableColumn<Row> {
  id: string
  header: string
  /** Fixed width in rem; the columns without one share what is left. */
  width?: number
  align?: 'end'
  /** The value to sort by; also what is shown, unless `cell` says otherwise. */
  value: (row: Row) => string | number
  cell?: (row: Row) => ReactNode
  /** Whether a row passes this column's filter. */
  filter?: (row: Row, wanted: unknown) => boolean
}

/** Widths of columns are counted in sixteenths of a rem, so that they follow the size of the text. */
export const unitsPerRem = 16
const leastGrowing = 7 * unitsPerRem
const leastWidth = 3 * unitsPerRem

/**
 * The model of a list. State that is not given lives as long as the component.
 * @param sortable columns by which the engine sorts; others cannot be sorted while rows are missing, since sorting only the
 * loaded ones would be wrong. Undefined: all rows are loaded.
 */
export function useTableModel<Row extends RowData>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  options: Partial<TableOptions<TableFeatures, Row>> &
    Pick<TableOptions<TableFeatures, Row>, 'getRowId'>,
  sortable?: readonly string[],
): TableModel<Row> {
  const defs = useMemo(
    () =>
      columns.map((column): ColumnDef<TableFeatures, Row> => {
        const { cell, filter } = column
        return {
          id: column.id,
          header: column.header,
          accessorFn: column.value,
          ...(cell && { cell: ({ row }) => cell(row.original) }),
          ...(filter && { filterFn: (row, _id, wanted) => filter(row.original, wanted) }),
          size: column.width === undefined ? leastGrowing : column.width * unitsPerRem,
          minSize: leastWidth,
          sortFn: sortFn_basic,
          enableSorting: sortable === undefined || sortable.includes(column.id),
          meta: { align: column.align, grows: column.width === undefined },
        }
      }),
    [columns, sortable],
  )
  const [first] = columns
  return useTable({
    features,
    data: rows as Row[],
    columns: defs,
    // The first column names the row and stays visible when others are scrolled.
    initialState: { columnPinning: { start: first ? [first.id] : [], end: [] } },
    sortDescFirst: false,
    enableMultiSort: false,
    manualSorting: sortable !== undefined,
    ...options,
  })
}

/** The columns that are shown, pinned ones first, as they stand on the screen. */
export function shownColumns<Row extends RowData>(
  table: TableModel<Row>,
): Column<TableFeatures, Row>[] {
  return table.getHeaderGroups()[0]?.headers.map(({ column }) => column) ?? []
}
