import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { deskQuery } from '#desk'
import type { SystemStatus } from '#shared/contract/system'
import type { TrafficSeries } from '#shared/contract/traffic'
import { type TrafficSpan, trafficSpans } from '#shared/traffic'
import { Button, Chips, Empty, Page, Section, Toolbar } from '#ui'
import {
  callsText,
  dateText,
  HaltBanner,
  Loaded,
  NearLimits,
  PrintedAt,
  useAddressFilter,
  useTraffic,
  useWords,
} from '#words'
import { Causes } from './causes.tsx'
import { Funnel } from './funnel.tsx'
import { Plots } from './plots.tsx'

/** 利用状況 of all providers, or of one. */
export function TrafficPage({ halt }: { halt: SystemStatus['halt'] | undefined }) {
  const { t } = useWords()
  const id = Number(useParams().id)
  const providerId = Number.isSafeInteger(id) && id > 0 ? id : null
  const provider = useQuery(
    deskQuery.providers.find.queryOptions({
      input: { id: providerId ?? 0 },
      enabled: providerId !== null,
    }),
  )
  const { oneOf, setFilter } = useAddressFilter()
  const span = oneOf('span', trafficSpans)
  const traffic = useTraffic(providerId, span)
  const name = providerId === null ? t('traffic.all') : (provider.data?.name ?? '')
  return (
    <Page
      title={`${t('traffic.title')}　${name}`}
      sub={
        providerId === null ? (
          t('traffic.lead')
        ) : (
          <Link to={`/providers/${providerId}`}>{t('traffic.back')}</Link>
        )
      }
      action={<Button onPress={() => window.print()}>{t('list.print')}</Button>}
    >
      <PrintedAt />
      <HaltBanner halt={halt} />
      <Toolbar label={t('word.period')}>
        <Chips
          label={t('word.period')}
          value={span}
          onChange={(value) => setFilter('span', value === 'hour' ? null : value)}
          options={trafficSpans.map((value) => ({ value, label: t(`traffic.span.${value}`) }))}
        />
      </Toolbar>
      <Loaded query={traffic} lines={8}>
        {(found) => <Shown found={found} span={found.span} />}
      </Loaded>
      <NearLimits providerId={providerId} />
    </Page>
  )
}

function Shown({ found, span }: { found: TrafficSeries; span: TrafficSpan }) {
  const { t } = useWords()
  if (found.since === null)
    return (
      <Empty title={t('traffic.none')}>
        <p>{t('traffic.none.todo')}</p>
      </Empty>
    )
  return (
    <>
      <p>
        {callsText(t, found)} {t('traffic.since', { at: dateText(found.since) })}
      </p>
      <Plots buckets={found.buckets} span={span} />
      <Section title={t('traffic.causes')}>
        <Causes causes={found.causes} />
      </Section>
      <Section title={t('traffic.funnel')}>
        <Funnel found={found} />
      </Section>
    </>
  )
}
