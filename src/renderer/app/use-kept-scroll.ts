import { type RefObject, useEffect } from 'react'
import { useLocation, useNavigationType } from 'react-router'

/** How far each entry of the window's history was scrolled. */
const kept = new Map<string, number>()
/** What a page shows comes a moment after the page. */
const triesMs = 2_000

/** A page that is come back to stands where it was left; any other begins at its top. */
export function useKeptScroll(scroller: RefObject<HTMLElement | null>): void {
  const { key } = useLocation()
  const how = useNavigationType()
  useEffect(() => {
    const own = scroller.current
    if (!own) return
    const wanted = how === 'POP' ? (kept.get(key) ?? 0) : 0
    const until = performance.now() + triesMs
    let frame = 0
    const reach = (): void => {
      own.scrollTop = wanted
      if (own.scrollTop + 1 < wanted && performance.now() < until)
        frame = requestAnimationFrame(reach)
    }
    if (how !== 'REPLACE') reach()
    const keep = (): void => {
      if (performance.now() > until || own.scrollTop >= wanted) kept.set(key, own.scrollTop)
    }
    own.addEventListener('scroll', keep, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      own.removeEventListener('scroll', keep)
    }
  }, [key, how, scroller])
}
