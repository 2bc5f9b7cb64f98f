import type { RowData } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ClipboardEvent, type CSSProperties, useEffect, useRef } from 'react'
import { useColumnWidths } from './column-widths.ts'
import style from './data-table.module.css'
import { type TableColumn, type TableModel, useTableModel } from './table-model.ts'
import { ColumnHead, pinnedAt, rem, showWhole } from './table-parts.tsx'
import { usePrinting } from './use-printing.ts'
import { useRowKeys } from './use-row-keys.ts'

/** Row heights in pixels, by lines of text. */
const rowHeights = { 1: 36, 2: 52 }
/** Row heights of the dense view. */
const denseHeights = { 1: 28, 2: 44 }
/** Width of the column of check boxes, in units. */
const checkWidth = 44

interface View<Row> {
  label: string
  onOpen?: (row: Row) => void
  lines?: 1 | 2
  dense?: boolean
  /** The keyboard starts at the first row. */
  startHere?: boolean
  /** Names of the check boxes of rows, and of the one for all. */
  choose?: { row: (row: Row) => string; all: string }
  /** Called when the last rows come into sight. */
  onNearEnd?: () => void
  /** The hint of a column that cannot be sorted now. */
  unsortable?: string
}

const unsorted: readonly string[] = []

/** A simple list: rows and columns, no state in the address. */
export function PlainTable<Row extends RowData>({
  rows,
  columns,
  rowId,
  whole = true,
  ...view
}: View<Row> & {
  rows: readonly Row[]
  columns: readonly TableColumn<Row>[]
  rowId: (row: Row) => number
  /** False: rows are missing, and come when the last ones are in sight. */
  whole?: boolean
}) {
  const table = useTableModel(
    rows,
    columns,
    { getRowId: (row) => String(rowId(row)) },
    whole ? undefined : unsorted,
  )
  return <DataTable table={table} {...view} />
}

/**
 * A grid for lists of any length: rows are drawn as they come into sight. Enter opens, Space chooses, Shift chooses a range.
 */
export function DataTable<Row extends RowData>({
  table,
  label,
  onOpen,
  lines = 1,
  dense = false,
  startHere = false,
  choose,
  onNearEnd,
  unsortable,
}: View<Row> & { table: TableModel<Row> }) {
  const scroller = useRef<HTMLDivElement>(null)
  const { rows } = table.getRowModel()
  const { drawn, resize } = useColumnWidths(table, scroller, choose ? checkWidth : 0)
  const rowHeight = (dense ? denseHeights : rowHeights)[lines]
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const inSight = virtualizer.getVirtualItems()
  const lastIndex = inSight.at(-1)?.index ?? 0
  // Paper shows every row, and leaves no room for others.
  const printing = usePrinting()
  const first = printing ? undefined : inSight[0]
  const last = printing ? undefined : inSight.at(-1)
  const indices = printing ? rows.map((_, index) => index) : inSight.map(({ index }) => index)
  useEffect(() => {
    if (onNearEnd && rows.length > 0 && lastIndex >= rows.length - 20) onNearEnd()
  }, [onNearEnd, lastIndex, rows.length])
  const { rowProps } = useRowKeys({
    name: label,
    count: rows.length,
    scroller,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    startHere,
    onKey: ({ key, shiftKey }, index) => {
      const row = rows[index]
      if (row && key === 'Enter' && onOpen) onOpen(row.original)
      else if (row && key === ' ' && choose)
        row.getToggleSelectedHandler()({ target: { checked: !row.getIsSelected() }, shiftKey })
      else return false
      return true
    },
  })
  /** Ctrl+C on a row copies its cells for a spreadsheet; a text selection is copied as usual. */
  const onCopy = (event: ClipboardEvent<HTMLTableRowElement>): void => {
    if (!window.getSelection()?.isCollapsed || event.target !== event.currentTarget) return
    const cells = [...event.currentTarget.cells].filter((cell) => !cell.querySelector('input'))
    event.clipboardData.setData(
      'text/plain',
      cells.map((cell) => cell.innerText.replace(/\s+/g, ' ').trim()).join('\t'),
    )
    event.preventDefault()
  }
  const end = [...drawn.values()].at(-1)

  return (
    <div
      className={style.scroller}
      ref={scroller}
      data-rows
      style={{ '--whole': `calc(2.25rem + ${virtualizer.getTotalSize()}px)` } as CSSProperties}
    >
      <table
        className={style.table}
        style={{ width: rem((end?.start ?? 0) + (end?.width ?? 0)) }}
        data-lines={lines}
        data-dense={dense || undefined}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        onPointerOver={showWhole}
      >
        <colgroup>
          {choose && <col style={{ width: rem(checkWidth) }} />}
          {[...drawn].map(([id, { width }]) => (
            <col key={id} style={{ width: rem(width) }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {choose && (
              <th scope="col" className={style.check} data-pinned="">
                <input
                  type="checkbox"
                  aria-label={choose.all}
                  checked={table.getIsAllRowsSelected()}
                  disabled={!rows.some((row) => row.getCanSelect())}
                  onChange={table.getToggleAllRowsSelectedHandler()}
                />
              </th>
            )}
            {table.getHeaderGroups()[0]?.headers.map((header) => (
              <ColumnHead
                key={header.id}
                header={header}
                drawn={drawn.get(header.id)}
                unsortable={unsortable}
                onResize={(pixels) => resize(header.id, pixels)}
              />
            ))}
          </tr>
        </thead>
        {first !== undefined && first.start > 0 && (
          <tbody aria-hidden="true">
            <tr style={{ height: first.start }} />
          </tbody>
        )}
        <tbody>
          {indices.map((index) => {
            const row = rows[index]
            if (!row) return null
            return (
              <tr
                key={row.id}
                // Two lines may be more where a long name stands in one of them: such rows are as high as they are drawn.
                ref={lines === 2 ? virtualizer.measureElement : undefined}
                data-index={index}
                aria-rowindex={index + 2}
                aria-selected={choose ? row.getIsSelected() : undefined}
                {...rowProps(index)}
                onCopy={onCopy}
                onDoubleClick={() => onOpen?.(row.original)}
              >
                {choose && (
                  <td className={style.check} data-pinned="">
                    <input
                      type="checkbox"
                      tabIndex={-1}
                      aria-label={choose.row(row.original)}
                      checked={row.getIsSelected()}
                      disabled={!row.getCanSelect()}
                      onChange={row.getToggleSelectedHandler()}
                    />
                  </td>
                )}
                {row.getVisibleCells().map((cell) => {
                  const { column } = cell
                  const pinned = column.getIsPinned()
                  return (
                    <td
                      key={cell.id}
                      data-align={column.columnDef.meta?.align}
                      data-pinned={pinned || undefined}
                      style={pinnedAt(pinned, drawn.get(column.id))}
                    >
                      <table.FlexRender cell={cell} />
                    </td>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
        {last !== undefined && (
          <tbody aria-hidden="true">
            <tr style={{ height: Math.max(0, virtualizer.getTotalSize() - last.end) }} />
          </tbody>
        )}
      </table>
    </div>
  )
}
