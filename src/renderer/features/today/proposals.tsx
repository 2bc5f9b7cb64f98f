import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { deskQuery } from '#desk'
import { proposalSubject } from '#shared/audit-words'
import type { Proposal } from '#shared/contract/proposals'
import { Button, Section } from '#ui'
import { timeText, useMay, useWords } from '#words'
import { ProposalDialog } from './proposal-dialog.tsx'
import style from './proposals.module.css'

/** What waits for a second person (R14), with what exactly will happen; nothing where nothing waits. */
export function Proposals() {
  const { t } = useWords()
  const may = useMay('proposals.list')
  const queries = useQueryClient()
  const list = useQuery(
    deskQuery.proposals.list.queryOptions({ refetchInterval: 15_000, enabled: may }),
  )
  const [shown, setShown] = useState<Proposal | null>(null)
  if (!list.data || list.data.length === 0) return null
  return (
    <Section title={t('proposals.title')}>
      <p>{t('proposals.lead')}</p>
      <ul className={style.list}>
        {list.data.map((one) => (
          <li key={one.id}>
            <strong>{proposalSubject(t, one)}</strong>
            <span>
              {t('proposals.madeBy', { name: one.madeByName, time: timeText(one.madeAt) })}
            </span>
            <Button
              small
              aria-label={`${proposalSubject(t, one)} ${t('proposals.look')}`}
              onPress={() => setShown(one)}
            >
              {t('proposals.look')}
            </Button>
          </li>
        ))}
      </ul>
      {shown && (
        <ProposalDialog
          proposal={shown}
          onClose={() => setShown(null)}
          onDone={() => {
            setShown(null)
            void queries.invalidateQueries()
          }}
        />
      )}
    </Section>
  )
}
