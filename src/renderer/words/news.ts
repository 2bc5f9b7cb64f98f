import { NavigationType, useLocation, useNavigationType } from 'react-router'

/**
 * What the page before this one has done, handed over with `navigate(…, { state })`. It is told once: after Back, Forward or a reload
 * it may be no longer so, and somebody else may sit there.
 */
export function useNews<T>(): T | null {
  const { state } = useLocation()
  return useNavigationType() === NavigationType.Pop ? null : (state as T | null)
}
