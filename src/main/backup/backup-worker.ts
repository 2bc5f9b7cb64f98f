import { parentPort, workerData } from 'node:worker_threads'
import { threadIsReady } from '#db'
import { type BackupInput, writeBackup } from './write.ts'

/** One backup in a thread of its own: copying, checking and encrypting hold no request up. */
threadIsReady()
writeBackup(workerData as BackupInput).then((made) => parentPort?.postMessage(made))
