import type { TrafficSeries } from '#shared/contract/traffic'
import { Empty, PlainTable } from '#ui'
import { useWords } from '#words'

/** Why calls were refused, the most first, each with what to do. */
export function Causes({ causes }: Pick<TrafficSeries, 'causes'>) {
  const { t } = useWords()
  if (causes.length === 0) return <Empty title={t('traffic.causes.none')} />
  return (
    <PlainTable
      label={t('traffic.causes')}
      rows={causes.map((one, id) => ({ ...one, id }))}
      rowId={(row) => row.id}
      columns={[
        {
          id: 'cause',
          header: t('traffic.cause'),
          width: 18,
          value: (row) => t(`cause.${row.cause}`),
        },
        {
          id: 'n',
          header: t('traffic.n'),
          width: 7,
          align: 'end',
          value: (row) => row.n,
          cell: (row) => row.n.toLocaleString('ja-JP'),
        },
        { id: 'todo', header: t('traffic.todo'), value: (row) => t(`cause.${row.cause}.todo`) },
      ]}
    />
  )
}
