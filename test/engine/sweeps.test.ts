import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Sweeps } from '../../src/main/engine/system/sweeps.ts'

/** Works that go on until they are let go, and what became of their runs. */
const runs: { name: string; end: (error?: Error) => void }[] = []
const work = (name: string) => () =>
  new Promise<void>((resolve, reject) => {
    runs.push({ name, end: (error) => (error ? reject(error) : resolve()) })
  })
const begun = (name: string): number => runs.filter((run) => run.name === name).length
const errors: object[] = []
const end = async (name: string, error?: Error): Promise<void> => {
  runs.findLast((run) => run.name === name)?.end(error)
  await vi.advanceTimersByTimeAsync(0)
}
let sweeps: Sweeps<'slow' | 'quick'>

beforeEach(() => {
  vi.useFakeTimers()
  runs.length = 0
  errors.length = 0
  sweeps = new Sweeps(
    { slow: work('slow'), quick: work('quick') },
    { warn() {}, error: (record) => errors.push(record) },
  )
})
afterEach(() => vi.useRealTimers())

describe('sweeps', () => {
  it('come every 30 seconds; a slow one is not begun again beside itself, and delays no other', async () => {
    sweeps.start()
    for (let round = 1; round <= 4; round += 1) {
      expect([begun('slow'), begun('quick')]).toEqual([1, round])
      await end('quick')
      await vi.advanceTimersByTimeAsync(30_000)
    }
    await end('slow')
    expect(begun('slow')).toBe(1)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(begun('slow')).toBe(2)
  })

  it('asked for during a run, however often, comes once more right after it', async () => {
    for (let i = 0; i < 3; i += 1) sweeps.soon('slow')
    expect(begun('slow')).toBe(1)
    await end('slow')
    expect(begun('slow')).toBe(2)
    await end('slow')
    expect(begun('slow')).toBe(2)
  })

  it('fails alone, is logged, and comes again', async () => {
    sweeps.start()
    const error = new Error('disk full')
    await end('slow', error)
    expect(errors).toEqual([{ err: error, sweep: 'slow' }])
    await vi.advanceTimersByTimeAsync(30_000)
    expect([begun('slow'), begun('quick')]).toEqual([2, 1])
  })

  it('stop when the run under way has ended, and begin no other', async () => {
    sweeps.start()
    sweeps.soon('slow')
    await end('quick')
    let stopped = false
    const stopping = sweeps.stop().then(() => {
      stopped = true
    })
    await vi.advanceTimersByTimeAsync(90_000)
    expect(stopped).toBe(false)
    await end('slow')
    await stopping
    expect([begun('slow'), begun('quick')]).toEqual([1, 1])
  })
})
