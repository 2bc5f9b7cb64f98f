import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAudit, recordAudit } from '#engine'
import { World } from '../support/world.ts'

const many = 12_000
let world: World
beforeAll(async () => {
  world = await World.open()
  const entry = (label: string) =>
    recordAudit(world.by(), {
      action: 'grants.expire',
      target: { kind: 'grant', id: 1, label },
    })
  await world.engine.store.write(() => {
    entry('めずらしい対象')
    for (let i = 0; i < many; i += 1) entry('いつもの対象')
  })
})
afterAll(() => world.close())

function walk(text: string, limit: number) {
  const pages: { rows: { id: number }[]; next: number | null }[] = []
  let before: number | null = null
  do {
    const page = listAudit(world.engine, {
      actorKind: null,
      outcome: null,
      action: '',
      text,
      before,
      limit,
    })
    pages.push(page)
    before = page.next
  } while (before !== null && pages.length < 1_000)
  return pages
}

describe('the list of the audit', () => {
  it('has each entry once, the newest first', () => {
    const ids = walk('', 500).flatMap((page) => page.rows.map((row) => row.id))
    expect(ids.length).toBeGreaterThan(many)
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => ids.length - i))
  })

  it('looks at 5,000 entries a call at most, and finds what lies beyond by the next', () => {
    const pages = walk('めずらしい', 200)
    expect(pages[0]).toMatchObject({ rows: [], next: expect.any(Number) })
    expect(pages.length).toBe(3)
    expect(pages.flatMap((page) => page.rows)).toHaveLength(1)
  })

  it('finds what it shows: a changed setting by its word, in either language', async () => {
    await world.engine.store.write(() =>
      recordAudit(world.by(), {
        action: 'settings.save',
        target: { kind: 'system', id: 0, label: 'hours' },
      }),
    )
    for (const text of ['サービス時間', 'service hours'])
      expect(walk(text, 200).flatMap((page) => page.rows)).toHaveLength(1)
  })

  it('ends where nothing is found', () => {
    const pages = walk('どこにもない', 200)
    expect(pages.map((page) => page.rows.length)).toEqual([0, 0, 0])
    expect(pages.at(-1)?.next).toBeNull()
  })
})
