import { expect, it } from 'vitest'
import { Store, sql } from '#db'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'

it('inserts, updates, puts and deletes by columns, null included, and keeps one statement a way of asking', async () => {
  const folder = temporaryFolder()
  const store = new Store(folder)
  const view = { staffId: 1, shared: 0 as const, name: 'a', address: '/', createdAt: 1 }
  const names = () =>
    store.read(sql.selectFrom('savedViews').select(['id', 'name', 'address']).orderBy('id'))
  const kept = () => store.keptPlans().filter(({ sql: text }) => text.includes('"savedViews"'))
  await store.write(() => {
    store.insert('staff', {
      ...{ loginId: 's', name: 'S', role: 'clerk', passwordHash: '', createdAt: 1 },
      branchCode: null,
    })
    expect(store.insert('savedViews', view)).toBe(1)
    expect(store.insert('savedViews', { ...view, name: 'b' })).toBe(2)
    expect(store.update('savedViews', { id: 1, name: 'a' }, { name: 'c' })).toBe(1)
    expect(store.update('savedViews', { id: 1, name: 'a' }, { name: 'd' })).toBe(0)
  })
  expect(names()).toEqual([
    { id: 1, name: 'c', address: '/' },
    { id: 2, name: 'b', address: '/' },
  ])
  // A point read, whatever else is asked; the plus keeps its plan (decision 0009).
  expect(kept()).toEqual([
    expect.objectContaining({ sql: expect.stringMatching(/^insert/) }),
    {
      sql: 'update "savedViews" set "name" = ? where "id" = +? and "name" = +?',
      plan: ['SEARCH savedViews USING INTEGER PRIMARY KEY (rowid=?)'],
    },
  ])
  await store.write(() => {
    store.put('sourceFailures', { source: 'x' }, { wrongEntries: 1, firstAt: 5 })
    store.put('sourceFailures', { source: 'x' }, { wrongEntries: 2, firstAt: 5 })
    const free = { id: 1, disabledAt: null }
    expect(store.update('staff', free, { disabledAt: 9 })).toBe(1)
    expect(store.update('staff', free, { disabledAt: 10 })).toBe(0)
    expect(store.delete('savedViews', { staffId: 1, name: 'b' })).toBe(1)
  })
  expect(store.read(sql.selectFrom('sourceFailures').selectAll())).toEqual([
    { source: 'x', wrongEntries: 2, firstAt: 5 },
  ])
  expect(names()).toEqual([{ id: 1, name: 'c', address: '/' }])
  // Without a condition it would change every row, which no caller can have meant.
  await expect(store.write(() => store.delete('savedViews', {}))).rejects.toThrow('condition')
  await expect(store.write(() => store.update('staff', {}, { name: 'x' }))).rejects.toThrow()
  expect(names()).toHaveLength(1)
  await store.close()
  removeFolder(folder)
})
