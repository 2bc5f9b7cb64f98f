import { useEffect, useState } from 'react'
import { desk, learnEngineClock } from '#desk'
import type { SystemStatus } from '#shared/contract/system'

const silenceMs = 12_000
const againMs = 1_000

/** The engine's own word, as it comes; after 12 s of silence, the time of the last one. */
export function useStatus(): { status: SystemStatus | undefined; lostAt: number | undefined } {
  const [status, setStatus] = useState<SystemStatus>()
  const [lostAt, setLostAt] = useState<number>()
  useEffect(() => {
    const stop = new AbortController()
    let last = Date.now()
    const listen = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        try {
          for await (const next of await desk.system.watch(undefined, { signal: stop.signal })) {
            last = Date.now()
            learnEngineClock(next.at)
            setStatus(next)
            setLostAt(undefined)
          }
        } catch {
          // However the stream ended, it has: said below.
        }
        if (!stop.signal.aborted) setLostAt(last)
        await new Promise((resume) => setTimeout(resume, againMs))
      }
    }
    void listen()
    const timer = setInterval(() => {
      if (Date.now() - last > silenceMs) setLostAt(last)
    }, againMs)
    return () => {
      stop.abort()
      clearInterval(timer)
    }
  }, [])
  return { status, lostAt }
}
