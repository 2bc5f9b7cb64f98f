import type { RowData } from '@tanstack/react-table'
import { type RefObject, useLayoutEffect, useState } from 'react'
import { shownColumns, type TableModel, unitsPerRem } from './table-model.ts'

/** The width of a column as drawn and its distance from the start; in units. */
export interface DrawnColumn {
  width: number
  start: number
}

/** Divides the width: columns that grow share what columns with a fixed width leave. */
export function drawColumns(
  columns: readonly { id: string; size: number; grows: boolean }[],
  room: number,
  before: number,
): Map<string, DrawnColumn> {
  const growing = columns.filter((column) => column.grows).length
  const taken = columns.reduce((sum, column) => sum + column.size, before)
  const more = growing > 0 ? Math.max(0, room - taken) / growing : 0
  let start = before
  return new Map(
    columns.map(({ id, size, grows }) => {
      const drawn = { width: grows ? size + more : size, start }
      start += drawn.width
      return [id, drawn]
    }),
  )
}

const pixelsPerUnit = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / unitsPerRem

/**
 * The widths with which columns are drawn. The model keeps those that somebody has set. TanStack's handler for dragging
 * starts from the width of the model, so a growing column would jump; the drag is added to the drawn width instead.
 * @param before what stands before the first column, in units
 */
export function useColumnWidths<Row extends RowData>(
  table: TableModel<Row>,
  scroller: RefObject<HTMLElement | null>,
  before: number,
): { drawn: Map<string, DrawnColumn>; resize: (id: string, pixels: number) => void } {
  const [room, setRoom] = useState(0)
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = (): void => setRoom(element.clientWidth / pixelsPerUnit())
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
  const { columnSizing } = table.state
  const drawn = drawColumns(
    shownColumns(table).map((column) => ({
      id: column.id,
      size: column.getSize(),
      grows: column.columnDef.meta?.grows === true && columnSizing[column.id] === undefined,
    })),
    room,
    before,
  )
  return {
    drawn,
    resize: (id, pixels) => {
      const width = (drawn.get(id)?.width ?? 0) + pixels / pixelsPerUnit()
      table.setColumnSizing((old) => ({ ...old, [id]: Math.max(leastUnits, Math.round(width)) }))
    },
  }
}
const leastUnits = 3 * unitsPerRem
