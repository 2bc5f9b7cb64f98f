import { functionalUpdate, type RowSelectionState } from '@tanstack/react-table'
import { useMemo, useState } from 'react'
import type { GrantSummary } from '#shared/contract/grants'
import { Button, Chips, DataTable, Empty, Section, useTableModel } from '#ui'
import { useWords } from '#words'
import style from './customer-page.module.css'
import { EvidencePanel } from './evidence-panel.tsx'
import { grantColumns, type LifeFilter, lifeOf } from './grant-columns.tsx'
import { GrantTimeline } from './grant-timeline.tsx'

/** The grants of a customer; an opened one shows its history and the screen that the customer saw. */
export function CustomerGrants({
  grants,
  chosen,
  onChoose,
}: {
  grants: GrantSummary[]
  chosen: ReadonlySet<number>
  /** Absent where grants cannot be chosen for an act. */
  onChoose: ((ids: Set<number>) => void) | undefined
}) {
  const { t } = useWords()
  const [opened, setOpened] = useState<number | null>(null)
  const [evidence, setEvidence] = useState(false)
  const columns = useMemo(() => grantColumns(t), [t])
  const rowSelection: RowSelectionState = Object.fromEntries([...chosen].map((id) => [id, true]))
  const table = useTableModel(grants, columns, {
    getRowId: (grant) => String(grant.id),
    state: { rowSelection },
    onRowSelectionChange: (updater) =>
      onChoose?.(new Set(Object.keys(functionalUpdate(updater, rowSelection)).map(Number))),
  })
  const status = table.getColumn('status')
  const count = (wanted: LifeFilter): number =>
    grants.filter((one) => lifeOf(one) === wanted).length
  const openedGrant = grants.find((grant) => grant.id === opened)
  return (
    <>
      <Section
        title={`${t('menu.grants')} ${grants.length}`}
        action={
          <Chips
            label={t('grants.filter')}
            value={(status?.getFilterValue() as LifeFilter | undefined) ?? 'all'}
            options={[
              { value: 'all', label: t('grants.all'), count: grants.length },
              { value: 'active', label: t('grantStatus.active'), count: count('active') },
              { value: 'held', label: t('grantStatus.held'), count: count('held') },
              { value: 'ended', label: t('grants.ended'), count: count('ended') },
            ]}
            onChange={(next) => status?.setFilterValue(next === 'all' ? undefined : next)}
          />
        }
      >
        {grants.length === 0 ? (
          <Empty title={t('customer.grants.empty')}>
            <p>{t('customer.grants.empty.todo')}</p>
          </Empty>
        ) : table.getRowModel().rows.length === 0 ? (
          <Empty title={t('customer.filtered.empty')} />
        ) : (
          <div className={style.table}>
            <DataTable
              table={table}
              label={t('menu.grants')}
              lines={2}
              startHere
              onOpen={(grant) => {
                setOpened(grant.id)
                setEvidence(false)
              }}
              choose={
                onChoose && {
                  row: (grant) => t('grant.select', { label: grant.providerName }),
                  all: t('grant.selectAll'),
                }
              }
            />
          </div>
        )}
        {grants.length > 0 && <p className={style.hint}>{t('customer.timeline.hint')}</p>}
      </Section>
      {openedGrant && (
        <Section
          title={t('customer.timeline.of', {
            label: openedGrant.label,
            provider: openedGrant.providerName,
          })}
          action={
            <Button small onPress={() => setEvidence(!evidence)}>
              {t('evidence.show')}
            </Button>
          }
        >
          {openedGrant.accounts.length > 0 && (
            <p className={style.hint}>
              {t('word.accounts')}: {openedGrant.accounts.join('、')}
            </p>
          )}
          <GrantTimeline grantId={openedGrant.id} />
        </Section>
      )}
      {openedGrant && evidence && (
        <EvidencePanel grantId={openedGrant.id} onClose={() => setEvidence(false)} />
      )}
    </>
  )
}
