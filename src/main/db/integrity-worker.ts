import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { checkTables } from './integrity.ts'
import { threadIsReady } from './worker-script.ts'

/** The check of the whole file in a thread of its own, after everything else that the machine has to do. */
// On Linux this is the thread's priority; elsewhere it would be that of the whole process.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW)
threadIsReady()
checkTables(String(workerData)).then((found) => parentPort?.postMessage(found))
