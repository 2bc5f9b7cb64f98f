import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { deskQuery } from '#desk'
import type { NearLimit } from '#shared/contract/traffic'
import { Badge, Empty, PlainTable, Section } from '#ui'
import { Loaded } from './loaded.tsx'
import { useMay } from './me.tsx'
import { useWords } from './messages.tsx'
import { dateText, timeText } from './when.ts'

/** Who came near a limit of calls today or yesterday, of a provider or of all; asked for again every minute. */
export const useNearLimits = (providerId: number | null, enabled = true) =>
  useQuery(
    deskQuery.traffic.nearLimits.queryOptions({
      input: { providerId },
      enabled,
      refetchInterval: 60_000,
    }),
  )

/** The same as a section of a page. `quiet`: nothing is shown where there is none. */
export function NearLimits({
  providerId,
  quiet = false,
}: {
  providerId: number | null
  quiet?: boolean
}): ReactNode {
  const { t } = useWords()
  const may = useMay('traffic.nearLimits')
  const near = useNearLimits(providerId, may)
  if (!may || (quiet && (near.data ?? []).length === 0)) return null
  return (
    <Section title={t('near.title')}>
      <p>{t('near.lead')}</p>
      <Loaded query={near} lines={2}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('near.none')} />
          ) : (
            <>
              <Rows rows={rows} one={providerId !== null} />
              <Links rows={rows} one={providerId !== null} />
            </>
          )
        }
      </Loaded>
    </Section>
  )
}

function Rows({ rows, one }: { rows: readonly NearLimit[]; one: boolean }) {
  const { t } = useWords()
  const number = (n: number): string => n.toLocaleString('ja-JP')
  return (
    <PlainTable
      label={t('near.title')}
      rows={rows.map((row, id) => ({ ...row, id }))}
      rowId={(row) => row.id}
      columns={[
        { id: 'day', header: t('near.day'), width: 6.5, value: (row) => dateText(row.day) },
        ...(one
          ? []
          : [
              {
                id: 'provider',
                header: t('word.provider'),
                value: (row: NearLimit) => row.providerName,
                cell: (row: NearLimit) => (
                  <Link to={`/providers/${row.providerId}`}>{row.providerName}</Link>
                ),
              },
            ]),
        { id: 'limit', header: t('near.limit'), width: 9, value: (row) => t(`near.${row.limit}`) },
        {
          id: 'most',
          header: t('near.most'),
          width: 9.5,
          align: 'end',
          value: (row) => t('near.of', { most: row.most, allowed: row.allowed }),
        },
        {
          id: 'refused',
          header: t('near.refused'),
          width: 7,
          align: 'end',
          value: (row) => row.refused,
          cell: (row) =>
            row.refused > 0 ? (
              <Badge tone="warn" shape="▲">
                {number(row.refused)}
              </Badge>
            ) : (
              number(row.refused)
            ),
        },
        {
          id: 'links',
          header: t('near.links'),
          width: 5,
          align: 'end',
          value: (row) => (row.limit === 'calls.per-day' ? number(row.links) : '—'),
        },
        { id: 'lastAt', header: t('near.lastAt'), width: 10, value: (row) => timeText(row.lastAt) },
      ]}
    />
  )
}

/** The links that called most, for who may open their customers. */
function Links({ rows, one }: { rows: readonly NearLimit[]; one: boolean }) {
  const { t } = useWords()
  const named = rows.flatMap((row) => row.named.map((link) => ({ ...link, row })))
  if (!useMay('customers.find') || named.length === 0) return null
  return (
    <PlainTable
      label={t('near.named')}
      rows={named.map((link, id) => ({ ...link, id }))}
      rowId={(link) => link.id}
      columns={[
        {
          id: 'grant',
          header: t('near.named'),
          value: ({ grantId }) => t('near.link', { grantId }),
          cell: ({ grantId, customerId }) => (
            <Link to={`/customers/${customerId}`}>{t('near.link', { grantId })}</Link>
          ),
        },
        { id: 'day', header: t('near.day'), width: 6.5, value: ({ row }) => dateText(row.day) },
        ...(one
          ? []
          : [
              {
                id: 'provider',
                header: t('word.provider'),
                value: ({ row }: { row: NearLimit }) => row.providerName,
              },
            ]),
        {
          id: 'most',
          header: t('near.most'),
          width: 9.5,
          align: 'end',
          value: ({ most, allowed }) => t('near.of', { most, allowed }),
        },
        {
          id: 'refused',
          header: t('near.refused'),
          width: 7,
          align: 'end',
          value: ({ refused }) => refused.toLocaleString('ja-JP'),
        },
      ]}
    />
  )
}
