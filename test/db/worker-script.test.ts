import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { inThread } from '#db'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => removeFolder(folder))

/** A thread that takes its time before it says that it can be ended, and goes on until it is. */
const script = (): string => {
  const path = join(folder, 'slow.mjs')
  writeFileSync(
    path,
    `import { writeFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
setTimeout(() => {
  writeFileSync(workerData, '')
  parentPort.postMessage({ ready: true })
}, 200)
setInterval(() => {}, 1_000)
`,
  )
  return path
}

it('a thread is not ended before it is ready: while SQLite is being loaded that would end the whole process', async () => {
  const ready = join(folder, 'ready')
  const stop = new AbortController()
  const ended = inThread(script(), ready, stop.signal)
  stop.abort()
  expect(await ended).toBeUndefined()
  expect(existsSync(ready)).toBe(true)
})

it('a thread that is ready is ended when it is asked to', async () => {
  const ready = join(folder, 'ready')
  const stop = new AbortController()
  const ended = inThread(script(), ready, stop.signal)
  await expect.poll(() => existsSync(ready)).toBe(true)
  stop.abort()
  expect(await ended).toBeUndefined()
})

it('what a thread says after it was asked to end is not taken', async () => {
  const quick = join(folder, 'quick.mjs')
  writeFileSync(
    quick,
    `import { parentPort } from 'node:worker_threads'
parentPort.postMessage({ ready: true })
parentPort.postMessage('found')
`,
  )
  expect(await inThread(quick, '', new AbortController().signal)).toBe('found')
  const stop = new AbortController()
  const ended = inThread(quick, '', stop.signal)
  stop.abort()
  // Both of its words wait for the next turn of this thread.
  const until = performance.now() + 200
  while (performance.now() < until);
  expect(await ended).toBeUndefined()
})
