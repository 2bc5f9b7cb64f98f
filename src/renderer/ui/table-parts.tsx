import type { Header, RowData } from '@tanstack/react-table'
import { type CSSProperties, type ReactNode, useState } from 'react'
import type { DrawnColumn } from './column-widths.ts'
import style from './data-table.module.css'
import { type TableFeatures, unitsPerRem } from './table-model.ts'

const keyStep = 16

export const rem = (units: number): string => `${units / unitsPerRem}rem`

/** The position of a pinned column while others are scrolled. */
export function pinnedAt(
  pinned: unknown,
  drawn: DrawnColumn | undefined,
): CSSProperties | undefined {
  return pinned ? { insetInlineStart: rem(drawn?.start ?? 0) } : undefined
}

/** The head of a column: sorted by pressing it; its edge is dragged to make it wider, as Shift+←→ do. */
export function ColumnHead<Row extends RowData>({
  header,
  drawn,
  unsortable,
  onResize,
}: {
  header: Header<TableFeatures, Row>
  drawn: DrawnColumn | undefined
  /** The hint of a column that cannot be sorted now. */
  unsortable: string | undefined
  onResize: (pixels: number) => void
}) {
  const { column } = header
  const sorts = column.getCanSort()
  const way = column.getIsSorted()
  const [drag, setDrag] = useState<{ from: number; by: number } | null>(null)
  const resizeKeys: Record<string, number> = { ArrowLeft: -keyStep, ArrowRight: keyStep }
  return (
    <th
      scope="col"
      data-name={String(column.columnDef.header)}
      data-align={column.columnDef.meta?.align}
      data-pinned={column.getIsPinned() || undefined}
      style={pinnedAt(column.getIsPinned(), drawn)}
      aria-sort={sorts ? (way ? `${way}ending` : 'none') : undefined}
    >
      <button
        type="button"
        className={style.sort}
        aria-disabled={!sorts}
        title={sorts ? undefined : unsortable}
        onClick={column.getToggleSortingHandler()}
        onKeyDown={(event) => {
          const by = event.shiftKey ? resizeKeys[event.key] : undefined
          if (by !== undefined) onResize(by)
        }}
      >
        {String(column.columnDef.header)}
        <span aria-hidden="true">{way === 'asc' ? ' ▲' : way === 'desc' ? ' ▼' : ''}</span>
      </button>
      <button
        type="button"
        tabIndex={-1}
        aria-hidden="true"
        className={style.edge}
        style={{ transform: `translateX(${drag?.by ?? 0}px)` }}
        data-dragged={drag ? '' : undefined}
        onDoubleClick={() => column.resetSize()}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setDrag({ from: event.clientX, by: 0 })
        }}
        onPointerMove={(event) => drag && setDrag({ ...drag, by: event.clientX - drag.from })}
        onPointerUp={() => {
          if (drag && drag.by !== 0) onResize(drag.by)
          setDrag(null)
        }}
      />
    </th>
  )
}

/** Two lines in a cell, the second one softer. `whole`: what is longer goes on in a further line, and the row is as high as it needs. */
export function TwoLines({
  main,
  sub,
  whole = false,
}: {
  main: ReactNode
  sub: ReactNode
  whole?: boolean
}) {
  return (
    <>
      <span className={style.main} data-whole={whole || undefined}>
        {main}
      </span>
      <span className={style.sub} data-whole={whole || undefined}>
        {sub}
      </span>
    </>
  )
}

/** Letters that fit in the narrowest column of names. */
const short = 8

/** A name that people gave, in a row of one line: a long one is written smaller, in two. */
export function LongName({ name }: { name: string }) {
  return (
    <span className={style.name} data-long={name.length > short || undefined}>
      {name}
    </span>
  )
}

/** Shows a text that is cut as a tooltip. */
export function showWhole({ target }: { target: EventTarget }): void {
  if (target instanceof HTMLElement && target.scrollWidth > target.clientWidth)
    target.title = target.innerText
}
