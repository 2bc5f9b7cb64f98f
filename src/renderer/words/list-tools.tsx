import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useLocation } from 'react-router'
import { deskQuery } from '#desk'
import { type ListColumnOf, type ListName, type ListSort, parseSort, sortText } from '#shared/list'
import { Button, ListMenu, type TableColumn, TextInput } from '#ui'
import { useAddressFilter } from './address-filter.ts'
import { Failure } from './failure.tsx'
import { useWords } from './messages.tsx'

interface Kept {
  /** Every column that this person has seen here, in their order. */
  columns: { id: string; shown: boolean }[]
  dense: boolean
}
const keyOf = (id: string): string => `desk.list.${id}`

function read(id: string): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(id)) ?? '{}') as Partial<Kept>
    return { columns: kept.columns ?? [], dense: kept.dense === true }
  } catch {
    return { columns: [], dense: false }
  }
}

/** What a list is sorted by stands in its address, so that a saved view holds it. */
export function useListSort(): {
  sort: ListSort | null
  setSort: (sort: ListSort | null) => void
} {
  const { search, setFilter } = useAddressFilter()
  return {
    sort: parseSort(search.get('sort')),
    setSort: (sort) => setFilter('sort', sort && sortText(sort)),
  }
}

export interface ListColumn<Row, Id extends string> extends TableColumn<Row> {
  id: Id
  /** Not shown until somebody wants it. */
  optional?: boolean
}

/** What of it its table is given. */
export interface ListTable<Row> {
  columns: TableColumn<Row>[]
  dense: boolean
  sort: ListSort | null
  onSort: (sort: ListSort | null) => void
  unsortable: string
}

/**
 * A list as this person keeps it (U5): its columns, their order and its density, and the views they have saved (U6). A view's
 * address names its columns; whoever opens it sees them, whatever they keep for themselves.
 */
export function useListTools<Row, Name extends ListName>(
  id: Name,
  columns: readonly ListColumn<Row, ListColumnOf<Name>>[],
): {
  table: ListTable<Row>
  /** For a file of exactly this view (U7). */
  view: { columns: ListColumnOf<Name>[]; sort: ListSort<ListColumnOf<Name>> | null }
  menu: ReactNode
} {
  type Id = ListColumnOf<Name>
  const { t } = useWords()
  const { search, setFilter } = useAddressFilter()
  const { sort, setSort } = useListSort()
  const [kept, setKept] = useState(() => read(id))
  const keep = (next: Kept): void => {
    setKept(next)
    localStorage.setItem(keyOf(id), JSON.stringify(next))
  }
  const named = search.get('cols')?.split(',') ?? null
  const order = named ?? kept.columns.map((one) => one.id)
  const isShown = (column: ListColumn<Row, Id>): boolean =>
    named
      ? named.includes(column.id)
      : (kept.columns.find((one) => one.id === column.id)?.shown ?? column.optional !== true)
  const rank = (one: ListColumn<Row, Id>, i: number): number => {
    const at = order.indexOf(one.id)
    return at < 0 ? columns.length + i : at
  }
  const ordered = columns
    .map((one, i) => ({ one, rank: rank(one, i) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one)
  const some = ordered.filter(isShown)
  // An address can name columns that are none: a list without columns is no list.
  const shown = some.length > 0 ? some : columns.filter((one) => one.optional !== true)
  const keepColumns = (next: { id: string; shown: boolean }[]): void => {
    keep({ ...kept, columns: next })
    if (named === null) return
    const ids = next.filter((one) => one.shown).map((one) => one.id)
    setFilter('cols', ids.join(','))
  }
  const state = ordered.map((one) => ({ id: one.id as string, shown: isShown(one) }))
  const move = (columnId: string, by: -1 | 1): void => {
    const next = [...state]
    const at = next.findIndex((one) => one.id === columnId)
    const [moved] = next.splice(at, 1)
    if (moved) next.splice(at + by, 0, moved)
    keepColumns(next)
  }
  const sortColumn = sort && columns.find((one) => one.id === sort.by)
  const menu = (
    <ListMenu
      label={t('list.view')}
      columns={ordered.map((one) => ({
        id: one.id,
        header: one.header,
        shown: isShown(one),
      }))}
      dense={kept.dense}
      words={{
        up: (name) => t('list.up', { name }),
        down: (name) => t('list.down', { name }),
        dense: t('list.dense'),
        close: t('word.close'),
      }}
      onToggle={(columnId) =>
        keepColumns(state.map((one) => (one.id === columnId ? { ...one, shown: !one.shown } : one)))
      }
      onMove={move}
      onDense={(dense) => keep({ ...kept, dense })}
    >
      <SaveView columns={shown.map((one) => one.id)} />
    </ListMenu>
  )
  return {
    table: {
      columns: shown,
      dense: kept.dense,
      sort,
      onSort: setSort,
      unsortable: t('list.unsortable'),
    },
    view: {
      columns: shown.map((one) => one.id),
      sort: sort && sortColumn ? { by: sortColumn.id, desc: sort.desc } : null,
    },
    menu,
  }
}

/** Gives the list as it is filtered, sorted and laid out now a name, for oneself or for everybody. */
function SaveView({ columns }: { columns: readonly string[] }) {
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
    if (name.trim() === '' || save.isPending) return
    const view = new URLSearchParams(search)
    view.set('cols', columns.join(','))
    save.mutate({ name, shared, address: `${pathname}?${view}` })
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
        {t('word.save')}
      </Button>
      {save.isSuccess && name === '' && <span role="status">{t('list.saved')}</span>}
    </form>
  )
}
