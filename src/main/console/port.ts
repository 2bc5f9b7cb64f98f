import { RPCHandler } from '@orpc/server/message-port'
import { RequestHeadersPlugin } from '@orpc/server/plugins'
import type { CallContext } from './context.ts'
import { router } from './router.ts'

type Port = Parameters<RPCHandler<CallContext>['upgrade']>[0]

/** Answers one window over its port. The session token never leaves this process. */
export function answerPort(
  port: Port,
  given: Omit<CallContext, 'holder' | 'terminal' | 'trustedWindow'>,
): void {
  let token: string | undefined
  const context: CallContext = {
    ...given,
    terminal: 'desktop',
    trustedWindow: true,
    holder: {
      get: () => token,
      set: (next) => {
        token = next
      },
    },
  }
  new RPCHandler<CallContext>(router, { plugins: [new RequestHeadersPlugin()] }).upgrade(port, {
    context,
  })
}
