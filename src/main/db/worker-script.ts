import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

/** The script of a worker thread: beside the service's bundle, or the source itself beside the module that starts it. */
export function workerScript(folder: string, name: string): string {
  const built = join(folder, `${name}.cjs`)
  return existsSync(built) ? built : join(folder, `${name}.ts`)
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
    const stop = (): void => void worker.terminate()
    signal.addEventListener('abort', stop)
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', stop)
      if (signal.aborted) resolve(undefined)
      else reject(new Error(`the thread ended with ${code}`))
    })
  })
}
