import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { desk, deskQuery } from '#desk'
import { type RequestSummary, requestViews } from '#shared/contract/requests'
import { shownState } from '#shared/request'
import { Badge, type BadgeTone, Chips } from '#ui'
import { type ListCells, ListPage, useAddressFilter, useMay, useMe, useWords } from '#words'

const pageSize = 200

const looks: Record<ReturnType<typeof shownState>, [BadgeTone, string]> = {
  'to-check': ['info', '◐'],
  open: ['warn', '▲'],
  waiting: ['info', '○'],
  done: ['good', '●'],
  closed: ['ended', '■'],
}

function RequestBadge({ row }: { row: RequestSummary }) {
  const { t } = useWords()
  const state = shownState(row)
  const [tone, shape] = looks[state]
  return (
    <Badge tone={tone} shape={shape}>
      {t(`requestState.${state}`)}
    </Badge>
  )
}

const cells: ListCells<'requests'> = {
  staff: (row) => `${row.staffName} ${row.branchName ?? ''}`,
  state: (row) => <RequestBadge row={row} />,
}

const everyBranch = 'all'

/** All requests. The filter is in the address, so that each number of the first page is a link. */
export function RequestsPage() {
  const { t } = useWords()
  const mayExport = useMay('files.requests')
  const navigate = useNavigate()
  const { search, oneOf, setFilter } = useAddressFilter()
  const { branchCode: own, branchName } = useMe()
  const branchCode = search.get('branch')
  const view = oneOf('view', requestViews)
  const list = useInfiniteQuery(
    deskQuery.requests.list.infiniteOptions({
      input: (after: number | null) => ({ view, branchCode, after, limit: pageSize }),
      initialPageParam: null as number | null,
      getNextPageParam: (last) => last.next,
      refetchInterval: 30_000,
    }),
  )
  return (
    <ListPage
      name="requests"
      title={t('menu.requests')}
      lead={t('requests.lead')}
      list={list}
      cells={cells}
      file={
        mayExport ? (how) => desk.files.requests({ filter: { view, branchCode }, ...how }) : null
      }
      empty={{ title: t('requests.empty'), todo: t('requests.empty.todo') }}
      onOpen={(row) => navigate(`/requests/${row.id}`)}
      filters={
        <>
          <Chips
            label={t('requests.view')}
            value={view}
            onChange={(next) => setFilter('view', next)}
            options={requestViews.map((value) => ({ value, label: t(`requests.view.${value}`) }))}
          />
          {own !== null && (
            <Chips
              label={t('word.branch')}
              value={branchCode ?? everyBranch}
              onChange={(next) => setFilter('branch', next === everyBranch ? null : next)}
              options={[
                { value: everyBranch, label: t('customers.everyBranch') },
                { value: own, label: branchName ?? own },
              ]}
            />
          )}
        </>
      }
    />
  )
}
