import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { deskQuery } from '#desk'
import { Banner } from '#ui'
import { useWords } from './messages.tsx'
import { timeText } from './when.ts'

const looksEveryMs = 5_000

/**
 * Told in place of "saved" where a second person must agree first. It follows that person's word: once it is known the banner says
 * what became of the change, and what the page shows is read again.
 */
export function Waits({ id }: { id: number }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const { data } = useQuery(
    deskQuery.proposals.outcome.queryOptions({
      input: { id },
      refetchInterval: ({ state }) =>
        state.data === undefined || state.data.state === 'pending' ? looksEveryMs : false,
    }),
  )
  const state = data?.state ?? 'pending'
  useEffect(() => {
    if (state === 'agreed') void queries.invalidateQueries()
  }, [state, queries])
  if (state === 'pending')
    return (
      <Banner tone="warn" title={t('proposals.waits')}>
        <p>{t('proposals.waits.todo')}</p>
      </Banner>
    )
  const time = timeText(data?.decidedAt ?? 0)
  const name = data?.decidedByName ?? ''
  return (
    <Banner
      tone={state === 'agreed' ? 'good' : 'plain'}
      title={t(`proposals.became.${state}`, { name, time })}
    >
      {data?.note && <p>{data.note}</p>}
    </Banner>
  )
}
