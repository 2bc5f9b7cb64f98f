import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The script of a worker thread: beside the service's bundle, or the source itself beside the module that starts it. */
export function workerScript(folder: string, name: string): string {
  const built = join(folder, `${name}.cjs`)
  return existsSync(built) ? built : join(folder, `${name}.ts`)
}
