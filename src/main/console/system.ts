import { setTimeout as sleep } from 'node:timers/promises'
import { systemStatus } from '#engine'
import { desk } from './answer.ts'
import type { CallContext } from './context.ts'

const everyMs = 5_000

function status({ engine, place }: CallContext) {
  return {
    ...systemStatus(engine),
    audit: engine.trail.status,
    startedAt: place.startedAt,
    console: place.console,
    provider: { listening: place.listening(), issuer: place.issuer },
  }
}

export const system = {
  status: desk.system.status.handler(({ context }) => status(context)),
  watch: desk.system.watch.handler(async function* ({ context, signal }) {
    while (!signal?.aborted) {
      yield status(context)
      await sleep(everyMs, undefined, signal ? { signal } : {}).catch(() => {})
    }
  }),
}
