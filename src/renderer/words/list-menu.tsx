import type { RowData } from '@tanstack/react-table'
import { useState } from 'react'
import { Button, Dialog, DialogButtons, type TableModel } from '#ui'
import style from './list-menu.module.css'
import { useWords } from './messages.tsx'
import { SaveView } from './save-view.tsx'

/** Which columns a list shows, in which order, which stay in sight, and how close its rows stand. */
export function ListMenu<Row extends RowData>({
  table,
  dense,
  onDense,
  layout,
}: {
  table: TableModel<Row>
  dense: boolean
  onDense: (dense: boolean) => void
  /** For the view that is saved here. */
  layout: string
}) {
  const { t } = useWords()
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
        {t('list.view')}
      </Button>
      {open && (
        <Dialog title={t('list.view')} open onClose={() => setOpen(false)}>
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
                    aria-label={t('list.pin', { name })}
                    aria-pressed={column.getIsPinned() === 'start'}
                    onClick={() => column.pin(column.getIsPinned() ? false : 'start')}
                  >
                    {t('list.pinMark')}
                  </button>
                  <button
                    type="button"
                    aria-label={t('list.up', { name })}
                    disabled={i === 0}
                    onClick={() => move(i, i - 1)}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    aria-label={t('list.down', { name })}
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
            {t('list.dense')}
          </label>
          <SaveView layout={layout} />
          <DialogButtons>
            <Button onPress={() => setOpen(false)}>{t('word.close')}</Button>
          </DialogButtons>
        </Dialog>
      )}
    </>
  )
}
