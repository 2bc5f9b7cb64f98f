import { useState } from 'react'
import type { GrantSummary } from '#shared/contract/grants'
import { Button, Chips, DataTable, Empty, Section } from '#ui'
import { useWords } from '#words'
import style from './customer-page.module.css'
import { EvidencePanel } from './evidence-panel.tsx'
import { grantColumns, isLive } from './grant-columns.tsx'
import { GrantTimeline } from './grant-timeline.tsx'

type Filter = 'all' | 'active' | 'ended'

/** Every grant of a customer; one opened shows its life, and the screen that the customer saw. */
export function CustomerGrants({
  grants,
  chosen,
  onChoose,
}: {
  grants: GrantSummary[]
  chosen: ReadonlySet<number>
  /** Absent where nothing can be done for them. */
  onChoose: ((ids: Set<number>) => void) | undefined
}) {
  const { t } = useWords()
  const [filter, setFilter] = useState<Filter>('all')
  const [opened, setOpened] = useState<number | null>(null)
  const [evidence, setEvidence] = useState(false)
  const shown = grants.filter(
    (grant) => filter === 'all' || isLive(grant) === (filter === 'active'),
  )
  const live = grants.filter(isLive).length
  const openedGrant = grants.find((grant) => grant.id === opened)
  return (
    <>
      <Section
        title={`${t('menu.grants')} ${grants.length}`}
        action={
          <Chips
            label={t('grants.filter')}
            value={filter}
            options={[
              { value: 'all', label: t('grants.all'), count: grants.length },
              { value: 'active', label: t('grants.active'), count: live },
              { value: 'ended', label: t('grants.ended'), count: grants.length - live },
            ]}
            onChange={setFilter}
          />
        }
      >
        {grants.length === 0 ? (
          <Empty title={t('customer.grants.empty')}>
            <p>{t('customer.grants.empty.todo')}</p>
          </Empty>
        ) : shown.length === 0 ? (
          <Empty title={t('customer.filtered.empty')} />
        ) : (
          <div className={style.table}>
            <DataTable
              label={t('menu.grants')}
              lines={2}
              narrow
              startHere
              rows={shown}
              columns={grantColumns(t)}
              rowId={(grant) => grant.id}
              onOpen={(grant) => {
                setOpened(grant.id)
                setEvidence(false)
              }}
              {...(onChoose && {
                selection: {
                  ids: chosen,
                  label: (grantId: number) =>
                    t('grant.select', {
                      label: grants.find((grant) => grant.id === grantId)?.providerName ?? '',
                    }),
                  onChange: onChoose,
                },
                selectionHeader: t('grant.selectAll'),
              })}
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
