import type { Provision, ProvisionAccess } from '#shared/contract/files'
import type { Say } from '#shared/messages/catalogue'
import { PlainTable, type TableColumn, TwoLines } from '#ui'
import { optional, timeText, useWords } from '#words'
import style from './customer-page.module.css'

/** What an access gave: the inquiry, and how many 明細. */
export function itemText(t: Say, { item, count }: Pick<ProvisionAccess, 'item' | 'count'>): string {
  const name = optional(t, `endpoint.${item}`, item)
  return count === null ? name : t('provision.entries', { item: name, count })
}
export const itemsText = (t: Say, items: string[]): string =>
  items.map((item) => itemText(t, { item, count: null })).join('・')

export function ProvisionsByGrant({ rows }: { rows: Provision[] }) {
  const { t } = useWords()
  const columns: TableColumn<Provision>[] = [
    {
      id: 'recipient',
      header: `${t('provision.recipient')}・${t('grant.label')}`,
      value: (row) => row.recipient,
      cell: (row) => <TwoLines main={row.recipient} sub={row.label} />,
    },
    { id: 'items', header: t('provision.items'), value: (row) => itemsText(t, row.items) },
    {
      id: 'lastAt',
      header: `${t('provision.firstAt')}・${t('provision.lastAt')}`,
      width: 12,
      value: (row) => row.lastAt,
      cell: (row) => <TwoLines main={timeText(row.firstAt)} sub={timeText(row.lastAt)} />,
    },
    {
      id: 'times',
      header: t('provision.times'),
      width: 4.5,
      align: 'end',
      value: (row) => row.times,
    },
  ]
  return (
    <div className={style.table}>
      <PlainTable
        label={t('provision.byProvider')}
        lines={2}
        rows={rows}
        columns={columns}
        rowId={(row) => row.grantId}
      />
    </div>
  )
}

export function ProvisionsEach({
  rows,
  whole,
  onNearEnd,
}: {
  rows: ProvisionAccess[]
  /** Whether all are loaded. */
  whole: boolean
  onNearEnd: () => void
}) {
  const { t } = useWords()
  const columns: TableColumn<ProvisionAccess>[] = [
    {
      id: 'at',
      header: t('provision.at'),
      width: 11,
      value: (row) => row.at,
      cell: (row) => timeText(row.at, true),
    },
    {
      id: 'recipient',
      header: `${t('provision.recipient')}・${t('grant.label')}`,
      value: (row) => row.recipient,
      cell: (row) => <TwoLines main={row.recipient} sub={row.label} />,
    },
    {
      id: 'item',
      header: `${t('provision.item')}・${t('word.accounts')}`,
      value: (row) => itemText(t, row),
      cell: (row) => <TwoLines main={itemText(t, row)} sub={row.account ?? ''} />,
    },
  ]
  return (
    <div className={style.table}>
      <PlainTable
        label={t('provision.each')}
        lines={2}
        rows={rows}
        columns={columns}
        rowId={(row) => row.id}
        whole={whole}
        unsortable={t('list.unsortable')}
        onNearEnd={onNearEnd}
      />
    </div>
  )
}
