import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { contract } from '#shared/contract'
import { isAct } from '#shared/contract/may'
import { actKeyHeader } from '#shared/contract/work'
import { type ErrorCode, errors } from '#shared/errors'
import { NotMade, personIsIn, sendAct, type Way } from './sent-acts.ts'

export { dismissAct, NotMade, type SentAct, sentActs } from './sent-acts.ts'

type Desk = ContractRouterClient<typeof contract>

/** True on the desktop, whose page is app://console; a browser has an address with a port. */
const onDesktop = location.host === 'console'
/** What travels beside a call. */
interface Beside {
  key?: string
}
const headers = ({ context }: { context: Beside }): Record<string, string> =>
  context.key === undefined ? {} : { [actKeyHeader]: context.key }

interface Line {
  link: PortLink<Beside>
  /** Aborted when the engine behind the port is gone, so that calls waiting for an answer fail. */
  lost: AbortController
}
let line: Line | undefined
const waiting: (() => void)[] = []

/** Fires when a new engine answers, so that the window asks again for everything that it shows. */
export const reconnected = new EventTarget()

// The desktop hands a port to the window, and another after each restart of the engine (src/preload).
if (onDesktop)
  window.addEventListener('message', (event) => {
    const [port] = event.ports
    if (event.source !== window || event.data !== 'engine-port' || !port) return
    line?.lost.abort()
    const next: Line = { link: new PortLink({ port, headers }), lost: new AbortController() }
    port.addEventListener('close', () => {
      next.lost.abort()
      if (line === next) line = undefined
    })
    port.start()
    line = next
    for (const wake of waiting.splice(0)) wake()
    reconnected.dispatchEvent(new Event('reconnected'))
  })

async function currentLine(): Promise<Line> {
  while (!line) await new Promise<void>((resolve) => waiting.push(resolve))
  return line
}

/** Over the port on the desktop, over HTTP in a browser; nothing else in the console depends on which. */
const transport = onDesktop
  ? {
      async call(...[path, input, options]: Parameters<PortLink<Beside>['call']>) {
        const { link: own, lost } = await currentLine()
        const signal = options.signal ? AbortSignal.any([options.signal, lost.signal]) : lost.signal
        return own.call(path, input, { ...options, signal })
      },
    }
  : new RPCLink<Beside>({
      headers,
      url: () => new URL('/rpc', location.href),
      fetch: (request, init) =>
        fetch(request, { ...init, credentials: 'same-origin', keepalive: leaving }),
    })

/** The page is being left: what is sent now outlives it (Fetch §4.5, keepalive). */
let leaving = false
window.addEventListener('pagehide', () => {
  leaving = true
})
window.addEventListener('pageshow', () => {
  leaving = false
})

const settle: Way['settle'] = async (key) => {
  try {
    const { made } = (await transport.call(['work', 'settle'], { key }, { context: {} })) as {
      made: boolean
    }
    return made
  } catch (error) {
    if (isNotIn(error)) return undefined
    throw error
  }
}
const notIn: ErrorCode[] = ['staff.not-signed-in', 'staff.session-locked', 'staff.enrol-needed']
/** Whether a call failed because the person of this window is not at work in it any more. */
export const isNotIn = (error: unknown): boolean => notIn.includes(failureOf(error).code)

/** Every call of the window goes through here, and so has every act its key. */
const link = {
  call(...[path, input, options]: Parameters<PortLink<Beside>['call']>): Promise<unknown> {
    const call = path.join('.')
    if (!isAct(call)) return transport.call(path, input, options)
    return sendAct(
      { call, input },
      {
        send: (key) => transport.call(path, input, { ...options, context: { key } }),
        // A failure of the engine may come after the act was made.
        isAnswer: (error) => failureOf(error).code !== 'server.failed',
        settle,
      },
    )
  },
}

/** Somebody is signed in at this window: what was sent before is asked about. */
export const nowIn = (person: number, onMade: (page: string) => void): void =>
  personIsIn(person, settle, onMade)

export const desk: Desk = createORPCClient(link)
export const deskQuery = createTanstackQueryUtils(desk)

let aheadMs = 0

/** Keeps what the engine's clock showed just now; epoch ms. */
export function learnEngineClock(at: number): void {
  aheadMs = at - Date.now()
}

/** Epoch ms by the engine's clock: the clock of the PC may be wrong, and 今日 another day. */
export function engineNow(): number {
  return Date.now() + aheadMs
}

/** A failed call, as the engine tells it. */
export interface CallFailure {
  code: ErrorCode
  incident: string | undefined
  detail: string | null
  issues: { message: string; path: string[] }[]
}

export function failureOf(error: unknown): CallFailure {
  if (error instanceof ORPCError && Object.hasOwn(errors, error.code)) {
    const data = (error.data ?? {}) as Partial<CallFailure>
    const code = error.code as ErrorCode
    const { incident, detail = null, issues = [] } = data
    return { code, incident, detail, issues }
  }
  return error instanceof NotMade
    ? failureOf(error.cause)
    : { code: 'server.failed', incident: undefined, detail: null, issues: [] }
}
