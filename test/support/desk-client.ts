import { randomUUID } from 'node:crypto'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { expect } from 'vitest'
import type { contract } from '#shared/contract'
import { isAct } from '#shared/contract/may'
import { actKeyHeader } from '#shared/contract/work'
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
      connectionTest: () => world.testChannel ?? null,
      setupCode: () => setupCode,
      place: { issuer: 'http://127.0.0.1:1', console: null, listening: () => true, startedAt: 0 },
    },
  })
  return { url: http.url, close }
}

/** An answer less the bytes of its PDF, which has an id of its own each time. */
const told = async (response: Response) => [
  response.status,
  (await response.text()).replace(/[\w+/]{500,}=*/, ''),
]

/**
 * One window over HTTP with its own cookie. While `repeated` is on each act goes twice under one key, as from a window whose answer
 * was lost, and both answers must be the same to the letter.
 */
export function openDesk(
  url: string,
  repeated = { on: false },
): {
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
      const call = new URL(request.url).pathname.slice('/rpc/'.length).replace('/', '.')
      const again = repeated.on && isAct(call)
      if (again) headers.set(actKeyHeader, randomUUID())
      const sent = new Request(request, { headers })
      const response = await fetch(sent.clone(), init)
      if (again) {
        const second = await fetch(sent, init)
        expect(await told(second), call).toEqual(await told(response.clone()))
      }
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
