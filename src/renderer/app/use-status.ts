import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { deskQuery, isNotIn, learnEngineClock, reconnected } from '#desk'
import type { SystemStatus } from '#shared/contract/system'

const silenceMs = 12_000
const againMs = 1_000

/**
 * The engine's own word, as it comes; when it ends, fails, or is silent for 12 s: the time of the last one. When it speaks again
 * the window asks anew for what it shows: what could not be read meanwhile must not stay as it failed.
 */
export function useStatus(): { status: SystemStatus | undefined; lostAt: number | undefined } {
  const live = useQuery(
    deskQuery.system.watch.experimental_liveOptions({
      retry: false,
      // Does nothing while the stream flows; begins it anew when it has ended, however it did.
      refetchInterval: againMs,
      refetchIntervalInBackground: true,
      networkMode: 'always',
    }),
  )
  const { data: status, dataUpdatedAt, error, errorUpdatedAt } = live
  const queries = useQueryClient()
  // Signed out or locked elsewhere: the engine is there, and the window shows so at once.
  useEffect(() => {
    if (isNotIn(error)) void queries.invalidateQueries({ queryKey: deskQuery.staff.me.key() })
  }, [error, queries])
  const [silent, setSilent] = useState(false)
  useEffect(() => {
    setSilent(false)
    const timer = setTimeout(() => setSilent(dataUpdatedAt > 0), silenceMs)
    return () => clearTimeout(timer)
  }, [dataUpdatedAt])
  useEffect(() => {
    if (status) learnEngineClock(status.at)
  }, [status])
  const lost = live.isError || silent || (status && live.fetchStatus === 'idle')
  const wasLost = useRef(false)
  const isLost = Boolean(lost)
  useEffect(() => {
    if (wasLost.current && !isLost) reconnected.dispatchEvent(new Event('reconnected'))
    wasLost.current = isLost
  }, [isLost])
  return { status, lostAt: lost ? dataUpdatedAt || errorUpdatedAt : undefined }
}
