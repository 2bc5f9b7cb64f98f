import { type ChildProcess, fork } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { expect, vi } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Waits for what another process does; the bound is for what hangs, since a busy machine is slow. */
export const until = (check: () => boolean | Promise<boolean>): Promise<void> =>
  vi.waitFor(async () => {
    if (!(await check())) throw new Error('not yet')
  }, 120_000)

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** The built desktop on the stand-in host, as a person has it before the eyes. */
export interface DesktopHost {
  process: ChildProcess
  /** What the desktop did that a window does not show: dialogs, menus, focus. */
  messages: Record<string, unknown>[]
  stderr: () => string
  exit: Promise<number | null>
  /** Asks the stand-in, and waits for the message that has `key`. */
  answer(question: string, key: string): Promise<Record<string, unknown>>
  /** The text of the dialog that was shown. */
  dialog(): Promise<string>
  /** The page that the window shows and that satisfies `check`. */
  page(check?: (page: Page) => Promise<boolean> | boolean): Promise<Page>
  close(): Promise<void>
}

export async function startDesktop(
  args: string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<DesktopHost> {
  const port = await freePort()
  const host = fork(join(root, 'out/main/index.cjs'), args, {
    execArgv: ['--import', join(root, 'test/support/stand-in/register.ts')],
    env: { ...process.env, ...environment, STAND_IN_PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const messages: Record<string, unknown>[] = []
  let said = ''
  let seen: Browser | undefined
  host.stderr?.on('data', (chunk) => {
    said += chunk
  })
  host.on('message', (message) => messages.push(message as Record<string, unknown>))
  const exit = new Promise<number | null>((resolve) => host.once('exit', resolve))
  const told = async (key: string): Promise<Record<string, unknown>> => {
    await expect.poll(() => messages.some((message) => key in message)).toBe(true)
    return messages.findLast((message) => key in message) ?? {}
  }
  const browser = async (): Promise<Browser> => {
    await until(() =>
      fetch(`http://127.0.0.1:${port}/json/version`).then(
        () => true,
        () => false,
      ),
    )
    seen ??= await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    return seen
  }
  return {
    process: host,
    messages,
    stderr: () => said,
    exit,
    answer(question, key) {
      host.send(question)
      return told(key)
    },
    dialog: async () => String((await told('dialog')).dialog),
    async page(check = () => true) {
      const shown = await browser()
      let found: Page | undefined
      await until(async () => {
        for (const page of shown.contexts().flatMap((context) => context.pages()))
          if (page.url().startsWith('http://console') && (await check(page))) found = page
        return found !== undefined
      })
      return found as Page
    },
    async close() {
      host.kill('SIGKILL')
      await exit
      await seen?.close().catch(() => {})
    },
  }
}
