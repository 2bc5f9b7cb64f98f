import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import { RPCHandler } from '@orpc/server/fastify'
import fastify, { type FastifyReply } from 'fastify'
import type { Listener } from '../listener/index.ts'
import { consoleContentSecurityPolicy, previewHeaders } from './content-security-policy.ts'
import type { CallContext } from './context.ts'
import { router } from './router.ts'

const cookieName = 'desk_session'
const bodyLimit = 256 * 1024

export interface ConsoleListener {
  close(): Promise<void>
}

/** The console in a browser: the same bundle and the same calls as on the desktop, over HTTP, for staff who sign in. */
export async function startConsoleListener(options: {
  http: Listener
  files: string
  context: Omit<CallContext, 'holder' | 'terminal' | 'trustedWindow'>
}): Promise<ConsoleListener> {
  const { http } = options
  let answer: Parameters<Listener['attach']>[0] | undefined
  const app = fastify({
    serverFactory: (handle) => {
      answer = handle
      return http.server
    },
    bodyLimit,
    genReqId: () => randomUUID(),
  })
  const handler = new RPCHandler<CallContext>(router)
  const allowedHosts = new Set([
    new URL(http.url).host,
    ...['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${http.port}`),
  ])

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers({
      'content-security-policy': consoleContentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    // Against DNS rebinding: only host names of the console are answered; a page of another site is refused by its Origin.
    const host = request.headers.host ?? ''
    const { origin } = request.headers
    if (
      !allowedHosts.has(host) ||
      (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`)
    ) {
      reply
        .code(403)
        .type('text/plain; charset=utf-8')
        .send('このアドレスからは使えません。(Host or Origin refused)')
      return
    }
    done()
  })

  app.post('/rpc/*', async (request, reply) => {
    const context: CallContext = {
      ...options.context,
      terminal: request.ip,
      trustedWindow: false,
      holder: cookieHolder(request.headers.cookie, reply),
    }
    reply.header('cache-control', 'no-store')
    const { matched } = await handler.handle(request, reply, { prefix: '/rpc', context })
    return matched ? reply : reply.code(404).send({ error: 'no such call' })
  })

  app.get<{ Params: { id: string } }>('/preview/:id', (request, reply) => {
    const page = options.context.previews.find(request.params.id)
    if (!page) return reply.code(404).send({ error: 'no such preview' })
    return reply
      .headers({ ...previewHeaders(page.nonce), 'x-frame-options': 'SAMEORIGIN' })
      .send(page.html)
  })

  if (existsSync(options.files)) {
    await app.register(fastifyStatic, {
      root: options.files,
      index: 'index.html',
      cacheControl: false,
    })
    // Any other path is a page of the console; the router in the bundle finds it.
    app.setNotFoundHandler((request, reply) =>
      // A name with a dot is a file's; the dots of a query are a list's columns.
      request.method === 'GET' && !request.url.replace(/\?.*/, '').includes('.')
        ? reply.header('cache-control', 'no-store').sendFile('index.html')
        : reply.code(404).send({ error: 'not found' }),
    )
  }
  await app.ready()
  if (answer) http.attach(answer)
  return {
    async close() {
      // Each window holds a stream open, and a stop must not wait for it.
      await http.close(true)
      await app.close()
    },
  }
}

/** HttpOnly, SameSite=Strict, gone with the browser window. */
function cookieHolder(header: string | undefined, reply: FastifyReply): CallContext['holder'] {
  const found = (header ?? '').split(/;\s*/).find((part) => part.startsWith(`${cookieName}=`))
  let token = found?.slice(cookieName.length + 1) || undefined
  return {
    get: () => token,
    set: (next) => {
      token = next
      const value = next === undefined ? `${cookieName}=; Max-Age=0` : `${cookieName}=${next}`
      reply.header('set-cookie', `${value}; Path=/; HttpOnly; SameSite=Strict`)
    },
  }
}
