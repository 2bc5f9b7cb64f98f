import { type Query, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { Skeleton } from '#ui'
import style from './at-once.module.css'
import { useWords } from './messages.tsx'

/** An answer that does not come holds nothing up for longer. */
const longestMs = 1_500
const unanswered = { predicate: ({ state }: Query) => state.status === 'pending' }

/**
 * Parts that ask the engine each for itself are shown at once, when all have an answer: what appeared above a link a moment ago
 * would move it away under the hand that presses it.
 */
export function AtOnce({ children }: { children: ReactNode }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (shown) return
    // The parts below have asked by now.
    const look = (): void => {
      if (queries.isFetching(unanswered) === 0) setShown(true)
    }
    look()
    const leave = queries.getQueryCache().subscribe(look)
    const late = setTimeout(() => setShown(true), longestMs)
    return () => {
      leave()
      clearTimeout(late)
    }
  }, [queries, shown])
  return (
    <>
      {!shown && (
        <div className={style.meanwhile}>
          <Skeleton label={t('app.loading')} />
        </div>
      )}
      <div className={shown ? style.parts : style.hidden}>{children}</div>
    </>
  )
}
