import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { deskQuery } from '#desk'
import { useMay } from '#words'

const waitMs = 200

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
  const found = useQuery(
    deskQuery.customers.search.queryOptions({
      input: { text: asked },
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
