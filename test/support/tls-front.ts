import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createPlainServer, request as plainRequest } from 'node:http'
import { createServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CustomFetch } from 'openid-client'

export interface TlsFront {
  /** The port on this machine that it hands requests to. */
  readonly target: number
  /** The Chromium option that leads the name here, where no name server knows it. */
  readonly browserArgument: string
  /** Fetches what stands under the name, the certificate checked. */
  fetch: CustomFetch
  /** The options of the service behind it. */
  readonly options: readonly string[]
  close(): Promise<void>
}

/** A TLS front as an operator puts before the provider listener: it hands Host on and says for whom it asks. */
export async function openTlsFront(name: string): Promise<TlsFront> {
  const { key, cert } = certificateFor(name)
  const target = await freePort()
  const server = createServer({ key, cert }, (incoming, answer) => {
    const { method, url: path, headers, socket } = incoming
    const onward = plainRequest(
      {
        ...{ host: '127.0.0.1', port: target, method, path, setHost: false },
        headers: {
          ...headers,
          'x-forwarded-for': socket.remoteAddress,
          'x-forwarded-proto': 'https',
        },
      },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers)
        reply.pipe(answer)
      },
    )
    onward.on('error', () => answer.writeHead(502).end())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    target,
    browserArgument: `--host-resolver-rules=MAP ${name}:443 127.0.0.1:${port}`,
    options: [
      ...['--issuer', `https://${name}`, '--trust-front', '127.0.0.1'],
      ...['--provider-port', String(target)],
    ],
    fetch: (url, init) =>
      new Promise((resolve, reject) => {
        const { pathname, search, host } = new URL(url)
        const sending = request(
          {
            ...{ host: '127.0.0.1', port, path: pathname + search, servername: name, ca: cert },
            method: init.method,
            headers: { ...Object.fromEntries(new Headers(init.headers)), host },
          },
          (reply) => {
            const chunks: Buffer[] = []
            reply.on('data', (chunk: Buffer) => chunks.push(chunk))
            reply.on('end', () => {
              const headers = new Headers()
              for (const [header, value] of Object.entries(reply.headersDistinct))
                for (const one of value ?? []) headers.append(header, one)
              resolve(
                new Response(Buffer.concat(chunks), { status: reply.statusCode ?? 502, headers }),
              )
            })
          },
        )
        sending.on('error', reject)
        sending.end(init.body === undefined || init.body === null ? undefined : String(init.body))
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Free now, and handed out to nobody else for a while. */
async function freePort(): Promise<number> {
  const server = createPlainServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function certificateFor(name: string): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'renkei-front-'))
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
        ...['-keyout', key, '-out', cert, '-days', '2', '-subj', `/CN=${name}`],
        ...['-addext', `subjectAltName=DNS:${name}`],
      ],
      { stdio: 'ignore' },
    )
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
