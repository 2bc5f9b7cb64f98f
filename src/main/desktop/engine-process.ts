import { MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron'

const firstWaitMs = 200
const longestWaitMs = 5_000
/** An engine that ran this long is restarted at once; one that died sooner, after a growing wait. */
const healthyMs = 10_000

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
  /** Gives a window its own port; again after each restart. */
  connect(window: WebContents): void
  /** A page that a window made for its preview. */
  preview(id: string): Promise<PreviewPage | undefined>
  stop(): Promise<void>
}

/**
 * Owns the engine: starts it, starts it again when it dies, and hands every window a fresh port. A start that is refused with
 * a reason (exit code 2, 10–17) is not repeated; `onRefused` gets what it said.
 */
export function startEngineProcess(
  script: string,
  args: string[],
  on: {
    ready: (message: { issuer: string; sampleApp: string | null }) => void
    refused: (text: string) => void
  },
): EngineProcess {
  const windows = new Set<WebContents>()
  let child: UtilityProcess | undefined
  let ready = false
  let stopping = false
  let wait = firstWaitMs
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
    child = utilityProcess.fork(script, args, { serviceName: 'renkei-desk engine', stdio: 'pipe' })
    child.stderr?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString('utf8')}`.slice(-4_000)
      process.stderr.write(chunk)
    })
    child.on('message', (message: Message) => {
      if ('asked' in message) return waiting.get(message.asked)?.(message.page ?? undefined)
      ready = true
      on.ready(message)
      for (const window of windows) handOver(window)
    })
    child.once('exit', (code) => {
      ready = false
      child = undefined
      if (stopping) return
      if (code === 2 || (code >= 10 && code <= 17)) return on.refused(said)
      wait = Date.now() - startedAt > healthyMs ? firstWaitMs : Math.min(wait * 2, longestWaitMs)
      setTimeout(start, wait)
    })
  }
  start()

  return {
    connect(window) {
      windows.add(window)
      window.once('destroyed', () => windows.delete(window))
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
      stopping = true
      const running = child
      if (!running) return Promise.resolve()
      return new Promise((resolve) => {
        running.once('exit', () => resolve())
        running.postMessage('stop')
      })
    },
  }
}
