import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
  return mkdtempSync(join(tmpdir(), 'renkei-test-'))
}

/** Runs the built service as an operator would and waits for its ready line. */
export async function startService(
  args: string[] = [],
  folder = temporaryFolder(),
  demo = true,
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
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let stderr = ''
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
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
