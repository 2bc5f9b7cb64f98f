import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { deskQuery } from '#desk'
import type { TrafficBucket, TrafficSeries } from '#shared/contract/traffic'
import { clockText, isoDate } from '#shared/japanese-date'
import type { Say } from '#shared/messages/catalogue'
import type { TrafficSpan } from '#shared/traffic'
import { Empty, Plot, Section } from '#ui'
import { Loaded } from './loaded.tsx'
import { useMay } from './me.tsx'
import { useWords } from './messages.tsx'
import { dateText } from './when.ts'

const aMinute = 60_000

/** The counts of a provider, or of all of them, asked for again every minute. */
export const useTraffic = (providerId: number | null, span: TrafficSpan) =>
  useQuery(
    deskQuery.traffic.series.queryOptions({
      input: { providerId, span },
      refetchInterval: aMinute,
      placeholderData: keepPreviousData,
    }),
  )

/** What stands below the place of a count. */
export function placeText(at: number, span: TrafficSpan): string {
  if (span === 'hour') return `${Number(isoDate(at).slice(8))}日${clockText(at).slice(0, 2)}時`
  const [year, month, day] = isoDate(at).split('-')
  return span === 'day' ? `${Number(month)}/${Number(day)}` : `${year}/${Number(month)}`
}

/** When it was, whole. */
export function bucketText(at: number, span: TrafficSpan): string {
  if (span === 'month') return isoDate(at).slice(0, 7).replace('-', '/')
  return span === 'day' ? dateText(at) : `${dateText(at)} ${clockText(at)}`
}

/** Calls that were answered, and on top of them those that were refused. */
export function CallsPlot({
  series,
  span,
}: {
  series: readonly TrafficBucket[]
  span: TrafficSpan
}) {
  const { t } = useWords()
  return (
    <Plot
      kind="bars"
      label={`${t('traffic.calls')}（${t(`traffic.span.${span}`)}）`}
      places={series.map(({ at }) => placeText(at, span))}
      series={[
        {
          name: t('traffic.answered'),
          values: series.map(({ calls, refused }) => calls - refused),
          look: 'plain',
        },
        {
          name: t('traffic.refused'),
          values: series.map(({ refused }) => refused),
          look: 'marked',
        },
      ]}
    />
  )
}

/** How many of how many, for who reads or listens to it in one sentence. */
export function callsText(t: Say, { buckets }: Pick<TrafficSeries, 'buckets'>): string {
  const sum = (of: (bucket: TrafficBucket) => number): number =>
    buckets.reduce((all, bucket) => all + of(bucket), 0)
  return t('traffic.sum', { calls: sum((one) => one.calls), refused: sum((one) => one.refused) })
}

/** The last 48 hours in a section of another page, with the way to all of it. */
export function TrafficSection({ providerId }: { providerId: number | null }): ReactNode {
  const { t } = useWords()
  const may = useMay('traffic.series')
  return may ? (
    <Section
      title={t('traffic.section')}
      action={
        <Link to={providerId === null ? '/traffic' : `/providers/${providerId}/traffic`}>
          {t('traffic.open')}
        </Link>
      }
    >
      <LastHours providerId={providerId} />
    </Section>
  ) : null
}

function LastHours({ providerId }: { providerId: number | null }) {
  const { t } = useWords()
  const traffic = useTraffic(providerId, 'hour')
  return (
    <Loaded query={traffic} lines={4}>
      {(found) =>
        found.buckets.every(({ calls }) => calls === 0) ? (
          <Empty title={t('traffic.quiet')} />
        ) : (
          <>
            <p>{callsText(t, found)}</p>
            <CallsPlot series={found.buckets} span="hour" />
          </>
        )
      }
    </Loaded>
  )
}
