import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { Dialog, DialogButtons } from './dialog.tsx'
import style from './list-menu.module.css'

export interface ListColumn {
  id: string
  header: string
  shown: boolean
}

/** Which columns a list shows, in which order, and how close its rows stand. */
export function ListMenu({
  label,
  columns,
  dense,
  words,
  onToggle,
  onMove,
  onDense,
  children,
}: {
  label: string
  columns: readonly ListColumn[]
  dense: boolean
  words: {
    up: (name: string) => string
    down: (name: string) => string
    dense: string
    close: string
  }
  onToggle: (id: string) => void
  onMove: (id: string, by: -1 | 1) => void
  onDense: (dense: boolean) => void
  children?: ReactNode
}) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button small onPress={() => setOpen(true)}>
        {label}
      </Button>
      {open && (
        <Dialog title={label} open onClose={() => setOpen(false)}>
          <ul className={style.columns}>
            {columns.map((column, i) => (
              <li key={column.id}>
                <label>
                  <input
                    type="checkbox"
                    checked={column.shown}
                    // The last one stays: a list without columns is no list.
                    disabled={column.shown && columns.filter((one) => one.shown).length === 1}
                    onChange={() => onToggle(column.id)}
                  />
                  {column.header}
                </label>
                <button
                  type="button"
                  aria-label={words.up(column.header)}
                  disabled={i === 0}
                  onClick={() => onMove(column.id, -1)}
                >
                  ↑
                </button>
                <button
                  type="button"
                  aria-label={words.down(column.header)}
                  disabled={i === columns.length - 1}
                  onClick={() => onMove(column.id, 1)}
                >
                  ↓
                </button>
              </li>
            ))}
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
