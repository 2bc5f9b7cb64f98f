import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { desk, deskQuery } from '#desk'
import { Badge, Button, Chips, TwoLines } from '#ui'
import { type ListCells, ListPage, ProviderBadge, useAddressFilter, useMay, useWords } from '#words'

const cells: ListCells<'providers'> = {
  name: (provider) => (
    <TwoLines main={provider.name} sub={provider.servicePersonal || provider.serviceBusiness} />
  ),
  dpop: (provider, t) =>
    provider.dpop ? (
      '○'
    ) : (
      <Badge tone="warn" shape="▲">
        {t('provider.dpop.off')}
      </Badge>
    ),
  failing: (provider) =>
    provider.failing === 0 ? '—' : `▲ ${provider.failing.toLocaleString('ja-JP')}`,
  status: (provider) => <ProviderBadge status={provider.status} />,
}

export function ProvidersPage() {
  const { t } = useWords()
  const mayCreate = useMay('providers.create')
  const navigate = useNavigate()
  const { search, setFilter } = useAddressFilter()
  const failing = search.has('failing')
  const list = useQuery(deskQuery.providers.list.queryOptions())
  return (
    <ListPage
      name="providers"
      title={t('menu.providers')}
      lead={t('providers.lead')}
      list={list}
      cells={cells}
      lines={2}
      file={(how) => desk.files.providers({ filter: { failing }, ...how })}
      empty={{
        title: t(failing ? 'providers.failing.empty' : 'providers.empty'),
        todo: t(failing ? 'list.empty.todo' : 'providers.empty.todo'),
      }}
      onOpen={(provider) => navigate(`/providers/${provider.id}`)}
      action={
        mayCreate && (
          <Button kind="primary" onPress={() => navigate('/providers/new')}>
            {t('providers.new')}
          </Button>
        )
      }
      filters={
        <Chips
          label={t('grants.filter')}
          value={failing ? 'failing' : 'all'}
          onChange={(value) => setFilter('failing', value === 'all' ? null : '1')}
          options={(['all', 'failing'] as const).map((value) => ({
            value,
            label: t(`providers.${value}`),
          }))}
        />
      }
    />
  )
}
