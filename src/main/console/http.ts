import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import fastifyStatic from '@fastify/static'
import { RPCHandler } from '@orpc/server/fastify'
import { RequestHeadersPlugin } from '@orpc/server/plugins'
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { unnamedTerminal } from '#engine'
import { type Listener, mostBodyBytes, OwnAddress } from '../listener/index.ts'
import { consoleContentSecurityPolicy, previewHeaders } from './content-security-policy.ts'
import type { CallContext } from './context.ts'
import { router } from './router.ts'

/** How long a stop waits for calls that are being answered, a file of many rows say. */
const stopPatienceMs = 5_000
const advice =
  'このアドレスからはコンソールを使えません。TLS の前段を置くときは、その公開アドレスを --console-url で指定してください。 (Behind a TLS front start with --console-url and --trust-front.)'

export interface ConsoleListener {
  close(): Promise<void>
}

/** The console in a browser: the same bundle and the same calls as on the desktop, over HTTP, for staff who sign in. */
export async function startConsoleListener(options: {
  http: Listener
  files: string
  /** The address before a TLS front, and the front: undefined where the console is used on its own machine alone. */
  publicUrl: string | undefined
  trustFront: string | undefined
  context: Omit<CallContext, 'holder' | 'terminal' | 'trustedWindow'>
}): Promise<ConsoleListener> {
  const { http, publicUrl, trustFront } = options
  let answer: Parameters<Listener['attach']>[0] | undefined
  /** The front has handed it on and does not say for whom: `request.ip` is then the front's own. */
  const isUnnamed = (request: FastifyRequest): boolean =>
    ownOrigin(request).startsWith('https:') && request.ip === request.socket.remoteAddress
  const streams = new Set<ServerResponse>()
  const app = fastify({
    serverFactory: (handle) => {
      answer = handle
      return http.server
    },
    bodyLimit: mostBodyBytes,
    trustProxy: trustFront ?? false,
    genReqId: () => randomUUID(),
  })
  const handler = new RPCHandler<CallContext>(router, { plugins: [new RequestHeadersPlugin()] })
  // Against DNS rebinding: only the names of the console are answered; a page of another site is refused by its Origin.
  const address = new OwnAddress(
    [
      ...(publicUrl === undefined ? [] : [publicUrl]),
      http.url,
      ...['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}:${http.port}`),
    ],
    trustFront,
    `${advice}\n`,
  )

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers({
      'content-security-policy': consoleContentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    const { origin } = request.headers
    if (origin !== undefined && origin !== ownOrigin(request)) {
      reply.code(403).type('text/plain; charset=utf-8').send(`This Origin is refused.\n${advice}\n`)
      return
    }
    done()
  })

  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (String(reply.getHeader('content-type')).startsWith('text/event-stream')) {
      streams.add(reply.raw)
      reply.raw.once('close', () => streams.delete(reply.raw))
    }
    done()
  })

  app.post('/rpc/*', async (request, reply) => {
    const context: CallContext = {
      ...options.context,
      terminal: isUnnamed(request) ? unnamedTerminal : request.ip,
      trustedWindow: false,
      holder: cookieHolder(request, reply),
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
  http.attach((request, response) => {
    if (address.accepts(request, response)) answer?.(request, response)
  })
  return {
    async close() {
      // Each window holds a stream open, which is cut off; a call is answered, since what it did is on disk.
      for (const stream of streams) stream.destroy()
      const patience = setTimeout(() => http.server.closeAllConnections(), stopPatienceMs)
      await http.close()
      clearTimeout(patience)
      await app.close()
    },
  }
}

/** The address that the request was sent to, as `OwnAddress` has written it into its headers. */
const ownOrigin = ({ headers }: FastifyRequest): string =>
  `${headers['x-forwarded-proto']}://${headers.host}`

/**
 * HttpOnly, SameSite=Strict, gone with the browser window. Behind TLS also Secure and `__Host-`, so that no other name and
 * nothing in clear can set it (RFC 6265bis §4.1.3.2).
 */
function cookieHolder(request: FastifyRequest, reply: FastifyReply): CallContext['holder'] {
  const secure = ownOrigin(request).startsWith('https:')
  const name = secure ? '__Host-desk_session' : 'desk_session'
  const parts = (request.headers.cookie ?? '').split(/;\s*/)
  const found = parts.find((part) => part.startsWith(`${name}=`))
  let token = found?.slice(name.length + 1) || undefined
  return {
    get: () => token,
    set: (next) => {
      token = next
      const value = next === undefined ? `${name}=; Max-Age=0` : `${name}=${next}`
      const flags = `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
      reply.header('set-cookie', `${value}; ${flags}`)
    },
  }
}
