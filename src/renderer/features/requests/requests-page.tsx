import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { desk, deskQuery } from '#desk'
import { type RequestSummary, requestViews } from '#shared/contract/requests'
import type { ListColumnOf } from '#shared/list'
import { Chips, ListBar, Page } from '#ui'
import {
  CsvButton,
  type ListColumn,
  PagedTable,
  timeText,
  useAddressFilter,
  useListTools,
  useLoadedCount,
  useMay,
  useWords,
} from '#words'
import { RequestBadge } from './request-badge.tsx'

const pageSize = 200

/** Every request; which ones stands in the address, so that each number of the day's page is a link to its list. */
export function RequestsPage() {
  const { t } = useWords()
  const mayExport = useMay('files.requests')
  const navigate = useNavigate()
  const { search, setFilter } = useAddressFilter()
  const view = requestViews.find((one) => one === search.get('view')) ?? 'unfinished'
  const list = useInfiniteQuery(
    deskQuery.requests.list.infiniteOptions({
      input: (after: number | null) => ({ view, branchCode: null, after, limit: pageSize }),
      initialPageParam: null as number | null,
      getNextPageParam: (last) => last.next,
      refetchInterval: 30_000,
    }),
  )
  const count = useLoadedCount(list)
  const columns: ListColumn<RequestSummary, ListColumnOf<'requests'>>[] = [
    { id: 'number', header: t('word.requestNumber'), width: 9.5, value: (row) => row.number },
    {
      id: 'openedAt',
      header: t('word.openedAt'),
      width: 9.5,
      value: (row) => row.openedAt,
      cell: (row) => timeText(row.openedAt),
    },
    { id: 'customer', header: t('word.customer'), value: (row) => row.customerName },
    {
      id: 'asks',
      header: t('request.requester'),
      width: 9,
      value: (row) =>
        `${t(`requestChannel.${row.requestChannel}`)}・${t(`requester.${row.requester}`)}`,
    },
    {
      id: 'staff',
      header: t('word.takenBy'),
      width: 9.5,
      value: (row) => `${row.staffName} ${row.branchName ?? ''}`,
    },
    {
      id: 'result',
      header: t('word.result'),
      width: 7,
      value: (row) => (row.result ? t(`requestResult.${row.result}`) : '—'),
    },
    {
      id: 'branch',
      header: t('slip.branch'),
      width: 6,
      optional: true,
      value: (row) => row.branchName ?? '',
    },
    {
      id: 'complaint',
      header: t('word.complaint'),
      width: 4,
      optional: true,
      value: (row) => (row.complaint ? '○' : ''),
    },
    { id: 'answer', header: t('request.answer'), optional: true, value: (row) => row.answer },
    {
      id: 'dueAt',
      header: t('requests.dueAt'),
      width: 9.5,
      value: (row) => row.dueAt ?? 0,
      cell: (row) => (row.dueAt === null ? '—' : timeText(row.dueAt)),
    },
    {
      id: 'state',
      header: t('word.state'),
      width: 8.5,
      value: (row) => t(`requestState.${row.state}`),
      cell: (row) => <RequestBadge state={row.state} />,
    },
  ]
  const tools = useListTools('requests', columns)
  return (
    <Page title={t('menu.requests')} sub={t('requests.lead')} fill>
      <ListBar
        label={t('requests.view')}
        count={count}
        tools={
          <>
            {mayExport && (
              <CsvButton
                view={tools.view}
                make={(how) => desk.files.requests({ filter: { view, branchCode: null }, ...how })}
              />
            )}
            {tools.menu}
          </>
        }
      >
        <Chips
          label={t('requests.view')}
          value={view}
          onChange={(next) => setFilter('view', next)}
          options={requestViews.map((value) => ({ value, label: t(`requests.view.${value}`) }))}
        />
      </ListBar>
      <PagedTable
        label={t('menu.requests')}
        list={list}
        table={tools.table}
        empty={{ title: t('requests.empty'), todo: t('requests.empty.todo') }}
        rowId={(row) => row.id}
        onOpen={(row) => navigate(`/requests/${row.id}`)}
      />
    </Page>
  )
}
