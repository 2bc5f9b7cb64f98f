import { MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron'
import { isRefusal } from '#shared/exit-codes'

const firstWaitMs = 200
const longestWaitMs = 5_000
/** An engine that ran this long was well; one that dies sooner is started again after a growing wait. */
const healthyMs = 10_000
/** So many deaths one after the other, none after a healthy run, and the next start would end like them. */
const triesAtMost = 5
/** How long a stop may take: the engine finishes what is in flight. After it, the engine is ended from outside. */
const stopPatienceMs = 10_000
/** What a process wrote may arrive after the news of its end. */
const lastWordsMs = 1_000

interface PreviewPage {
  html: string
  nonce: string
}
type Message =
  | { ready: true; issuer: string; sampleApp: string | null }
  | { asked: number; page: PreviewPage | null }

/** How long a preview page is waited for. After that the engine is taken for dead; the window asks again after the restart. */
const previewPatienceMs = 5_000

export interface EngineProcess {
  /** Gives a window its own port; again at each call, and after each restart. */
  connect(window: WebContents): void
  /** A page that a window made for its preview. */
  preview(id: string): Promise<PreviewPage | undefined>
  /** Resolves when the engine has ended: by itself, or after its time by force. */
  stop(): Promise<void>
}

/**
 * Owns the engine: starts it, starts it again when it dies, and hands every window a fresh port. A start that is refused with
 * a reason (an exit code of the table), or that failed too often, is not repeated; `refused` gets what the engine said.
 */
export function startEngineProcess(
  script: string,
  args: string[],
  env: Record<string, string>,
  on: {
    ready: (message: { issuer: string; sampleApp: string | null }) => void
    refused: (text: string, exitCode: number) => void
  },
): EngineProcess {
  const windows = new Set<WebContents>()
  let child: UtilityProcess | undefined
  let ready = false
  let stopped: Promise<void> | undefined
  let deaths = 0
  let next: NodeJS.Timeout | undefined
  let asked = 0
  const waiting = new Map<number, (page: PreviewPage | undefined) => void>()

  const handOver = (window: WebContents): void => {
    const { port1, port2 } = new MessageChannelMain()
    child?.postMessage('port', [port1])
    window.postMessage('engine-port', null, [port2])
  }
  const start = (): void => {
    const startedAt = Date.now()
    let said = ''
    const running = utilityProcess.fork(script, args, {
      serviceName: 'renkei-desk engine',
      stdio: 'pipe',
      env: { ...process.env, ...env },
    })
    child = running
    const wordsEnd = new Promise((resolve) => running.stderr?.once('end', resolve))
    running.stderr?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString('utf8')}`.slice(-4_000)
      process.stderr.write(chunk)
    })
    running.on('message', (message: Message) => {
      if ('asked' in message) return waiting.get(message.asked)?.(message.page ?? undefined)
      ready = true
      on.ready(message)
      for (const window of windows) handOver(window)
    })
    running.once('exit', (code) => {
      ready = false
      child = undefined
      if (stopped) return
      deaths = Date.now() - startedAt > healthyMs ? 0 : deaths + 1
      if (!isRefusal(code) && deaths < triesAtMost) {
        next = setTimeout(start, Math.min(firstWaitMs * 2 ** deaths, longestWaitMs))
        return
      }
      void Promise.race([wordsEnd, after(lastWordsMs)]).then(() =>
        on.refused(said.trim() || `サーバーの処理が終了コード ${code} で終わりました。`, code),
      )
    })
  }
  start()

  return {
    connect(window) {
      if (!windows.has(window)) {
        windows.add(window)
        window.once('destroyed', () => windows.delete(window))
      }
      if (ready) handOver(window)
    },
    preview(id) {
      if (!ready) return Promise.resolve(undefined)
      asked += 1
      const number = asked
      return new Promise((resolve) => {
        const timer = setTimeout(() => answer(undefined), previewPatienceMs)
        const answer = (page: PreviewPage | undefined): void => {
          clearTimeout(timer)
          waiting.delete(number)
          resolve(page)
        }
        waiting.set(number, answer)
        child?.postMessage({ preview: id, asked: number })
      })
    },
    stop() {
      clearTimeout(next)
      stopped ??= child ? endOf(child) : Promise.resolve()
      return stopped
    },
  }
}

/** Asks the engine to stop; one that does not answer is killed, so that nothing keeps the desktop from ending. */
async function endOf(engine: UtilityProcess): Promise<void> {
  const gone = new Promise<'gone'>((resolve) => engine.once('exit', () => resolve('gone')))
  engine.postMessage('stop')
  if ((await Promise.race([gone, after(stopPatienceMs)])) === 'gone') return
  // UtilityProcess.kill() asks politely (SIGTERM), which an engine that is stuck never hears.
  if (engine.pid !== undefined) process.kill(engine.pid, 'SIGKILL')
  await Promise.race([gone, after(lastWordsMs)])
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
