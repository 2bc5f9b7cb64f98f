import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { deskQuery } from '#desk'
import { proposalSubject } from '#shared/audit-words'
import type { Proposal } from '#shared/contract/proposals'
import { atJapan } from '#shared/japanese-date'
import { Banner, Button, Section } from '#ui'
import { dateText, timeText, useMay, useWords } from '#words'
import { ProposalDialog } from './proposal-dialog.tsx'
import style from './proposals.module.css'

/** Where it is looked at and decided, if not here. */
const pages: Partial<Record<Proposal['decidedBy'], (one: Proposal) => string>> = {
  'texts.approve': ({ targetLabel, targetId }) =>
    `/consent/texts/${targetLabel.split(' ')[0]}/${targetId}`,
  'retention.decide': () => '/retention',
}

/** What waits for a second person (R14), with what exactly will happen; nothing where nothing waits. */
export function Proposals() {
  const { t } = useWords()
  const may = useMay('proposals.list')
  const queries = useQueryClient()
  const list = useQuery(
    deskQuery.proposals.list.queryOptions({ refetchInterval: 15_000, enabled: may }),
  )
  const [shown, setShown] = useState<Proposal | null>(null)
  const [code, setCode] = useState<{ code: string; subject: string } | null>(null)
  const [news, setNews] = useState<{ title: string; made: boolean } | null>(null)
  const navigate = useNavigate()
  const look = (one: Proposal): void => {
    setNews(null)
    const page = pages[one.decidedBy]?.(one)
    if (page === undefined) setShown(one)
    else navigate(page)
  }
  const waiting = list.data ?? []
  // What somebody is looking at stays until they close it, also when another has decided it: the answer then says so.
  if (waiting.length === 0 && code === null && shown === null && news === null) return null
  return (
    <Section title={t('proposals.title')}>
      {news !== null && <Banner tone={news.made ? 'good' : 'plain'} title={news.title} />}
      {code !== null && (
        <Banner
          tone="good"
          title={t('staff.codeMade')}
          action={
            <Button small onPress={() => setCode(null)}>
              {t('word.close')}
            </Button>
          }
        >
          <p>
            <strong>{t('staff.secondHalf', code)}</strong>
          </p>
          <p>{t('staff.secondHalf.todo')}</p>
        </Banner>
      )}
      {waiting.length > 0 && <p>{t('proposals.lead')}</p>}
      <ul className={style.list}>
        {waiting.map((one) => (
          <li key={`${one.decidedBy}-${one.action}-${one.targetLabel}-${one.id}`}>
            <strong>{proposalSubject(t, one)}</strong>
            <span>
              {t('proposals.madeBy', { name: one.madeByName, time: timeText(one.madeAt) })}
            </span>
            <Button
              small
              aria-label={`${proposalSubject(t, one)} ${t('proposals.look')}`}
              onPress={() => look(one)}
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
          onDone={({ answer, day, code: handOver }) => {
            const subject = proposalSubject(t, shown)
            setShown(null)
            setCode(handOver === null ? null : { code: handOver, subject })
            const made = answer === 'agree'
            setNews({
              made,
              title:
                made && day !== null
                  ? t('proposals.done.planned', { day: dateText(atJapan(day)), subject })
                  : t(`proposals.done.${answer}`, { subject }),
            })
            void queries.invalidateQueries()
          }}
        />
      )}
    </Section>
  )
}
