import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { deskQuery, failureOf } from '#desk'
import { atJapan } from '#shared/japanese-date'
import { Banner } from '#ui'
import { useWords } from './messages.tsx'
import { dateText, timeText } from './when.ts'

const looksEveryMs = 5_000

/** It is another person's, or of a role that has none. */
const isForeign = (error: Error | null): boolean =>
  error !== null && ['proposal.not-found', 'permission.denied'].includes(failureOf(error).code)

/**
 * Told in place of "saved" where a second person must agree first. It follows that person's word: once it is known the banner says
 * what became of the change, and what the page shows is read again.
 */
export function Waits({ id }: { id: number }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const { data, error } = useQuery(
    deskQuery.proposals.outcome.queryOptions({
      input: { id },
      refetchInterval: ({ state: { data, error } }) =>
        isForeign(error) || (data !== undefined && data.state !== 'pending') ? false : looksEveryMs,
    }),
  )
  const state = data?.state ?? 'pending'
  useEffect(() => {
    if (state === 'agreed') void queries.invalidateQueries()
  }, [state, queries])
  if (isForeign(error)) return null
  if (state === 'pending')
    return (
      <Banner tone="warn" title={t('proposals.waits')}>
        <p>{t('proposals.waits.todo')}</p>
      </Banner>
    )
  const time = timeText(data?.decidedAt ?? 0)
  const name = data?.decidedByName ?? ''
  const day = data?.plannedFor ?? null
  const title =
    day === null
      ? t(`proposals.became.${state}`, { name, time })
      : t('proposals.became.planned', { name, time, day: dateText(atJapan(day)) })
  return (
    <Banner tone={state === 'agreed' ? 'good' : 'plain'} title={title}>
      {data?.note && <p>{data.note}</p>}
    </Banner>
  )
}
