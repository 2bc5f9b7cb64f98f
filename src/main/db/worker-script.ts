import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, Worker } from 'node:worker_threads'
import SQLite from 'better-sqlite3'

/** The script of a worker thread: beside the service's bundle, or the source itself beside the module that starts it. */
export function workerScript(folder: string, name: string): string {
  const built = join(folder, `${name}.cjs`)
  return existsSync(built) ? built : join(folder, `${name}.ts`)
}

/** What a thread says first. */
interface Ready {
  ready: true
}
const isReady = (said: unknown): said is Ready => Object(said).ready === true

/**
 * The first that a thread's script does: SQLite's native part is loaded, and from now on the thread can be ended. One that is ended
 * while that is being loaded takes the whole process with it (SIGABRT in napi_register_module).
 */
export function threadIsReady(): void {
  new SQLite(':memory:').close()
  parentPort?.postMessage({ ready: true } satisfies Ready)
}

/** Ends a thread, once it can be. @returns what is to be called with each of its messages: whether that was about readiness */
export function ender(worker: Worker): { end: () => void; heard: (said: unknown) => boolean } {
  let [ready, ends] = [false, false]
  return {
    end: () => {
      ends = true
      if (ready) void worker.terminate()
    },
    heard: (said) => {
      if (!isReady(said)) return false
      ready = true
      if (ends) void worker.terminate()
      return true
    },
  }
}

/** What a thread of its own says, once. @returns undefined: `signal` was aborted before the end */
export function inThread<Said>(
  script: string,
  workerData: unknown,
  signal: AbortSignal,
): Promise<Said | undefined> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve(undefined)
    const worker = new Worker(script, { workerData })
    const { end, heard } = ender(worker)
    signal.addEventListener('abort', end)
    worker.on('message', (said) => {
      // Said before it could be ended, and heard after it was asked to: nobody waits for it any more.
      if (!heard(said)) resolve(signal.aborted ? undefined : said)
    })
    worker.once('error', reject)
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', end)
      if (signal.aborted) resolve(undefined)
      else reject(new Error(`the thread ended with ${code}`))
    })
  })
}
