import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { desk, deskQuery, engineNow } from '#desk'
import type { GrantFilter, GrantSummary } from '#shared/contract/grants'
import { GrantListStatus, GrantOrder, grantOrders, type ListColumnOf } from '#shared/list'
import { Chips, ListBar, Page, SelectInput } from '#ui'
import {
  CsvButton,
  dateText,
  GrantBadge,
  type ListColumn,
  PagedTable,
  useAddressFilter,
  useListSort,
  useListTools,
  useLoadedCount,
  useWords,
  whenText,
} from '#words'

const pageSize = 200
const states = GrantListStatus.options
const everyProvider = 'all'

/** All grants; what is filtered stands in the address, so that it can be kept and sent. */
export function GrantsPage() {
  const { t } = useWords()
  const navigate = useNavigate()
  const { search, setFilter } = useAddressFilter()
  const status = states.find((state) => state === search.get('status')) ?? 'all'
  const providerId = Number(search.get('provider')) || null
  const providers = useQuery(deskQuery.providers.list.queryOptions({ staleTime: 30_000 }))
  const orders: readonly string[] = grantOrders({ status, providerId })
  const { sort } = useListSort()
  const wanted = GrantOrder.safeParse(sort)
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
  const count = useLoadedCount(list)
  const now = engineNow()
  const columns: ListColumn<GrantSummary, ListColumnOf<'grants'>>[] = [
    { id: 'label', header: t('grant.label'), width: 6, value: (grant) => grant.label },
    {
      id: 'customer',
      header: t('word.customer'),
      width: 7.5,
      value: (grant) => grant.customerName,
    },
    {
      id: 'provider',
      header: t('word.provider'),
      value: (grant) => grant.providerName,
      cell: (grant) =>
        grant.formerName === null
          ? grant.providerName
          : `${grant.providerName}（${t('grant.formerName', { name: grant.formerName })}）`,
    },
    {
      id: 'service',
      header: t('file.service'),
      optional: true,
      value: (grant) => grant.serviceName,
    },
    {
      id: 'channel',
      header: t('file.channel'),
      width: 5,
      optional: true,
      value: (grant) => t(`channel.${grant.channel}`),
    },
    {
      id: 'accounts',
      header: t('word.accounts'),
      width: 10,
      optional: true,
      value: (grant) => grant.accounts.join('、'),
    },
    {
      id: 'data',
      header: t('grant.data'),
      width: 11,
      value: (grant) => grant.scopes.map((scope) => t(`scope.${scope}`)).join('・'),
    },
    {
      id: 'grantedAt',
      header: t('grant.grantedAt'),
      width: 6.5,
      value: (grant) => grant.grantedAt,
      cell: (grant) => dateText(grant.grantedAt),
    },
    {
      id: 'expiresAt',
      header: t('grant.expiresAt'),
      width: 10.5,
      value: (grant) => grant.expiresAt,
      cell: (grant) =>
        `${dateText(grant.expiresAt)}${grant.endedAt === null ? ` ${t('grant.daysLeft', { days: grant.daysLeft })}` : ''}`,
    },
    {
      id: 'lastAccess',
      header: t('grant.lastAccess'),
      width: 7.5,
      value: (grant) => grant.lastAccessAt ?? grant.grantedAt,
      cell: (grant) =>
        grant.lastAccessAt === null
          ? t('grant.lastAccess.never')
          : whenText(t, grant.lastAccessAt, now),
    },
    {
      id: 'status',
      header: t('word.state'),
      width: 8.5,
      value: (grant) => t(`grantStatus.${grant.status}`),
      cell: (grant) => <GrantBadge grant={grant} />,
    },
  ]
  const tools = useListTools('grants', columns)
  return (
    <Page title={t('menu.grants')} sub={t('grants.lead')} fill>
      <ListBar
        label={t('grants.filter')}
        count={count}
        tools={
          <>
            <CsvButton
              view={tools.view}
              make={(how) => desk.files.grants({ filter: { status, providerId }, ...how })}
            />
            {tools.menu}
          </>
        }
      >
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
      </ListBar>
      <PagedTable
        label={t('menu.grants')}
        list={list}
        table={tools.table}
        orders={orders}
        empty={{ title: t('grants.empty'), todo: t('list.empty.todo') }}
        rowId={(grant) => grant.id}
        onOpen={(grant) => navigate(`/customers/${grant.customerId}`)}
      />
    </Page>
  )
}
