import { useQueryClient } from '@tanstack/react-query'
import { desk, deskQuery } from '#desk'
import type { ProviderDetail } from '#shared/contract/providers'
import { atJapan } from '#shared/japanese-date'
import { Banner, Button, Section } from '#ui'
import { dateText, Failure, optional, useAct, useMay, useWords } from '#words'
import style from './provider.module.css'

type Planned = ProviderDetail['planned'][number]

/** Changes that two persons agreed to and that wait for their day, old and new side by side; nothing where there are none. */
export function PlannedChanges({ provider: { planned } }: { provider: ProviderDetail }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const mayAct = useMay('providers.withdrawChange')
  const readAgain = () => queries.invalidateQueries({ queryKey: deskQuery.providers.key() })
  const { act, busy, error } = useAct(desk.providers.withdrawChange, readAgain)
  if (planned.length === 0) return null
  return (
    <Section title={t('plan.section')}>
      {error && <Failure error={error} />}
      {planned.map((one) => (
        <Banner
          key={one.id}
          tone={one.state === 'failed' ? 'warn' : 'plain'}
          title={`${t('plan.from', { day: dateText(atJapan(one.effectiveOn)) })}　${t(`plan.${one.state}`)}`}
          action={
            mayAct && (
              <Button small isDisabled={busy} onPress={() => act({ id: one.id })}>
                {t('plan.withdraw')}
              </Button>
            )
          }
        >
          {one.state === 'failed' && <p>{t('plan.failed.todo')}</p>}
          <Lines one={one} />
          <p className={style.client}>
            {t('plan.by', { maker: one.plannedByName, second: one.approvedByName })}
          </p>
        </Banner>
      ))}
    </Section>
  )
}

function Lines({ one: { was, becomes } }: { one: Planned }) {
  const { t } = useWords()
  return (
    <ul className={style.list}>
      {Object.keys(becomes).map((field) => (
        <li key={field}>
          {optional(t, `auditField.${field}`, t('plan.keys'))}
          {field !== 'jwks' && `：${shown(was[field])} → ${shown(becomes[field])}`}
        </li>
      ))}
    </ul>
  )
}

/** A column as it is kept: lists and flags in a form that can be read. */
const shown = (value: string | number | null | undefined): string =>
  value === null || value === undefined || value === ''
    ? '—'
    : String(value)
        .replaceAll(/[[\]{}"]/g, '')
        .replaceAll(',', '、')
