import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol } from 'electron'
import { consoleContentSecurityPolicy, previewHeaders } from '../console/content-security-policy.ts'
import { failedPath } from './window.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

/** Serves the built console and nothing outside of its folder; pages of the console's own router get index.html. */
export function serveConsole(
  folder: string,
  previewOf: (id: string) => Promise<{ html: string; nonce: string } | undefined>,
): void {
  protocol.handle('app', async (request) => {
    const url = new URL(request.url)
    if (url.host !== 'console' || request.method !== 'GET')
      return new Response(null, { status: 404 })
    const [, preview] = /^\/preview\/([\w-]{1,64})$/.exec(url.pathname) ?? []
    if (preview !== undefined) {
      const page = await previewOf(preview)
      return page
        ? new Response(page.html, { headers: previewHeaders(page.nonce) })
        : new Response(null, { status: 404 })
    }
    if (url.pathname === failedPath) return failedPage(200)
    const path = fileOf(folder, url.pathname)
    if (path === undefined) return new Response(null, { status: 404 })
    const body = await readFile(path).catch(() => undefined)
    if (!body) return path.endsWith('.html') ? failedPage(500) : new Response(null, { status: 404 })
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': consoleContentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    })
  })
}

/** Needs no file and no engine, so that it is there when they are not. */
function failedPage(status: number): Response {
  return new Response(
    `<!doctype html><html lang="ja"><meta charset="utf-8"><title>連携デスク</title>
<style>:root{color-scheme:light dark}body{font:1rem/1.7 system-ui,sans-serif;margin:15vh auto;max-width:40rem;padding:0 1rem}a{font-size:1.125rem}</style>
<h1>画面を表示できなくなりました</h1>
<p>画面の処理が止まったか、読み込めませんでした。保存した内容と、API業者へのサーバーの動きには影響ありません。入力の途中だった内容は失われています。</p>
<p><a href="/" autofocus>もう一度開く</a></p>
<p>繰り返すときは、連携デスクを終了して起動し直してください。</p>`,
    {
      status,
      headers: {
        'content-type': types['.html'] ?? '',
        'content-security-policy':
          "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    },
  )
}

/** The file a path names, or undefined when it leads out of the folder. */
export function fileOf(folder: string, pathname: string): string | undefined {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return undefined
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return undefined
  const path = normalize(join(folder, extname(decoded) === '' ? 'index.html' : decoded))
  return path.startsWith(`${normalize(folder)}${sep}`) ? path : undefined
}
