import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { inSlices } from '#db'

/** Each step takes a millisecond of a clock that stands still otherwise. */
let now: number
beforeEach(() => {
  now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
})
afterEach(() => vi.restoreAllMocks())
const upTo = (end: number) => (at: number) => {
  now += 1
  return at < end ? at + 1 : null
}
const stops = async (end: number, ms: number): Promise<number[]> => {
  const seen: number[] = []
  await inSlices(0, upTo(end), { ms, onSlice: (at) => seen.push(at) })
  return seen
}

describe('long work in slices', () => {
  it.each([
    ['nothing to do', 0, 3, [0]],
    ['less than a slice', 2, 3, [2]],
    ['a slice to the millisecond, and the look that finds nothing more', 3, 3, [3, 3]],
    ['several', 7, 3, [3, 6, 7]],
    ['steps that are longer than a slice: one at a time', 2, 0.5, [1, 2, 2]],
  ])('%s', async (_, end, ms, expected) => {
    expect(await stops(end, ms)).toEqual(expected)
  })

  it('lets others in between any two slices, and begins none after the signal', async () => {
    const order: string[] = []
    const stop = new AbortController()
    const reached = await inSlices(0, upTo(100), {
      ms: 3,
      signal: stop.signal,
      onSlice: (at) => {
        order.push(`slice ${at}`)
        setImmediate(() => {
          order.push('others')
          if (at === 6) stop.abort()
        })
      },
    })
    expect(order).toEqual(['slice 3', 'others', 'slice 6', 'others'])
    expect(reached).toBe(6)
  })

  it('goes on from what was committed: a slice that is run twice is counted once', async () => {
    const starts: number[] = []
    const step = (at: number) => {
      starts.push(at)
      return upTo(4)(at)
    }
    const commit = <T>(slice: () => T): T => {
      slice()
      return slice()
    }
    expect(await inSlices(0, step, { ms: 2, commit })).toBe(4)
    expect(starts).toEqual([0, 1, 0, 1, 2, 3, 2, 3, 4, 4])
  })

  it('what a step or its commit throws ends the work', async () => {
    const commit = () => Promise.reject(new Error('disk full'))
    await expect(inSlices(0, upTo(4), { commit })).rejects.toThrow('disk full')
  })
})
