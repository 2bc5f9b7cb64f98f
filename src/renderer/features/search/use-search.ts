import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { desk, deskQuery } from '#desk'
import { useMay } from '#words'

const waitMs = 120
const settledMs = 1_000

/** What is typed, what the engine was asked, and what it answered. */
export function useSearch(open: boolean) {
  const readsCustomers = useMay('customers.search')
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  const composing = useRef(false)
  const typed = text.trim()
  useEffect(() => {
    // A word under composition is not asked for.
    const timer = setTimeout(() => composing.current || setAsked(typed), waitMs)
    return () => clearTimeout(timer)
  }, [typed])
  // What rests for a second, or whose result is opened, is kept in the audit (R71).
  const told = useRef('')
  const tell = useCallback((): void => {
    if (asked === '' || told.current === asked || !readsCustomers) return
    told.current = asked
    desk.customers.search({ text: asked, settled: true }).catch(() => {})
  }, [asked, readsCustomers])
  useEffect(() => {
    const timer = setTimeout(tell, settledMs)
    return () => clearTimeout(timer)
  }, [tell])
  const found = useQuery(
    deskQuery.customers.search.queryOptions({
      input: { text: asked, settled: false },
      enabled: open && asked !== '' && readsCustomers,
      placeholderData: keepPreviousData,
    }),
  )
  const recent = useQuery(
    deskQuery.customers.recent.queryOptions({ enabled: open && asked === '' && readsCustomers }),
  )
  const answered =
    asked !== '' && (!readsCustomers || (found.data !== undefined && !found.isPlaceholderData))
  return {
    text,
    typed,
    asked,
    setText,
    setAsked,
    tell,
    found: found.data,
    failed: found.error,
    recent: recent.data ?? [],
    answered,
    /** What is listed belongs to what is typed. Until then Enter opens nothing: it would be somebody else. */
    fresh: typed === asked && (asked === '' || answered),
    compositionProps: {
      onCompositionStart: () => {
        composing.current = true
      },
      onCompositionEnd: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => {
        composing.current = false
        setText(value)
        setAsked(value.trim())
      },
    },
  }
}
