import { constants, getPriority, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { isDamage, Reader, threadIsReady } from '#db'
import { verifyTrail } from './verify.ts'

/** The check of the audit's chain in a thread of its own, somewhat behind the answers to customers and providers. */
// On Linux this is the thread's priority; elsewhere it would be that of the whole process.
if (process.platform === 'linux')
  setPriority(Math.min(constants.priority.PRIORITY_LOW, getPriority() + 10))
threadIsReady()
const reader = new Reader(String(workerData))
verifyTrail(reader)
  .catch((error: unknown) => {
    if (isDamage(error)) return (error as Error).message
    throw error
  })
  .then((found) => {
    reader.close()
    parentPort?.postMessage(found)
  })
