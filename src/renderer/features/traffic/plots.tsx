import type { ReactNode } from 'react'
import type { TrafficBucket } from '#shared/contract/traffic'
import type { Say } from '#shared/messages/catalogue'
import { overSlowest, type TrafficSpan } from '#shared/traffic'
import { Empty, PlainTable, Plot, Section } from '#ui'
import { bucketText, CallsPlot, placeText, useWords } from '#words'
import style from './traffic.module.css'

const number = (n: number): string => n.toLocaleString('ja-JP')
const msText = (t: Say, ms: number | null): string =>
  ms === null ? '—' : ms === overSlowest ? t('traffic.ms.over') : t('traffic.ms', { n: ms })

interface Column {
  name: string
  of: (bucket: TrafficBucket) => string
}

/** A plot, and its numbers for who reads or listens. */
function WithTable({
  title,
  buckets,
  span,
  columns,
  children,
}: {
  title: string
  buckets: readonly TrafficBucket[]
  span: TrafficSpan
  columns: readonly Column[]
  children: ReactNode
}) {
  const { t } = useWords()
  return (
    <Section title={title}>
      {children}
      <details className={style.table}>
        <summary>{t('traffic.table.of', { name: title })}</summary>
        <PlainTable
          label={t('traffic.table.of', { name: title })}
          rows={buckets.toReversed()}
          rowId={(row) => row.at}
          columns={[
            {
              id: 'at',
              header: t('traffic.when'),
              width: 15,
              value: (row: TrafficBucket) => row.at,
              cell: (row: TrafficBucket) =>
                row.at === buckets.at(-1)?.at
                  ? `${bucketText(row.at, span)}${t('traffic.now')}`
                  : bucketText(row.at, span),
            },
            ...columns.map(({ name, of }) => ({
              id: name,
              header: name,
              width: 9,
              align: 'end' as const,
              value: of,
            })),
          ]}
        />
      </details>
    </Section>
  )
}

export function Plots({ buckets, span }: { buckets: readonly TrafficBucket[]; span: TrafficSpan }) {
  const { t } = useWords()
  const places = buckets.map(({ at }) => placeText(at, span))
  const given = { buckets, span }
  return (
    <div className={style.plots}>
      <WithTable
        {...given}
        title={t('traffic.calls')}
        columns={[
          { name: t('traffic.calls'), of: (one) => number(one.calls) },
          { name: t('traffic.answered'), of: (one) => number(one.calls - one.refused) },
          { name: t('traffic.refused'), of: (one) => number(one.refused) },
        ]}
      >
        {buckets.every(({ calls }) => calls === 0) ? (
          <Empty title={t('traffic.calls.none')} />
        ) : (
          <CallsPlot series={buckets} span={span} />
        )}
      </WithTable>
      <WithTable
        {...given}
        title={t('traffic.times')}
        columns={[
          { name: t('traffic.p50'), of: (one) => msText(t, one.p50) },
          { name: t('traffic.p99'), of: (one) => msText(t, one.p99) },
        ]}
      >
        {buckets.every(({ p99 }) => p99 === null) ? (
          <Empty title={t('traffic.times.none')} />
        ) : (
          <Plot
            kind="lines"
            label={`${t('traffic.times')}（${t(`traffic.span.${span}`)}）`}
            places={places}
            series={[
              { name: t('traffic.p50.line'), values: buckets.map(({ p50 }) => p50), look: 'plain' },
              {
                name: t('traffic.p99.line'),
                values: buckets.map(({ p99 }) => p99),
                look: 'marked',
              },
            ]}
          />
        )}
        <p className={style.note}>{t('traffic.times.note')}</p>
      </WithTable>
      <WithTable
        {...given}
        title={t('traffic.links')}
        columns={[
          { name: t('traffic.living'), of: (one) => number(one.living) },
          { name: t('traffic.begun'), of: (one) => number(one.begun) },
          { name: t('traffic.ended'), of: (one) => number(one.ended) },
        ]}
      >
        <Plot
          kind="lines"
          label={`${t('traffic.living')}（${t(`traffic.span.${span}`)}）`}
          places={places}
          series={[
            {
              name: t('traffic.living'),
              values: buckets.map(({ living }) => living),
              look: 'plain',
            },
          ]}
        />
        <Plot
          kind="bars"
          label={`${t('traffic.begun')}・${t('traffic.ended')}（${t(`traffic.span.${span}`)}）`}
          places={places}
          series={[
            { name: t('traffic.begun'), values: buckets.map(({ begun }) => begun), look: 'plain' },
            { name: t('traffic.ended'), values: buckets.map(({ ended }) => ended), look: 'marked' },
          ]}
        />
      </WithTable>
    </div>
  )
}
