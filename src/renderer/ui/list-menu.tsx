import type { RowData } from '@tanstack/react-table'
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { Dialog, DialogButtons } from './dialog.tsx'
import style from './list-menu.module.css'
import type { TableModel } from './table-model.ts'

/** Which columns a list shows, in which order, which stay in sight, and how close its rows stand. */
export function ListMenu<Row extends RowData>({
  label,
  table,
  dense,
  words,
  onDense,
  children,
}: {
  label: string
  table: TableModel<Row>
  dense: boolean
  words: {
    up: (name: string) => string
    down: (name: string) => string
    pin: (name: string) => string
    pinMark: string
    dense: string
    close: string
  }
  onDense: (dense: boolean) => void
  children?: ReactNode
}) {
  const [open, setOpen] = useState(false)
  const { columnOrder } = table.state
  const move = (from: number, to: number): void => {
    const next = [...columnOrder]
    next.splice(to, 0, ...next.splice(from, 1))
    table.setColumnOrder(next)
  }
  return (
    <>
      <Button small onPress={() => setOpen(true)}>
        {label}
      </Button>
      {open && (
        <Dialog title={label} open onClose={() => setOpen(false)}>
          <ul className={style.columns}>
            {columnOrder.map((id, i) => {
              const column = table.getColumn(id)
              if (!column) return null
              const name = String(column.columnDef.header)
              return (
                <li key={id}>
                  <label>
                    <input
                      type="checkbox"
                      checked={column.getIsVisible()}
                      // The last column cannot be hidden.
                      disabled={column.getIsVisible() && table.getVisibleLeafColumns().length === 1}
                      onChange={column.getToggleVisibilityHandler()}
                    />
                    {name}
                  </label>
                  <button
                    type="button"
                    aria-label={words.pin(name)}
                    aria-pressed={column.getIsPinned() === 'start'}
                    onClick={() => column.pin(column.getIsPinned() ? false : 'start')}
                  >
                    {words.pinMark}
                  </button>
                  <button
                    type="button"
                    aria-label={words.up(name)}
                    disabled={i === 0}
                    onClick={() => move(i, i - 1)}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    aria-label={words.down(name)}
                    disabled={i === columnOrder.length - 1}
                    onClick={() => move(i, i + 1)}
                  >
                    ↓
                  </button>
                </li>
              )
            })}
          </ul>
          <label className={style.dense}>
            <input
              type="checkbox"
              checked={dense}
              onChange={(event) => onDense(event.target.checked)}
            />
            {words.dense}
          </label>
          {children}
          <DialogButtons>
            <Button onPress={() => setOpen(false)}>{words.close}</Button>
          </DialogButtons>
        </Dialog>
      )}
    </>
  )
}
