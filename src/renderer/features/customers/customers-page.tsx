import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { desk, deskQuery } from '#desk'
import type { CustomerSummary } from '#shared/contract/customers'
import type { ListColumnOf } from '#shared/list'
import { ListBar, Page, SelectInput } from '#ui'
import {
  CsvButton,
  type ListColumn,
  PagedTable,
  useAddressFilter,
  useListTools,
  useLoadedCount,
  useWords,
} from '#words'

const pageSize = 200
const everyBranch = 'all'
type Cursor = { key: string; id: number } | null

/** All customers in the order of their readings, by branch; who is on the telephone is found with the search box. */
export function CustomersPage() {
  const { t } = useWords()
  const navigate = useNavigate()
  const { search, setFilter } = useAddressFilter()
  const branchCode = search.get('branch')
  const list = useInfiniteQuery(
    deskQuery.customers.list.infiniteOptions({
      input: (after: Cursor) => ({ branchCode, after, limit: pageSize }),
      initialPageParam: null as Cursor,
      getNextPageParam: (last) => last.next,
    }),
  )
  const count = useLoadedCount(list)
  const branches = list.data?.pages[0]?.branches ?? []
  const columns: ListColumn<CustomerSummary, ListColumnOf<'customers'>>[] = [
    { id: 'kana', header: t('customers.kana'), value: (one) => one.kana },
    { id: 'name', header: t('identity.name'), value: (one) => one.name },
    { id: 'number', header: t('customer.number'), width: 8, value: (one) => one.maskedNumber },
    { id: 'branch', header: t('customer.branch'), width: 8, value: (one) => one.branchName },
    {
      id: 'channel',
      header: t('file.channel'),
      width: 7,
      value: (one) => t(`channel.${one.channel}`),
    },
    {
      id: 'grants',
      header: t('grants.active'),
      width: 6,
      align: 'end',
      value: (one) => one.liveGrants,
    },
  ]
  const tools = useListTools('customers', columns)
  return (
    <Page title={t('menu.customers')} sub={t('customers.lead')} fill>
      <ListBar
        label={t('grants.filter')}
        count={count}
        tools={
          <>
            <CsvButton
              view={tools.view}
              make={(how) => desk.files.customers({ filter: { branchCode }, ...how })}
            />
            {tools.menu}
          </>
        }
      >
        <SelectInput
          label={t('customer.branch')}
          placeholder=""
          value={branchCode ?? everyBranch}
          onChange={(value) => setFilter('branch', value === everyBranch ? null : value)}
          options={[
            { value: everyBranch, label: t('customers.everyBranch') },
            ...branches.map((one) => ({ value: one.code, label: `${one.code} ${one.name}` })),
          ]}
        />
      </ListBar>
      <PagedTable
        label={t('menu.customers')}
        list={list}
        table={tools.table}
        empty={{ title: t('customers.empty'), todo: t('customers.empty.todo') }}
        rowId={(one) => one.id}
        onOpen={(one) => navigate(`/customers/${one.id}`)}
      />
    </Page>
  )
}
