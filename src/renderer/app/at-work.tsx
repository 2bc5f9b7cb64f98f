import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { deskQuery, nowIn } from '#desk'
import { Page, Skeleton } from '#ui'
import {
  forgetDialogs,
  forgetTold,
  leaveCalls,
  leaveDrafts,
  takeDrafts,
  useMe,
  useWords,
} from '#words'

/**
 * Between sign-in and the console: brings back what the person had typed, and asks what became of acts whose answers a lock, a
 * sign-in or a reload has cut off.
 */
export function AtWork({ children }: { children: ReactNode }) {
  const { t } = useWords()
  const { id } = useMe()
  const drafts = useQuery(
    deskQuery.work.drafts.queryOptions({
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
      retry: false,
      refetchOnWindowFocus: false,
    }),
  )
  const taken = useRef(false)
  const late = useRef(false)
  if (!drafts.isPending && !taken.current) {
    // Where the engine is silent the window still has its own.
    takeDrafts(id, drafts.data ?? [])
    taken.current = true
    late.current = drafts.isError
  }
  useEffect(() => {
    // A window that was loaded anew has nothing of its own: what the engine kept comes when the engine does.
    if (!late.current || !drafts.data) return
    takeDrafts(id, drafts.data)
    late.current = false
  }, [id, drafts.data])
  // Also while a failed question is asked again: the console that stands is not taken away.
  const here = taken.current
  useEffect(() => {
    if (here) nowIn(id, forgetDialogs)
  }, [id, here])
  useEffect(
    () => () => {
      leaveDrafts()
      forgetTold()
      leaveCalls()
    },
    [],
  )
  return here ? (
    children
  ) : (
    <Page title={t('app.name')}>
      <Skeleton label={t('app.loading')} />
    </Page>
  )
}
