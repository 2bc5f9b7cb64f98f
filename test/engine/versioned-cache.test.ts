import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { VersionedCache } from '#engine'
import { Version } from '../../src/main/engine/tokens/versioned-cache.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (how: object) => Promise<void>

it('what was remembered before a change is neither found nor held', async () => {
  const version = new Version()
  const cache = new VersionedCache<number, object>(version, 10)
  const held = Array.from({ length: 5 }, (_, key) => {
    const value = { key }
    cache.get(key, () => value)
    return new WeakRef(value)
  })
  const found = cache.get(0, () => undefined)
  expect(found).toBe(held[0]?.deref())
  version.changed()
  expect(cache.get(0, () => undefined)).toBeUndefined()
  await collect({ execution: 'async' })
  // The one that was found is still in our hands.
  expect(held.map((ref) => ref.deref() !== undefined)).toEqual([true, ...Array(4).fill(false)])
  expect(found).toEqual({ key: 0 })
})

it('a value whose reading changed something stands under the change; one too many lets go of the others', () => {
  const version = new Version()
  const cache = new VersionedCache<number, string>(version, 2)
  cache.get(1, () => 'one')
  cache.get(2, () => {
    version.changed()
    return 'two'
  })
  const known = (key: number) => cache.get(key, () => undefined)
  expect([known(1), known(2)]).toEqual([undefined, 'two'])
  cache.get(3, () => 'three')
  expect([known(2), known(3)]).toEqual(['two', 'three'])
  cache.get(4, () => 'four')
  expect([known(2), known(3), known(4)]).toEqual([undefined, undefined, 'four'])
})
