import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react'

const page = 12
/** Frames within which a row that is scrolled to is drawn. */
const drawnWithin = 30
/** Where a person was in each list of each entry of the window's history: Back leads there again. */
const places = new Map<string, number>()
/** As the router names its entries. */
const entry = (): string => {
  const { key } = (window.history.state ?? {}) as { key?: string }
  return key ?? 'first'
}

/** Whether a key pressed anywhere on the page may go to its list: nothing is typed, nothing lies over the page. */
const isFree = (event: globalThis.KeyboardEvent): boolean =>
  !event.defaultPrevented &&
  !event.isComposing &&
  !event.ctrlKey &&
  !event.metaKey &&
  !event.altKey &&
  event.target instanceof HTMLElement &&
  !event.target.isContentEditable &&
  !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) &&
  document.querySelector('[role="dialog"], [role="alertdialog"], [role="listbox"]') === null

/**
 * Keyboard of a long list: one row has the focus, and ↑↓, J/K, Home, End and the page keys move it, also to rows that are
 * not drawn yet; Ctrl+End goes on while further rows come. J and K reach the page's first list from anywhere. Decision 0021 says why
 * this is not react-aria's Table.
 * @param onKey what other keys do at a row; false where a key does nothing
 */
export function useRowKeys({
  name,
  count,
  scroller,
  scrollTo,
  startHere,
  onKey,
}: {
  /** Of the list, on its page. */
  name: string
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
  const [place] = useState(() => `${entry()} ${name}`)
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
  /** At once if the row is drawn, so that the next key finds it; a row out of sight is drawn first, a new list measured. */
  const reach = (index: number, frames: number): void => {
    if (focus(index) || frames === 0) return
    requestAnimationFrame(() => {
      scrollTo(index)
      reach(index, frames - 1)
    })
  }
  const move = (to: number): void => {
    const index = Math.max(0, Math.min(count - 1, to))
    setAt(index)
    scrollTo(index)
    reach(index, drawnWithin)
  }
  /** The last row there is, though it may not be loaded yet. */
  const toEnd = useRef(false)
  const back = useRef(places.get(place))
  const arrive = useEffectEvent((): void => {
    if (toEnd.current) move(count - 1)
    else if (back.current !== undefined && back.current < count) {
      move(back.current)
      back.current = undefined
    }
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: more rows are what this is about
  useEffect(() => arrive(), [count])
  const fromAnywhere = useEffectEvent((event: globalThis.KeyboardEvent): void => {
    if ((event.key !== 'j' && event.key !== 'k') || !isFree(event) || count === 0) return
    const own = scroller.current
    if (!own || own.contains(document.activeElement)) return
    if (document.querySelector('[data-rows]') !== own) return
    event.preventDefault()
    move(at)
  })
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent): void => fromAnywhere(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const { nativeEvent, ctrlKey, metaKey, altKey, target, currentTarget, key } = event
    if (nativeEvent.isComposing || metaKey || altKey || target !== currentTarget) return
    if (ctrlKey && key !== 'Home' && key !== 'End') return
    toEnd.current = ctrlKey && key === 'End'
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
    const to = steps[key]
    if (to !== undefined) move(to)
    else if (!onKey(event, index)) return
    event.preventDefault()
  }
  return {
    rowProps: (index) => ({
      tabIndex: index === Math.min(at, Math.max(0, count - 1)) ? 0 : -1,
      onFocus: () => {
        setAt(index)
        places.set(place, index)
      },
      onKeyDown: (event) => onKeyDown(event, index),
    }),
  }
}
