import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { desk, deskQuery } from '#desk'
import { SelectInput } from '#ui'
import { ListPage, useAddressFilter, useWords } from '#words'

const pageSize = 200
const everyBranch = 'all'
type Cursor = { key: string; id: number } | null

/** All customers by reading and branch; a caller is found with the search box instead. */
export function CustomersPage() {
  const { t } = useWords()
  const navigate = useNavigate()
  const { search, setFilter } = useAddressFilter()
  const branchCode = search.get('branch')
  const without = search.get('without') === 'questions' ? ('questions' as const) : null
  const list = useInfiniteQuery(
    deskQuery.customers.list.infiniteOptions({
      input: (after: Cursor) => ({ branchCode, without, after, limit: pageSize }),
      initialPageParam: null as Cursor,
      getNextPageParam: (last) => last.next,
    }),
  )
  const branches = list.data?.pages[0]?.branches ?? []
  return (
    <ListPage
      name="customers"
      title={t('menu.customers')}
      lead={t('customers.lead')}
      list={list}
      file={(how) => desk.files.customers({ filter: { branchCode, without }, ...how })}
      empty={
        branchCode === null && without === null
          ? { title: t('customers.empty'), todo: t('customers.empty.todo') }
          : { title: t('list.empty'), todo: t('list.empty.todo') }
      }
      onOpen={(one) => navigate(`/customers/${one.id}`)}
      filters={
        <>
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
          <SelectInput
            label={t('customers.questions')}
            placeholder=""
            value={without ?? 'any'}
            onChange={(value) => setFilter('without', value === 'any' ? null : value)}
            options={(['any', 'questions'] as const).map((value) => ({
              value,
              label: t(`customers.questions.${value}`),
            }))}
          />
        </>
      }
    />
  )
}
