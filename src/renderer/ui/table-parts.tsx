import type { ReactNode } from 'react'
import style from './data-table.module.css'

export interface TableColumn<Row> {
  id: string
  header: string
  /** Fixed share of the width, in rem; the rest grows. */
  width?: number
  align?: 'end'
  value: (row: Row) => string | number
  cell?: (row: Row) => ReactNode
}

/** By which column a table is sorted. */
export interface TableSort {
  by: string
  desc: boolean
}

/** The head of a column, with its sorting where it can be sorted now. */
export function ColumnHead({
  column,
  sort,
  onSort,
  unsortable,
}: {
  column: { id: string; header: string; align?: 'end' }
  sort: TableSort | null
  onSort: (() => void) | undefined
  unsortable: string | undefined
}) {
  const way = sort?.by !== column.id ? 'none' : sort.desc ? 'descending' : 'ascending'
  return (
    <th scope="col" data-align={column.align} aria-sort={onSort ? way : undefined}>
      {onSort ? (
        <button type="button" className={style.sort} onClick={onSort}>
          {column.header}
          <span aria-hidden="true">
            {way === 'ascending' ? ' ▲' : way === 'descending' ? ' ▼' : ''}
          </span>
        </button>
      ) : (
        <span className={style.unsorted} title={unsortable}>
          {column.header}
        </span>
      )}
    </th>
  )
}

/** Two lines of a cell: what matters, and what belongs to it in softer ink. */
export function TwoLines({ main, sub }: { main: ReactNode; sub: ReactNode }) {
  return (
    <>
      <span className={style.main} title={typeof main === 'string' ? main : undefined}>
        {main}
      </span>
      <span className={style.sub} title={typeof sub === 'string' ? sub : undefined}>
        {sub}
      </span>
    </>
  )
}
