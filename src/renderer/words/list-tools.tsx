import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useLocation } from 'react-router'
import { deskQuery } from '#desk'
import { Button, ListMenu, type TableColumn, TextInput } from '#ui'
import { Failure } from './failure.tsx'
import { useWords } from './messages.tsx'

interface Kept {
  order: string[]
  hidden: string[]
  dense: boolean
}
const keyOf = (id: string): string => `desk.list.${id}`

function read(id: string): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(id)) ?? '{}') as Partial<Kept>
    return { order: kept.order ?? [], hidden: kept.hidden ?? [], dense: kept.dense === true }
  } catch {
    return { order: [], hidden: [], dense: false }
  }
}

/** A list as this person keeps it (U5): its columns, their order and its density, and the views they have saved (U6). */
export function useListTools<Row>(
  id: string,
  columns: readonly TableColumn<Row>[],
): { columns: TableColumn<Row>[]; dense: boolean; menu: ReactNode } {
  const { t } = useWords()
  const [kept, setKept] = useState(() => read(id))
  const keep = (next: Kept): void => {
    setKept(next)
    localStorage.setItem(keyOf(id), JSON.stringify(next))
  }
  const rank = (one: TableColumn<Row>, i: number): number => {
    const at = kept.order.indexOf(one.id)
    return at < 0 ? columns.length + i : at
  }
  const ordered = columns
    .map((one, i) => ({ one, rank: rank(one, i) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one)
  const shown = ordered.filter((one) => !kept.hidden.includes(one.id))
  const move = (columnId: string, by: -1 | 1): void => {
    const order = ordered.map((one) => one.id)
    const at = order.indexOf(columnId)
    order.splice(at, 1)
    order.splice(at + by, 0, columnId)
    keep({ ...kept, order })
  }
  const menu = (
    <ListMenu
      label={t('list.view')}
      columns={ordered.map((one) => ({
        id: one.id,
        header: one.header,
        shown: !kept.hidden.includes(one.id),
      }))}
      dense={kept.dense}
      words={{
        up: (name) => t('list.up', { name }),
        down: (name) => t('list.down', { name }),
        dense: t('list.dense'),
        close: t('app.close'),
      }}
      onToggle={(columnId) =>
        keep({
          ...kept,
          hidden: kept.hidden.includes(columnId)
            ? kept.hidden.filter((one) => one !== columnId)
            : [...kept.hidden, columnId],
        })
      }
      onMove={move}
      onDense={(dense) => keep({ ...kept, dense })}
    >
      <SaveView />
    </ListMenu>
  )
  return { columns: shown, dense: kept.dense, menu }
}

/** Gives the list as it is filtered now a name, for oneself or for everybody. */
function SaveView() {
  const { t } = useWords()
  const queries = useQueryClient()
  const { pathname, search } = useLocation()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const save = useMutation(
    deskQuery.views.save.mutationOptions({
      onSuccess: (all) => {
        queries.setQueryData(deskQuery.views.list.queryKey(), all)
        setName('')
      },
    }),
  )
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (name.trim() !== '' && !save.isPending)
      save.mutate({ name, shared, address: `${pathname}${search}` })
  }
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: '0.5rem' }}>
      <TextInput label={t('list.saveAs')} wide value={name} onChange={setName} />
      <label style={{ display: 'flex', gap: '0.5rem', fontSize: '0.875rem' }}>
        <input
          type="checkbox"
          checked={shared}
          onChange={(event) => setShared(event.target.checked)}
        />
        {t('list.shared')}
      </label>
      {save.isError && <Failure error={save.error} />}
      <Button small type="submit" isPending={save.isPending}>
        {t('list.save')}
      </Button>
      {save.isSuccess && name === '' && <span role="status">{t('list.saved')}</span>}
    </form>
  )
}
