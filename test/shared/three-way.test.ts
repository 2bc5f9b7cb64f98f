import { expect, it } from 'vitest'
import { changedByOthers, mergeForms } from '#shared/three-way'

/** R156: of two editors neither loses anything. */
const base = { name: '甲', contact: '03', scopes: ['a'], dpop: true }

it('what another has changed is told field by field, and where both have', () => {
  const mine = { ...base, contact: '04', name: '乙' }
  const theirs = { ...base, contact: '05', scopes: ['a', 'b'], name: '乙' }
  expect(changedByOthers(base, mine, theirs)).toEqual([
    { field: 'name', both: false },
    { field: 'contact', both: true },
    { field: 'scopes', both: false },
  ])
  expect(changedByOthers(base, mine, base)).toEqual([])
})

it('what is typed stays, and what the other has changed beside it comes', () => {
  const mine = { ...base, contact: '04' }
  const theirs = { ...base, contact: '05', scopes: ['a', 'b'], dpop: false }
  expect(mergeForms(base, mine, theirs)).toEqual({
    ...{ name: '甲', contact: '04', scopes: ['a', 'b'], dpop: false },
  })
  // Taken back to what it was: nothing was typed.
  expect(mergeForms(base, base, theirs)).toEqual(theirs)
})
