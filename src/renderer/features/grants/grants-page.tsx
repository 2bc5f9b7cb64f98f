import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { desk, deskQuery, engineNow } from '#desk'
import type { GrantFilter } from '#shared/contract/grants'
import { GrantListStatus, GrantOrder, grantOrders, parseSort } from '#shared/list'
import { listColumns } from '#shared/list-columns'
import { Chips, LongName, SelectInput } from '#ui'
import {
  dateText,
  GrantBadge,
  type ListCells,
  ListPage,
  useAddressFilter,
  useWords,
  whenText,
} from '#words'

const pageSize = 200
const states = GrantListStatus.options
const everyProvider = 'all'

const cells: ListCells<'grants'> = {
  customer: (grant) => <LongName name={grant.customerName || '—'} />,
  provider: (grant, t) => <LongName name={listColumns.grants.provider.text(grant, t)} />,
  grantedAt: (grant) => dateText(grant.grantedAt),
  expiresAt: (grant, t) =>
    `${dateText(grant.expiresAt)}${grant.endedAt === null ? ` ${t('grant.daysLeft', { days: grant.daysLeft })}` : ''}`,
  lastAccess: (grant, t) =>
    grant.lastAccessAt === null
      ? t('grant.lastAccess.never')
      : whenText(t, grant.lastAccessAt, engineNow()),
  status: (grant) => <GrantBadge grant={grant} />,
}

/** All grants. Filters are in the address, so that it can be kept and sent. */
export function GrantsPage() {
  const { t } = useWords()
  const navigate = useNavigate()
  const { search, oneOf, setFilter } = useAddressFilter()
  const status = oneOf('status', states)
  const providerId = Number(search.get('provider')) || null
  const providers = useQuery(deskQuery.providers.list.queryOptions({ staleTime: 30_000 }))
  const orders: readonly string[] = grantOrders({ status, providerId })
  const wanted = GrantOrder.safeParse(parseSort(search.get('sort')))
  const order = wanted.success && orders.includes(wanted.data.by) ? wanted.data : null
  const list = useInfiniteQuery(
    deskQuery.grants.list.infiniteOptions({
      input: (after: GrantFilter['after']) => ({
        status,
        providerId,
        order,
        after,
        limit: pageSize,
      }),
      initialPageParam: null as GrantFilter['after'],
      getNextPageParam: (last) => last.next,
      placeholderData: keepPreviousData,
    }),
  )
  return (
    <ListPage
      name="grants"
      title={t('menu.grants')}
      lead={t('grants.lead')}
      list={list}
      orders={orders}
      cells={cells}
      file={(how) => desk.files.grants({ filter: { status, providerId }, ...how })}
      empty={
        status === 'all' && providerId === null
          ? { title: t('grants.none'), todo: t('grants.none.todo') }
          : { title: t('grants.empty'), todo: t('list.empty.todo') }
      }
      onOpen={(grant) => navigate(`/customers/${grant.customerId}`)}
      filters={
        <>
          <Chips
            label={t('grants.filter')}
            value={status}
            onChange={(next) => setFilter('status', next === 'all' ? null : next)}
            options={states.map((value) => ({
              value,
              label: t(value === 'ending-soon' ? 'grants.endingSoon' : `grants.${value}`),
            }))}
          />
          <SelectInput
            label={t('word.provider')}
            placeholder={t('grants.provider.all')}
            value={providerId === null ? everyProvider : String(providerId)}
            onChange={(value) => setFilter('provider', value === everyProvider ? null : value)}
            options={[
              { value: everyProvider, label: t('grants.provider.all') },
              ...(providers.data ?? []).map((provider) => ({
                value: String(provider.id),
                label: provider.name,
              })),
            ]}
          />
        </>
      }
    />
  )
}
