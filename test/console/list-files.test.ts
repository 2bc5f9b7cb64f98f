import { afterAll, beforeAll, expect, it } from 'vitest'
import { type List, written } from '../../src/main/console/list-files.ts'
import { PreviewPages } from '../../src/main/console/preview-pages.ts'
import { changed, World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await World.open({ customers: 0, providers: [] })
})
afterAll(() => world.close())

/** A list of so many rows, all on one page. */
const listOf = (n: number): List<number, number> => ({
  action: 'files.providers',
  name: '一覧',
  filter: {},
  how: { encoding: 'utf-8', replace: false, columns: null, sort: null },
  columns: {
    number: { head: 'word.provider', count: (row) => row },
    time: { head: 'word.customer', time: () => null },
  },
  page: () => ({ rows: Array.from({ length: n }, (_, i) => i), next: null }),
})
const write = async (n: number): Promise<unknown> => {
  const context = { ...world.by(), session: { staffId: 1 } }
  try {
    const { rows, file } = await written(context as never, listOf(n))
    const lines = Buffer.from(file ?? '', 'base64')
      .toString('utf8')
      .trim()
      .split('\r\n')
    return { rows, lines: lines.length, last: lines.at(-1) }
  } catch (error) {
    return (error as Error).message
  }
}

it('a file holds up to 100,000 rows, a time that is not there as nothing, and one row more makes none', async () => {
  expect(await write(100_000)).toEqual({ rows: 100_000, lines: 100_001, last: '99999,' })
  const before = world.rows()
  expect(await write(100_001)).toBe('file.too-many-rows')
  expect(changed(before, world.rows())).toEqual({})
})

it('pages of previews are kept, the newest three hundred', () => {
  const pages = new PreviewPages()
  const ids = Array.from({ length: 301 }, (_, i) => pages.keep((nonce) => `${i} ${nonce}`))
  const kept = ids.map((id) => pages.find(id))
  expect(kept.map((page) => page !== undefined)).toEqual(ids.map((_, i) => i > 0))
  expect(kept[300]).toEqual({ html: `300 ${kept[300]?.nonce}`, nonce: expect.any(String) })
})
