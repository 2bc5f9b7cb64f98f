import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { contract } from '#shared/contract'
import { type ErrorCode, errors } from '#shared/errors'

type Desk = ContractRouterClient<typeof contract>

const onDesktop = location.protocol === 'app:'
let portLink: PortLink<Record<never, never>> | undefined
const waiting: (() => void)[] = []

// The desktop hands a port over once per window, and again after the engine was restarted (src/preload).
if (onDesktop)
  window.addEventListener('message', (event) => {
    const [port] = event.ports
    if (event.source !== window || event.data !== 'desk-port' || !port) return
    port.start()
    portLink = new PortLink({ port })
    for (const wake of waiting.splice(0)) wake()
  })

/** Over the port on the desktop, over HTTP in a browser; nothing else in the console can tell which. */
const link = onDesktop
  ? {
      async call(...args: Parameters<PortLink<Record<never, never>>['call']>) {
        if (!portLink) await new Promise<void>((resolve) => waiting.push(resolve))
        if (!portLink) throw new Error('no port')
        return portLink.call(...args)
      },
    }
  : new RPCLink({
      url: () => new URL('/rpc', location.href),
      fetch: (request, init) => fetch(request, { ...init, credentials: 'same-origin' }),
    })

export const desk: Desk = createORPCClient(link)
export const deskQuery = createTanstackQueryUtils(desk)

/** What went wrong with a call, as the engine says it. */
export interface DeskFailure {
  code: ErrorCode
  incident: string | undefined
  issues: { message: string; path: string[] }[]
}

export function failureOf(error: unknown): DeskFailure {
  if (error instanceof ORPCError && Object.hasOwn(errors, error.code)) {
    const data = (error.data ?? {}) as { incident?: string; issues?: DeskFailure['issues'] }
    return { code: error.code as ErrorCode, incident: data.incident, issues: data.issues ?? [] }
  }
  return { code: 'server.failed', incident: undefined, issues: [] }
}
