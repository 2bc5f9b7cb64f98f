import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useNavigate } from 'react-router'
import { desk, deskQuery } from '#desk'
import { isInView, ProviderView } from '#shared/provider'
import { Badge, Banner, Button, Chips, TextInput, TwoLines } from '#ui'
import {
  type ListCells,
  ListPage,
  matchText,
  ProviderBadge,
  useAddressFilter,
  useMay,
  useNews,
  useWords,
} from '#words'

const cells: ListCells<'providers'> = {
  name: (provider, t) => (
    <TwoLines
      main={provider.name}
      sub={
        provider.foundBy
          ? matchText(t, provider.foundBy)
          : provider.servicePersonal || provider.serviceBusiness
      }
    />
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
  const mayPublish = useMay('publication.find')
  const navigate = useNavigate()
  const done = useNews<{ done: string }>()?.done
  const { search, oneOf, setFilter } = useAddressFilter()
  const view = oneOf('view', ProviderView.options)
  const [text, setText] = useState(search.get('text') ?? '')
  const asked = useDeferredValue(text.trim())
  const list = useQuery({
    ...deskQuery.providers.list.queryOptions({
      input: { text: asked },
      placeholderData: keepPreviousData,
    }),
    select: (providers) => providers.filter((one) => isInView(view, one)),
  })
  return (
    <ListPage
      name="providers"
      title={t('menu.providers')}
      lead={t('providers.lead')}
      list={list}
      cells={cells}
      lines={2}
      file={(how) => desk.files.providers({ filter: { view, text: asked }, ...how })}
      empty={
        asked === ''
          ? {
              title: t(view === 'all' ? 'providers.empty' : `providers.${view}.empty`),
              todo: t(view === 'all' ? 'providers.empty.todo' : 'list.empty.todo'),
            }
          : {
              title: t('providers.text.empty', { text: asked }),
              todo: t('providers.text.empty.todo'),
            }
      }
      onClear={() => setText('')}
      onOpen={(provider) => navigate(`/providers/${provider.id}`)}
      action={
        <>
          {mayPublish && (
            <Button onPress={() => navigate('/providers/publication')}>
              {t('publication.open')}
            </Button>
          )}
          <Button onPress={() => navigate('/providers/due')}>{t('ledger.due.open')}</Button>
          {mayCreate && (
            <Button kind="primary" onPress={() => navigate('/providers/new')}>
              {t('providers.new')}
            </Button>
          )}
        </>
      }
      filters={
        <>
          <Chips
            label={t('grants.filter')}
            value={view}
            onChange={(value) => setFilter('view', value === 'all' ? null : value)}
            options={ProviderView.options.map((value) => ({
              value,
              label: t(`providers.${value}`),
            }))}
          />
          <TextInput
            half={false}
            label={t('providers.text')}
            placeholder={t('providers.text.example')}
            value={text}
            maxLength={100}
            onChange={(value) => {
              setText(value)
              setFilter('text', value.trim() || null)
            }}
          />
        </>
      }
    >
      {done !== undefined && <Banner tone="good" title={done} />}
    </ListPage>
  )
}
