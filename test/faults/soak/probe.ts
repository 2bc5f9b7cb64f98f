import { appendFileSync, openSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread } from 'node:worker_threads'

/** What the service says of itself at each interval. Bytes; milliseconds in which the event loop stood still. */
export interface Said {
  heap: number
  /** What V8 holds for it, used or not. */
  heapTotal: number
  external: number
  cpuMs: number
  p50: number
  p99: number
  max: number
}

// Loaded into the service before its own code (`--import`), and asked by nobody: a line in the file at each interval.
const { SOAK_SAID: to, SOAK_EVERY_MS: every, SOAK_PLANTED: planted } = process.env
if (to !== undefined && isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - 1)
  const kept: unknown[] = []
  // What is in use is known after a collection alone; the soak asks for one at two moments and leaves V8 to itself otherwise.
  process.on('SIGUSR2', () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    for (let i = 0; i < 2; i += 1) collect()
  })
  setInterval(() => {
    const { heapUsed: heap, heapTotal, external } = process.memoryUsage()
    const { user, system } = process.cpuUsage()
    const [p50, p99, max] = [delay.percentile(50), delay.percentile(99), delay.max].map(ms)
    delay.reset()
    const said = { heap, heapTotal, external, cpuMs: (user + system) / 1_000, p50, p99, max }
    appendFileSync(to, `${JSON.stringify(said)}\n`)
    // What the soak must notice: memory, descriptors, a loop that stands still.
    if (planted !== undefined) {
      for (let i = 0; i < 3; i += 1) kept.push(Buffer.alloc(2_000_000, 1), openSync(to, 'r'))
      const until = performance.now() + 500
      while (performance.now() < until);
    }
  }, Number(every)).unref()
}
