import { type RefObject, useEffect, useRef } from 'react'
import { useLocation, useNavigationType } from 'react-router'

/** How far each entry of the window's history was scrolled. */
const kept = new Map<string, number>()
/** What a page shows comes a moment after the page. */
const triesMs = 2_000

/**
 * A page that is come back to stands where it was left; any other begins at its top, where it tells what the page before it has done.
 * Another address of the same page in place of this one, such as a filter, moves nothing. Where the focus has gone with the former
 * page the new one has it: keys scroll it, and Tab goes on in it.
 */
export function useKeptScroll(scroller: RefObject<HTMLElement | null>): void {
  const { key, pathname } = useLocation()
  const how = useNavigationType()
  const shown = useRef(pathname)
  useEffect(() => {
    const own = scroller.current
    if (!own) return
    const isAnother = shown.current !== pathname
    shown.current = pathname
    if (isAnother && document.activeElement === document.body) own.focus({ preventScroll: true })
    const wanted = how === 'POP' ? (kept.get(key) ?? 0) : 0
    const until = performance.now() + triesMs
    let frame = 0
    const reach = (): void => {
      own.scrollTop = wanted
      if (own.scrollTop + 1 < wanted && performance.now() < until)
        frame = requestAnimationFrame(reach)
    }
    if (how !== 'REPLACE' || isAnother) reach()
    else kept.set(key, own.scrollTop)
    const keep = (): void => {
      if (performance.now() > until || own.scrollTop >= wanted) kept.set(key, own.scrollTop)
    }
    own.addEventListener('scroll', keep, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      own.removeEventListener('scroll', keep)
    }
  }, [key, pathname, how, scroller])
}
