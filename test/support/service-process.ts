import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { onceInRun, runFolder } from './once-in-run.ts'

export interface DemoCustomer {
  channel?: 'personal' | 'business'
  name: string
  kana: string
  phone: string
  birthDate: string
  loginId: string
  password: string
  customerNumber: string
  userNumber: string
  extraChallenge: boolean
  questions: { question: string; answer: string }[]
  accounts: { branchCode: string; accountTypeCode: string; accountNumber: string }[]
}
/** A company as demo.json tells of it. */
export interface DemoCompanyEntry {
  channel: 'business'
  company: string
  name: string
  loginId: string
  password: string
  inquiryPin: string
  users: { name: string; loginId: string; password: string; mayConsent: boolean }[]
  accounts: { accountNumber: string; inquiryPinState: string }[]
}
export interface DemoProvider {
  name: string
  clientId: string
  redirectUris: string[]
  scope: string
  privateJwk: Record<string, unknown> & { kid: string; alg: string }
  dpop: boolean
}
export interface Demo {
  issuer: string
  api: string
  console: string
  providers: DemoProvider[]
  customers: DemoCustomer[]
  staff: { name: string; loginId: string; password: string; role: string }[]
}

export interface RunningService {
  child: ChildProcess
  folder: string
  issuer: string
  console: string
  demo: Demo
  stderr: () => string
  /** SIGTERM; resolves with the exit code. */
  stop: () => Promise<number | null>
  kill: () => Promise<void>
}

const root = join(import.meta.dirname, '../..')

export function temporaryFolder(): string {
  return mkdtempSync(join(runFolder(), 'renkei-test-'))
}

/** Services that run, and their folders: what a failed test leaves ends with this process, which vitest ends by SIGTERM. */
const running = new Map<ChildProcess, string>()
process.once('SIGTERM', () => process.exit())
process.once('exit', () => {
  for (const [child, folder] of running) {
    child.kill('SIGKILL')
    removeFolder(folder)
  }
})

/**
 * Runs the built service as an operator would and waits for its ready line: by default with the demo in a folder of its own.
 * Such a folder is a copy of the run's first, since making the demo takes five times as long as a start.
 */
export async function startService(
  args: string[] = [],
  folder?: string,
  demo = true,
  env: NodeJS.ProcessEnv = {},
): Promise<RunningService> {
  if (folder !== undefined || !demo) return start(args, folder ?? temporaryFolder(), demo, env)
  const copy = temporaryFolder()
  cpSync(await onceInRun('demo', makeDemo), copy, { recursive: true })
  return start(args, copy, demo, env)
}

async function makeDemo(folder: string): Promise<void> {
  await (await start([], folder, true)).stop()
}

async function start(
  args: string[],
  folder: string,
  demo: boolean,
  env: NodeJS.ProcessEnv = {},
): Promise<RunningService> {
  const child = spawn(
    process.execPath,
    [
      join(root, 'out/main/service.cjs'),
      '--data-dir',
      folder,
      '--provider-port',
      '0',
      '--console-port',
      '0',
      ...(demo ? ['--demo'] : []),
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  )
  running.set(child, folder)
  let stderr = ''
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  void ended.then(() => running.delete(child))
  const line = await new Promise<string>((resolve, reject) => {
    let out = ''
    child.stdout?.on('data', (chunk) => {
      out += chunk
      const end = out.indexOf('\n')
      if (end >= 0) resolve(out.slice(0, end))
    })
    void ended.then((code) =>
      reject(Object.assign(new Error(`exit ${code}: ${stderr}`), { exitCode: code, stderr })),
    )
  })
  const ready = JSON.parse(line) as { issuer: string; console: string }
  return {
    child,
    folder,
    ...ready,
    stderr: () => stderr,
    demo: demo
      ? (JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8')) as Demo)
      : ({} as Demo),
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Again while a process that was told to end still writes there. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
}
