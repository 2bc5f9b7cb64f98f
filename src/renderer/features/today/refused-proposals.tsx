import { useQuery } from '@tanstack/react-query'
import { deskQuery } from '#desk'
import { proposalSubject } from '#shared/audit-words'
import { refusedDays } from '#shared/contract/proposals'
import { Section } from '#ui'
import { timeText, useMay, useWords } from '#words'
import style from './proposals.module.css'

/** What one's own was refused of late, by whom and why: the page on which it was asked for may have been left since. */
export function RefusedProposals() {
  const { t } = useWords()
  const may = useMay('proposals.refused')
  const list = useQuery(
    deskQuery.proposals.refused.queryOptions({ refetchInterval: 15_000, enabled: may }),
  )
  if (!list.data || list.data.length === 0) return null
  return (
    <Section title={t('proposals.refused.title', { days: refusedDays })}>
      <ul className={style.refused}>
        {list.data.map((one) => (
          <li key={one.id}>
            <strong>{proposalSubject(t, one)}</strong>
            <p>
              {t('proposals.became.refused', {
                name: one.decidedByName,
                time: timeText(one.decidedAt),
              })}
            </p>
            <p>
              {one.note === ''
                ? t('proposals.refused.noNote')
                : t('proposals.refused.note', { note: one.note })}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
