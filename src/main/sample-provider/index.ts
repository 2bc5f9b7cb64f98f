import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { KakeiboClient } from './client.ts'
import { samplePage } from './page.ts'

export interface SampleProvider {
  url: string
  redirectUri: string
  connect(to: ConstructorParameters<typeof KakeiboClient>[0]): void
  close(): Promise<void>
}

/** 家計簿デモ: a provider's app as a provider would write it. It reaches the server over HTTP alone, like any other provider. */
export async function startSampleProvider(): Promise<SampleProvider> {
  let client: KakeiboClient | undefined
  let url = ''
  const form = randomBytes(16).toString('base64url')
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      client?.note(`エラー: ${error instanceof Error ? error.message : String(error)}`)
      redirect(response, '/')
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = new URL(request.url ?? '/', url)
    const customer = request.socket.remoteAddress ?? ''
    if (!client) return void response.writeHead(503).end()
    if (request.method === 'GET' && at.pathname === '/kakeibo/callback') {
      await client.finishLink(at, customer)
      return redirect(response, '/')
    }
    if (request.method === 'GET' && at.pathname === '/') {
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${new URL(client.issuer).origin}; base-uri 'none'; frame-ancestors 'none'`,
      })
      return void response.end(samplePage(client.state(), form))
    }
    if (request.method === 'POST' && (await bodyOf(request)).get('form') === form) {
      if (at.pathname === '/link')
        return redirect(response, await client.startLink(`${url}/kakeibo/callback`))
      if (at.pathname === '/read') await client.read(customer)
      if (at.pathname === '/refresh') await client.refresh()
      return redirect(response, '/')
    }
    // Browsers ask for /favicon.ico by themselves: there is none, which is no error.
    response.writeHead(at.pathname === '/favicon.ico' ? 204 : 404).end()
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    url,
    redirectUri: `${url}/kakeibo/callback`,
    connect: (to) => {
      client = new KakeiboClient(to)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function redirect(response: ServerResponse, to: string): void {
  response.writeHead(303, { location: to, 'cache-control': 'no-store' }).end()
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request) {
    text += chunk
    if (text.length > 4_096) break
  }
  return new URLSearchParams(text)
}
