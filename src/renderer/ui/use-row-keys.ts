import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'

const page = 12

/**
 * Keyboard of a long list: one row has the focus, and ↑↓, J/K, Home, End and the page keys move it, also to rows that are
 * not drawn yet. Decision 0021 says why this is not react-aria's Table.
 * @param onKey what other keys do at a row; false where a key does nothing
 */
export function useRowKeys({
  count,
  scroller,
  scrollTo,
  startHere,
  onKey,
}: {
  count: number
  scroller: RefObject<HTMLElement | null>
  scrollTo: (index: number) => void
  /** The keyboard starts at the first row. */
  startHere: boolean
  onKey: (event: KeyboardEvent, index: number) => boolean
}): {
  rowProps: (index: number) => {
    tabIndex: number
    onFocus: () => void
    onKeyDown: (event: KeyboardEvent) => void
  }
} {
  const [at, setAt] = useState(0)
  const focus = (index: number): boolean => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)
    row?.focus()
    return row !== null && row !== undefined
  }
  const started = useRef(!startHere)
  useEffect(() => {
    if (!started.current) started.current = focus(0)
  })
  const move = (to: number): void => {
    const index = Math.max(0, Math.min(count - 1, to))
    setAt(index)
    scrollTo(index)
    // Focuses at once if the row is drawn, so that the next key finds it; a row out of sight is drawn first.
    if (!focus(index)) requestAnimationFrame(() => focus(index))
  }
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const { nativeEvent, ctrlKey, metaKey, altKey, target, currentTarget } = event
    if (nativeEvent.isComposing || ctrlKey || metaKey || altKey || target !== currentTarget) return
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      j: index + 1,
      ArrowUp: index - 1,
      k: index - 1,
      Home: 0,
      End: count - 1,
      PageDown: index + page,
      PageUp: index - page,
    }
    const to = steps[event.key]
    if (to !== undefined) move(to)
    else if (!onKey(event, index)) return
    event.preventDefault()
  }
  return {
    rowProps: (index) => ({
      tabIndex: index === Math.min(at, Math.max(0, count - 1)) ? 0 : -1,
      onFocus: () => setAt(index),
      onKeyDown: (event) => onKeyDown(event, index),
    }),
  }
}
