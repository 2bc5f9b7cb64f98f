import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { deskQuery, nowIn } from '#desk'
import { Page, Skeleton } from '#ui'
import {
  beginTold,
  forgetDialogs,
  leaveCalls,
  leaveDrafts,
  readDrafts,
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
  const drafts = useQuery({
    queryKey: deskQuery.work.drafts.queryKey(),
    queryFn: ({ signal }) => readDrafts(signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  })
  // Before the console that stands below begins to tell.
  useLayoutEffect(() => beginTold(id), [id])
  const taken = useRef(false)
  const late = useRef(false)
  if (!drafts.isPending && !taken.current) {
    // Where the engine is silent the window still has its own.
    takeDrafts(id, drafts.data)
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
  const navigate = useNavigate()
  const leave = useEffectEvent((): void => {
    leaveDrafts()
    leaveCalls()
    // What the page was told of this person's act is not for whoever signs in here next.
    const { pathname, search, hash } = window.location
    if (window.history.state?.usr)
      void navigate({ pathname, search, hash }, { replace: true, state: null })
  })
  useEffect(() => () => leave(), [])
  return here ? (
    children
  ) : (
    <Page title={t('app.name')}>
      <Skeleton label={t('app.loading')} />
    </Page>
  )
}
