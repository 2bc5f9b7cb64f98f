import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'

// A utility process sees process.parentPort and its own argv; its exit ends it alone.
process.argv = [process.argv[0], workerData.script, ...process.argv.slice(2)]
const on = process.on.bind(process)
process.on = (name, listener) => (name.startsWith('SIG') ? process : on(name, listener))
process.parentPort = {
  on: (_name, listener) => parentPort.on('message', ({ data, ports }) => listener({ data, ports })),
  postMessage: (message) => parentPort.postMessage(message),
}
await import(pathToFileURL(workerData.script).href)
