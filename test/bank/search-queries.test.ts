import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { putSearchWords, searchColumns } from '#bank'
import { reindexCustomers, searchAll } from '#engine'
import { reversed, searchKey, searchKeyVersion } from '#shared/search-key'
import { World } from '../support/world.ts'

/**
 * What staff type, and whom it must find among its first five: each line of search-queries.tsv, in a house of 5,000 others.
 * The customers of search-customers.tsv are invented.
 */
const table = (file: string): string[][] =>
  readFileSync(join(import.meta.dirname, file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))

let world: World
beforeAll(async () => {
  world = await World.open({ customers: 5_000 })
  const { store } = world.engine
  store.bulk((db) => {
    const customer = db.prepare(
      'INSERT INTO customers (customerNumber, channel, name, kana, nameKey, kanaKey, looseKey, looseSwapped, birthDate, address, phone, phoneKey, phoneReversed, branchCode) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?) RETURNING id',
    )
    const account = db.prepare(
      "INSERT INTO accounts (customerId, branchCode, typeCode, number, numberReversed, primaryAccount, openedOn) VALUES (?,?,'1',?,?,1,'2020-01-01')",
    )
    for (const [
      number = '',
      channel,
      name = '',
      kana = '',
      birth,
      phone = '',
      branch,
      no = '',
    ] of table('search-customers.tsv')) {
      const keys = searchColumns({ name, kana, phone })
      const { id } = customer.get(
        number,
        channel,
        name,
        kana,
        keys.nameKey,
        keys.kanaKey,
        keys.looseKey,
        keys.looseSwapped,
        birth,
        '秋田県秋田市山王1丁目1番1号',
        phone,
        keys.phoneKey,
        keys.phoneReversed,
        branch,
      ) as { id: number }
      putSearchWords(store, id)
      account.run(id, branch, no, reversed(no))
    }
  })
})
const officer = { staffId: 1, role: 'officer', branchCode: '011' } as const
afterAll(() => world.close())

const queries = table('search-queries.tsv')
const found = (text: string): string[] =>
  world.engine.bank.search(text, 5).hits.map((hit) => hit.customerNumber)

describe('finding the customer as people speak (R63–R69)', () => {
  it('has at least 300 queries, none twice', () => {
    expect(queries.length).toBeGreaterThanOrEqual(300)
    expect(new Set(queries.map((row) => row.join())).size).toBe(queries.length)
  })

  it.each(queries)('%s: %s → %s', (_kind, query = '', number = '') => {
    expect(found(query)).toContain(number)
  })

  it('R64: an account number is found with its zeros and without, in any width; 8 digits are told why not', () => {
    world.engine.store.bulk((db) =>
      db.exec(
        "UPDATE accounts SET number = '0000123', numberReversed = '3210000' WHERE number = '8000001'",
      ),
    )
    for (const text of ['０００１２３', '0000123']) expect(found(text)).toContain('0800001')
    expect(searchAll(world.engine, officer, '00001239').hint).toBe('digits')
    expect(searchAll(world.engine, officer, '0000123').hint).toBeNull()
    world.engine.store.bulk((db) =>
      db.exec(
        "UPDATE accounts SET number = '8000001', numberReversed = '1000008' WHERE number = '0000123'",
      ),
    )
  })

  it('R66: a variant of a kanji finds the other, in the name and in the query', () => {
    for (const [typed, number] of [
      ['高橋源一郎', '0800001'],
      ['濱田岳', '0800005'],
      ['吉野家康', '0800006'],
      ['国分太一', '0800008'],
    ] as const)
      expect(found(typed), typed).toContain(number)
  })

  it('R67: a company is found without its form, in kanji, kana and Zengin’s short forms', () => {
    for (const typed of [
      '男鹿水産加工',
      '㈱男鹿水産加工',
      'カ)オガスイサンカコウ',
      'ｵｶﾞｽｲｻﾝｶｺｳ(ｶ',
      '男鹿水産加工（株）',
    ])
      expect(found(typed), typed).toContain('0800101')
  })

  it('R68: a telephone number in any writing; 9 and 12 digits are told why not', () => {
    for (const text of ['０１８－０２３－０００１', '018(023)0001', '+81180230001', '018 023 0001'])
      expect(found(text), text).toContain('0800001')
    expect(searchAll(world.engine, officer, '999999999').hint).toBe('digits')
    expect(searchAll(world.engine, officer, '999999999999').hint).toBe('digits')
  })

  it('R69: names come in the order of their reading', () => {
    const names = world.engine.bank.search('サ', 20).hits.map((hit) => searchKey(hit.kana))
    expect(names.length).toBeGreaterThan(5)
    expect(names).toEqual([...names].sort())
  })
})

describe('R65: one function makes the keys, and a change makes them anew', () => {
  it('writes every customer again when the version is another, and finds them by it', async () => {
    const { engine } = world
    engine.store.bulk((db) => {
      db.exec(
        "UPDATE customers SET nameKey = 'x', kanaKey = 'x', looseKey = 'x', looseSwapped = 'x', phoneKey = 'x'",
      )
      db.exec("INSERT INTO customerGrams (customerGrams) VALUES ('delete-all')")
    })
    expect(found('勅使河原')).toEqual([])
    await engine.settings.saveMark('search-key', searchKeyVersion - 1, engine.clock.now())
    // Meanwhile who is not found may be there all the same, and that is said.
    expect(searchAll(engine, officer, '勅使河原')).toMatchObject({ customers: [], remaking: true })
    expect(await reindexCustomers(engine)).toBe(5_040)
    expect(searchAll(engine, officer, '勅使河原').remaking).toBe(false)
    expect(await reindexCustomers(engine)).toBe(0)
    for (const [, query = '', number = ''] of queries.slice(0, 60))
      expect(found(query), query).toContain(number)
  })

  it('the version is raised with whatever changes an answer', () => {
    const sample = table('search-customers.tsv').map(([, , name = '', kana = '']) => {
      const { nameKey, kanaKey, looseKey, looseSwapped } = searchColumns({ name, kana, phone: '' })
      return [nameKey, kanaKey, looseKey, looseSwapped].join('|')
    })
    // Another answer here means that stored keys are stale: raise searchKeyVersion and write the new text down.
    expect({ version: searchKeyVersion, sample }).toMatchSnapshot()
  })
})
