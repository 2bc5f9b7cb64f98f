import { useEffect, useEffectEvent } from 'react'
import { desk } from '#desk'

const sayEveryMs = 60_000

/** Locks after the set minutes without a key or a pointer, and tells the engine of activity. */
export function useIdleLock(minutes: number, lock: () => void): void {
  const act = useEffectEvent(lock)
  useEffect(() => {
    let last = Date.now()
    let said = Date.now()
    const note = (): void => {
      last = Date.now()
      if (last - said < sayEveryMs) return
      said = last
      desk.staff.stay().catch(() => {})
    }
    const timer = setInterval(() => {
      if (Date.now() - last > minutes * 60_000) act()
    }, 5_000)
    const events = ['pointerdown', 'keydown', 'wheel'] as const
    for (const event of events) window.addEventListener(event, note, { passive: true })
    return () => {
      clearInterval(timer)
      for (const event of events) window.removeEventListener(event, note)
    }
  }, [minutes])
}
