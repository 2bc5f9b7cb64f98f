import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '#shared/contract'
import { Backups } from '../../src/main/backup/backups.ts'
import { startConsoleListener } from '../../src/main/console/http.ts'
import { PreviewPages } from '../../src/main/console/preview-pages.ts'
import { openListener } from '../../src/main/listener/index.ts'
import type { World } from './world.ts'

export type Desk = ContractRouterClient<typeof contract>

export interface OpenConsole {
  url: string
  close(): Promise<void>
}

export async function consoleOf(
  world: World,
  setupCode: string | null = null,
  files = '/nonexistent',
  backups = new Backups(world.engine),
  behind: { port: number; publicUrl?: string; trustFront?: string } = { port: 0 },
): Promise<OpenConsole> {
  const http = await openListener({ host: '127.0.0.1', port: behind.port })
  const { close } = await startConsoleListener({
    http,
    files,
    publicUrl: behind.publicUrl,
    trustFront: behind.trustFront,
    context: {
      engine: world.engine,
      previews: new PreviewPages(),
      backups,
      setupCode: () => setupCode,
      place: { issuer: 'http://127.0.0.1:1', console: null, listening: () => true, startedAt: 0 },
    },
  })
  return { url: http.url, close }
}

/** One window over HTTP with its own cookie. */
export function openDesk(url: string): {
  desk: Desk
  cookie: () => string
  setCookie: (value: string) => void
} {
  let cookie = ''
  const link = new RPCLink({
    url: `${url}/rpc`,
    fetch: async (request, init) => {
      const headers = new Headers(request.headers)
      if (cookie) headers.set('cookie', cookie)
      const response = await fetch(new Request(request, { headers }), init)
      for (const set of response.headers.getSetCookie()) cookie = set.split(';')[0] ?? ''
      return response
    },
  })
  return {
    desk: createORPCClient(link),
    cookie: () => cookie,
    setCookie: (value) => {
      cookie = value
    },
  }
}
