import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearchParams } from 'react-router'
import { desk, deskQuery } from '#desk'
import type { ProviderSummary } from '#shared/contract/providers'
import type { ListColumnOf } from '#shared/list'
import { Badge, Button, Chips, DataTable, Empty, Page, TwoLines } from '#ui'
import {
  CsvButton,
  type ListColumn,
  Loaded,
  ProviderBadge,
  useListTools,
  useMay,
  useWords,
} from '#words'

export function ProvidersPage() {
  const { t } = useWords()
  const mayCreate = useMay('providers.create')
  const navigate = useNavigate()
  const list = useQuery(deskQuery.providers.list.queryOptions())
  const columns: ListColumn<ProviderSummary, ListColumnOf<'providers'>>[] = [
    {
      id: 'name',
      header: t('provider.name'),
      value: (provider) => provider.name,
      cell: (provider) => (
        <TwoLines main={provider.name} sub={provider.servicePersonal || provider.serviceBusiness} />
      ),
    },
    {
      id: 'registration',
      header: t('provider.registrationNumber'),
      width: 15,
      value: (provider) => provider.registrationNumber || t('provider.unverified'),
    },
    {
      id: 'channels',
      header: t('provider.channels'),
      width: 6,
      value: (provider) => provider.channels.map((channel) => t(`channel.${channel}`)).join('・'),
    },
    {
      id: 'dpop',
      header: t('provider.dpop'),
      width: 8.5,
      value: (provider) => (provider.dpop ? '○' : t('provider.dpop.off')),
      cell: (provider) =>
        provider.dpop ? (
          '○'
        ) : (
          <Badge tone="warn" shape="▲">
            {t('provider.dpop.off')}
          </Badge>
        ),
    },
    {
      id: 'grants',
      header: t('provider.liveGrants'),
      width: 7,
      align: 'end',
      value: (provider) => provider.liveGrants,
      cell: (provider) => provider.liveGrants.toLocaleString('ja-JP'),
    },
    {
      id: 'failing',
      header: t('provider.failing'),
      width: 7.5,
      align: 'end',
      value: (provider) => provider.failing,
      cell: (provider) =>
        provider.failing === 0 ? '—' : `▲ ${provider.failing.toLocaleString('ja-JP')}`,
    },
    {
      id: 'status',
      header: t('word.state'),
      width: 7,
      value: (provider) => t(`providerStatus.${provider.status}`),
      cell: (provider) => <ProviderBadge status={provider.status} />,
    },
  ]
  const [search, setSearch] = useSearchParams()
  const failing = search.has('failing')
  const tools = useListTools('providers', columns)
  return (
    <Page
      title={t('menu.providers')}
      sub={t('providers.lead')}
      fill
      action={
        <>
          <Chips
            label={t('grants.filter')}
            value={failing ? 'failing' : 'all'}
            options={(['all', 'failing'] as const).map((value) => ({
              value,
              label: t(`providers.${value}`),
            }))}
            onChange={(value) =>
              setSearch((before) => {
                const next = new URLSearchParams(before)
                if (value === 'failing') next.set('failing', '1')
                else next.delete('failing')
                return next
              })
            }
          />
          <CsvButton
            view={tools.view}
            make={(how) => desk.files.providers({ filter: { failing }, ...how })}
          />
          {tools.menu}
          {mayCreate && (
            <Button kind="primary" onPress={() => navigate('/providers/new')}>
              {t('providers.new')}
            </Button>
          )}
        </>
      }
    >
      <Loaded
        query={list}
        lines={8}
        empty={{ title: t('providers.empty'), todo: t('providers.empty.todo') }}
      >
        {(all) =>
          failing && all.every((one) => one.failing === 0) ? (
            <Empty title={t('providers.failing.empty')} />
          ) : (
            <DataTable
              lines={2}
              label={t('menu.providers')}
              rows={all.filter((one) => !failing || one.failing > 0)}
              {...tools.table}
              rowId={(provider) => provider.id}
              onOpen={(provider) => navigate(`/providers/${provider.id}`)}
            />
          )
        }
      </Loaded>
    </Page>
  )
}
