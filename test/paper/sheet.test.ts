import { extractTextItems, getDocumentProxy } from 'unpdf'
import { expect, it } from 'vitest'
import { Sheet } from '../../src/main/paper/sheet.ts'

const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `第${i + 1}行`)

/** The words of each page with their heights, from top to bottom as they were written. */
async function read(sheet: Sheet) {
  const pdf = await getDocumentProxy(new Uint8Array(await sheet.file()))
  const { items } = await extractTextItems(pdf)
  return items.map((page) => page.filter(({ str }) => str.trim() !== ''))
}

it.each(['row', 'entry'] as const)(
  'a %s that is higher than a page goes on in a box on the next ones, and what follows it below (R57)',
  async (kind) => {
    const sheet = new Sheet({ title: 'x', creator: 'x' }, (page, pages) => `${page}/${pages}`)
    const lines = many(130)
    const write = (name: string, value: string) =>
      kind === 'row' ? sheet.row([[name, value]]) : sheet.entry(name, value)
    write('前', 'まえ')
    write('長い', lines.join('\n'))
    write('後', 'あと')
    const pages = await read(sheet)
    expect(pages).toHaveLength(3)
    const written = pages.flat().map(({ str }) => str)
    expect(written.filter((words) => /^第\d+行$/.test(words))).toEqual(lines)
    // Its name stands on each page, and the rest after it.
    expect(written.filter((words) => words === '長い')).toHaveLength(3)
    expect(written.indexOf('あと')).toBeGreaterThan(written.indexOf('第130行'))
    for (const page of pages) {
      const values = page.filter(({ str }) => /^第|^まえ|^あと/.test(str)).map(({ y }) => y)
      // PDF counts from the foot: each line stands a line below the one before, and above the number of the page.
      for (const [i, y] of values.entries()) {
        if (i > 0) expect((values[i - 1] ?? 0) - y).toBeGreaterThan(9)
        expect(y).toBeGreaterThan(42.5 + 12)
      }
    }
  },
)

it('a box that fits on a page stands on one', async () => {
  const sheet = new Sheet({ title: 'x', creator: 'x' })
  sheet.row([['前', many(30).join('\n')]])
  sheet.row([['後', many(40).join('\n')]])
  const pages = await read(sheet)
  expect(pages.map((page) => page.length)).toEqual([31, 41])
})
