import {
  type ColumnDef,
  createSortedRowModel,
  type RowData,
  rowSortingFeature,
  sortFn_basic,
  sortFn_text,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import style from './data-table.module.css'
import { ColumnHead, type TableColumn, type TableSort } from './table-parts.tsx'

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic, text: sortFn_text },
})
/** Pixels, by the lines of text that a row holds. */
const rowHeights = { 1: 36, 2: 52 }
/** The same, closed up. */
const denseHeights = { 1: 28, 2: 44 }

export interface TableSelection {
  ids: ReadonlySet<number>
  label: (id: number) => string
  onChange: (ids: Set<number>) => void
  disabled?: (id: number) => boolean
}

interface Props<Row> {
  label: string
  rows: readonly Row[]
  columns: readonly TableColumn<Row>[]
  rowId: (row: Row) => number
  onOpen?: (row: Row) => void
  selection?: TableSelection
  /** Called when the last rows come into sight. */
  onNearEnd?: () => void
  selectionHeader?: string
  lines?: 1 | 2
  /** Stands beside something: less than the usual width is enough. */
  narrow?: boolean
  dense?: boolean
  /** The keyboard starts at the first row. */
  startHere?: boolean
  /** Where the sorting is kept outside; otherwise the table keeps it for as long as it is seen. */
  sort?: TableSort | null
  onSort?: (sort: TableSort | null) => void
  /**
   * The rows come sorted, and more are to come: these columns can be asked for in their order. Sorting what happens to be
   * here by another one would say something false.
   */
  sortable?: readonly string[]
  /** Said of a column that cannot be sorted by now. */
  unsortable?: string
}

/** A grid for lists of any length: rows are drawn as they come into sight; ↑↓, J/K, Home, End move, Enter opens, Space chooses. */
export function DataTable<Row extends RowData>({
  label,
  rows,
  columns,
  rowId,
  onOpen,
  selection,
  onNearEnd,
  selectionHeader,
  lines = 1,
  narrow = false,
  dense = false,
  startHere = false,
  sort,
  onSort,
  sortable,
  unsortable,
}: Props<Row>) {
  const rowHeight = (dense ? denseHeights : rowHeights)[lines]
  const scroller = useRef<HTMLDivElement>(null)
  const [ownSort, setOwnSort] = useState<TableSort | null>(null)
  const given = onSort ? (sort ?? null) : ownSort
  const maySort = (id: string): boolean => sortable === undefined || sortable.includes(id)
  const active = given && maySort(given.by) ? given : null
  const sorting = active ? [{ id: active.by, desc: active.desc }] : []
  /** Up, down, as it was. */
  const sortBy = (id: string): void => {
    const next =
      active?.by !== id ? { by: id, desc: false } : active.desc ? null : { by: id, desc: true }
    if (onSort) onSort(next)
    else setOwnSort(next)
  }
  const [at, setAt] = useState(0)
  const table = useTable({
    features,
    data: rows as Row[],
    columns: columns.map(
      (column): ColumnDef<typeof features, Row> => ({
        id: column.id,
        header: column.header,
        accessorFn: column.value,
        sortFn: 'basic',
      }),
    ),
    getRowId: (row) => String(rowId(row)),
    state: { sorting },
    manualSorting: sortable !== undefined,
  })
  const sorted = table.getRowModel().rows
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  const lastIndex = last?.index ?? 0

  useEffect(() => {
    if (onNearEnd && sorted.length > 0 && lastIndex >= sorted.length - 20) onNearEnd()
  }, [onNearEnd, lastIndex, sorted.length])

  const started = useRef(!startHere)
  useEffect(() => {
    if (started.current || items.length === 0) return
    started.current = true
    scroller.current?.querySelector<HTMLElement>('[data-index="0"]')?.focus()
  }, [items.length])

  const idAt = (index: number): number | undefined => {
    const row = sorted[index]
    return row && rowId(row.original)
  }
  const current = Math.min(at, Math.max(0, sorted.length - 1))
  const move = (to: number): void => {
    const index = Math.max(0, Math.min(sorted.length - 1, to))
    setAt(index)
    virtualizer.scrollToIndex(index, { align: 'auto' })
    const focus = (): boolean => {
      const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)
      row?.focus()
      return row !== null && row !== undefined
    }
    // At once where the row is drawn, so that the next key finds it; a row out of sight is drawn first.
    if (!focus()) requestAnimationFrame(focus)
  }
  /** Where the last choice was made: with Shift the rows from there to here are chosen with it. */
  const anchor = useRef(0)
  const toggle = (index: number, range: boolean): void => {
    const id = idAt(index)
    if (!selection || id === undefined || selection.disabled?.(id)) return
    const next = new Set(selection.ids)
    if (range) {
      const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)]
      for (let i = from; i <= to; i += 1) {
        const one = idAt(i)
        if (one !== undefined && !selection.disabled?.(one)) next.add(one)
      }
    } else {
      if (!next.delete(id)) next.add(id)
      anchor.current = index
    }
    selection.onChange(next)
  }
  const onKeyDown = (event: KeyboardEvent, index: number, row: Row): void => {
    if (
      event.nativeEvent.isComposing ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.target !== event.currentTarget
    )
      return
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      j: index + 1,
      ArrowUp: index - 1,
      k: index - 1,
      Home: 0,
      End: sorted.length - 1,
      PageDown: index + 12,
      PageUp: index - 12,
    }
    const to = steps[event.key]
    if (to !== undefined) move(to)
    else if (event.key === 'Enter' && onOpen) onOpen(row)
    else if (event.key === ' ' && selection) toggle(index, event.shiftKey)
    else return
    event.preventDefault()
  }
  /** Ctrl+C on a row: its cells, as a spreadsheet takes them. What is marked with the pointer is copied as marked. */
  const onCopy = (event: ClipboardEvent<HTMLTableRowElement>): void => {
    if (!window.getSelection()?.isCollapsed || event.target !== event.currentTarget) return
    const cells = [...event.currentTarget.cells].filter((cell) => !cell.querySelector('input'))
    event.clipboardData.setData(
      'text/plain',
      cells.map((cell) => cell.innerText.replace(/\s+/g, ' ').trim()).join('\t'),
    )
    event.preventDefault()
  }
  const selectable = selection
    ? sorted.map((row) => rowId(row.original)).filter((id) => !selection.disabled?.(id))
    : []
  const all =
    selection !== undefined &&
    selectable.length > 0 &&
    selectable.every((id) => selection.ids.has(id))

  return (
    <div className={style.scroller} ref={scroller}>
      <table
        className={style.table}
        data-lines={lines}
        data-narrow={narrow || undefined}
        data-dense={dense || undefined}
        aria-label={label}
        aria-rowcount={sorted.length + 1}
      >
        <colgroup>
          {selection && <col style={{ width: '2.75rem' }} />}
          {columns.map((column) => (
            <col
              key={column.id}
              style={column.width === undefined ? undefined : { width: `${column.width}rem` }}
            />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {selection && (
              <th scope="col" className={style.check}>
                <input
                  type="checkbox"
                  aria-label={selectionHeader}
                  checked={all}
                  disabled={selectable.length === 0}
                  onChange={() => selection.onChange(all ? new Set() : new Set(selectable))}
                />
              </th>
            )}
            {columns.map((column) => (
              <ColumnHead
                key={column.id}
                column={column}
                sort={active}
                onSort={maySort(column.id) ? () => sortBy(column.id) : undefined}
                unsortable={unsortable}
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
          {items.map((item) => {
            const row = sorted[item.index]
            if (!row) return null
            const id = rowId(row.original)
            const chosen = selection?.ids.has(id) ?? false
            return (
              <tr
                key={row.id}
                data-index={item.index}
                aria-rowindex={item.index + 2}
                aria-selected={selection ? chosen : undefined}
                tabIndex={item.index === current ? 0 : -1}
                onFocus={() => setAt(item.index)}
                onKeyDown={(event) => onKeyDown(event, item.index, row.original)}
                onCopy={onCopy}
                onDoubleClick={() => onOpen?.(row.original)}
                className={chosen ? style.chosen : undefined}
              >
                {selection && (
                  <td className={style.check}>
                    <input
                      type="checkbox"
                      tabIndex={-1}
                      aria-label={selection.label(id)}
                      checked={chosen}
                      disabled={selection.disabled?.(id) ?? false}
                      onChange={(event) =>
                        toggle(item.index, (event.nativeEvent as MouseEvent).shiftKey === true)
                      }
                    />
                  </td>
                )}
                {columns.map((column) => (
                  <td
                    key={column.id}
                    data-align={column.align}
                    title={column.cell ? undefined : String(column.value(row.original))}
                  >
                    {column.cell ? column.cell(row.original) : column.value(row.original)}
                  </td>
                ))}
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
