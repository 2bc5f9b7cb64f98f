import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { japanese } from '#shared/messages/catalogue'
import { problemFile } from '../../src/main/console/import-problems.ts'
import { forgetJob, jobOf, type List, written } from '../../src/main/console/list-files.ts'
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

const by = (staffId: number) => ({ ...world.by(), session: { staffId } }) as never
const linesOf = (file: string | null) =>
  Buffer.from(file ?? '', 'base64')
    .toString('utf8')
    .slice(1)
    .trim()
    .split('\r\n')

it('what the pages do not come sorted by is sorted as the window sorts, either way, over all pages', async () => {
  const rows = Array.from({ length: 1_201 }, (_, i) => (i * 7) % 1_201)
  const given = (desc: boolean, sorted = false): List<number, number> => ({
    ...listOf(0),
    how: { encoding: 'utf-8', replace: false, columns: ['name'], sort: { by: 'service', desc } },
    columns: {
      service: { head: 'file.service', count: (row) => row },
      name: { head: 'word.customer', text: (row) => `••${row}` },
    },
    sorted,
    page: (after) => {
      const from = after ?? 0
      const next = from + 500
      return { rows: rows.slice(from, next), next: next < rows.length ? next : null }
    },
  })
  const up = Array.from({ length: 1_201 }, (_, i) => `**${i}`)
  const namesOf = async (list: List<number, number>) =>
    linesOf((await written(by(1), list)).file).slice(1)
  expect(await namesOf(given(false))).toEqual(up)
  expect(await namesOf(given(true))).toEqual(up.toReversed())
  expect(await namesOf(given(true, true))).toEqual(rows.map((row) => `**${row}`))
})

/** Two pages, the first of so many rows. */
const inTwo = (n: number): List<number, number> => ({
  ...listOf(0),
  page: (after) =>
    after === null
      ? { rows: Array.from({ length: n }, (_, i) => i), next: 1 }
      : { rows: [-1], next: null },
})

it('a file is written in the background from ten thousand rows on, while there are more', async () => {
  const job = async (list: List<number, number>) => {
    const { job: id } = await written(by(1), list)
    forgetJob(id ?? '')
    return id !== null
  }
  expect(await job(inTwo(9_999))).toBe(false)
  expect(await job(inTwo(10_000))).toBe(true)
  expect(await job(listOf(20_000))).toBe(false)
})

it('finished files wait ten minutes to be fetched, the newest fifty of them', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const ids: string[] = []
  for (let i = 0; i < 51; i += 1) {
    const { job, ...begun } = await written(by(1), inTwo(10_000))
    expect(begun).toEqual({ fileName: '', rows: expect.any(Number), unmappable: [], file: null })
    ids.push(job ?? '')
    // One after the other: of several at once the first begun is not the first to be finished.
    while (!jobOf(by(1), job ?? '').answer) await new Promise(setImmediate)
  }
  const isThere = (id: string, staffId = 1) => {
    try {
      return jobOf(by(staffId), id).rows
    } catch (error) {
      return (error as Error).message
    }
  }
  const [oldest = '', second = ''] = ids
  expect([isThere(oldest), isThere(second)]).toEqual(['file.not-found', 10_001])
  expect(isThere(second, 2)).toBe('file.not-found')
  vi.advanceTimersByTime(10 * 60_000 - 1)
  expect(isThere(second)).toBe(10_001)
  vi.advanceTimersByTime(1)
  expect(isThere(second)).toBe('file.not-found')
  vi.useRealTimers()
})

it('of what is wrong with a file each is told in words, and how much more there is', async () => {
  const problem = { row: 2, column: '店名', problem: 'empty' as const, detail: '' }
  const problems = Array.from({ length: 501 }, (_, i) => ({ ...problem, row: i + 2 }))
  const whole = linesOf((await problemFile(problems, 501)).toString('base64'))
  expect(whole).toHaveLength(502)
  expect(whole[1]?.split(',').slice(0, 3)).toEqual(['2', '店名', ''])
  expect(whole.at(-1)?.split(',').slice(0, 2)).toEqual(['502', '店名'])
  const cut = linesOf((await problemFile(problems, 503)).toString('base64'))
  expect(cut.slice(0, -1)).toEqual(whole)
  expect(cut.at(-1)).toBe(
    `,,,${japanese('imports.problems.cut', { more: 2 })},${japanese('imports.problems.cut.todo')}`,
  )
})

it('pages of previews are kept, the newest three hundred', () => {
  const pages = new PreviewPages()
  const ids = Array.from({ length: 301 }, (_, i) => pages.keep((nonce) => `${i} ${nonce}`))
  const kept = ids.map((id) => pages.find(id))
  expect(kept.map((page) => page !== undefined)).toEqual(ids.map((_, i) => i > 0))
  expect(kept[300]).toEqual({ html: `300 ${kept[300]?.nonce}`, nonce: expect.any(String) })
})
