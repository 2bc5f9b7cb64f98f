import { functionalUpdate, type RowSelectionState } from '@tanstack/react-table'
import { useMemo, useState } from 'react'
import type { CustomerGrant } from '#shared/contract/grants'
import type { Scope } from '#shared/grant'
import { Button, Chips, DataTable, Empty, Section, SelectInput, useTableModel } from '#ui'
import { useWords } from '#words'
import style from './customer-page.module.css'
import { EvidencePanel } from './evidence-panel.tsx'
import { grantColumns, type LifeFilter, lifeOf } from './grant-columns.tsx'
import { GrantTimeline } from './grant-timeline.tsx'

/** From this many grants on they can be narrowed by more than their state. */
const manyGrants = 4
const every = 'all'
const lives = ['active', 'held', 'ended'] as const

/** The grants of a customer; an opened one shows its history and the screen that the customer saw. */
export function CustomerGrants({
  grants,
  chosen,
  onChoose,
}: {
  grants: CustomerGrant[]
  chosen: ReadonlySet<number>
  /** Absent where grants cannot be chosen for an act. */
  onChoose: ((ids: Set<number>) => void) | undefined
}) {
  const { t } = useWords()
  const [opened, setOpened] = useState<number | null>(null)
  const [evidence, setEvidence] = useState(false)
  const [life, setLife] = useState<LifeFilter>('all')
  const [provider, setProvider] = useState(every)
  const [scope, setScope] = useState<Scope | typeof every>(every)
  const columns = useMemo(() => grantColumns(t), [t])
  // The numbers at the states are of what the other filters let through, as the list is.
  const others = useMemo(
    () =>
      grants.filter(
        (one) =>
          (provider === every || one.providerName === provider) &&
          (scope === every || one.scopes.includes(scope)),
      ),
    [grants, provider, scope],
  )
  const shown = useMemo(
    () => others.filter((one) => life === 'all' || lifeOf(one) === life),
    [others, life],
  )
  const rowSelection: RowSelectionState = Object.fromEntries([...chosen].map((id) => [id, true]))
  const table = useTableModel(shown, columns, {
    getRowId: (grant) => String(grant.id),
    state: { rowSelection },
    onRowSelectionChange: (updater) =>
      onChoose?.(new Set(Object.keys(functionalUpdate(updater, rowSelection)).map(Number))),
  })
  const count = (of: readonly CustomerGrant[], wanted: LifeFilter): number =>
    wanted === 'all' ? of.length : of.filter((one) => lifeOf(one) === wanted).length
  const openedGrant = grants.find((grant) => grant.id === opened)
  const providers = [...new Set(grants.map((one) => one.providerName))]
  const scopes = [...new Set(grants.flatMap((one) => one.scopes))]
  return (
    <>
      <Section
        title={`${t('menu.grants')} ${grants.length}`}
        action={
          <Chips
            label={t('grants.filter')}
            value={life}
            options={[
              { value: 'all' as const, label: t('grants.all'), count: count(others, 'all') },
              ...lives.map((value) => ({
                value,
                label: t(value === 'ended' ? 'grants.ended' : `grantStatus.${value}`),
                count: count(others, value),
              })),
            ]}
            onChange={setLife}
          />
        }
      >
        {grants.length >= manyGrants && (
          <div className={style.filters}>
            <SelectInput
              label={t('word.provider')}
              placeholder={t('grants.provider.all')}
              value={provider}
              onChange={setProvider}
              options={[
                { value: every, label: t('grants.provider.all') },
                ...providers.map((value) => ({ value, label: value })),
              ]}
            />
            <SelectInput<Scope | typeof every>
              label={t('grant.data')}
              placeholder={t('grants.all')}
              value={scope}
              onChange={setScope}
              options={[
                { value: every, label: t('grants.all') },
                ...scopes.map((value) => ({ value, label: t(`scope.${value}`) })),
              ]}
            />
          </div>
        )}
        {grants.length === 0 ? (
          <Empty title={t('customer.grants.empty')}>
            <p>{t('customer.grants.empty.todo')}</p>
          </Empty>
        ) : shown.length === 0 ? (
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
        {grants.length > 0 && (
          <p className={style.hint}>
            <span role="status">
              {t('customer.grants.total', {
                shown: shown.length,
                all: grants.length,
                active: count(shown, 'active'),
                held: count(shown, 'held'),
                ended: count(shown, 'ended'),
              })}
            </span>
            {'　'}
            {t('customer.timeline.hint')}
          </p>
        )}
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
