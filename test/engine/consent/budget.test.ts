import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Budget, type Shared } from '../../../src/main/engine/consent/budget.ts'

it('takes whoever fits under each name, gives places back once, and counts nothing wrong on the way', () => {
  const most: Record<Shared, number> = { link: 2, provider: 4, address: 3, site: 5, all: 8 }
  const some = (n: number) => fc.integer({ min: 0, max: n }).map(String)
  const names = fc.record(
    { link: some(5), provider: some(2), address: some(3), site: some(1), all: fc.constant('') },
    { requiredKeys: ['link', 'provider', 'address', 'all'] },
  )
  const act = fc.oneof(
    names.map((taken) => ({ taken })),
    fc.nat(20).map((back) => ({ back })),
  )
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const budget = new Budget(() => most)
      /** What is there, as a plain list. */
      let there: Record<string, string>[] = []
      const places: { release: () => void; of: Record<string, string> }[] = []
      for (const one of acts) {
        if ('back' in one) {
          const place = places[one.back]
          place?.release()
          place?.release()
          there = there.filter((names) => names !== place?.of)
          continue
        }
        const fits = Object.entries(one.taken).every(
          ([shared, name]) =>
            there.filter((names) => names[shared] === name).length < most[shared as Shared],
        )
        const release = budget.take(one.taken)
        expect(release !== undefined).toBe(fits)
        if (!release) continue
        there.push(one.taken)
        places.push({ release, of: one.taken })
      }
    }),
  )
})
