import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { putSearchWords } from '#bank'
import { sql } from '#db'
import { type Actor, dayCounts, searchFor } from '#engine'
import { putsTogether } from '../../src/main/bank/search/fit.ts'
import { World } from '../support/world.ts'

/** R123: nobody learns a customer's numbers by searching, and who searches much is told of. */
let world: World
let clerk: Actor
let officer: Actor
beforeAll(async () => {
  world = await World.open({ customers: 200, business: true })
  clerk = (await world.staff('clerk')).actor
  officer = (await world.staff('officer')).actor
})
afterAll(() => world.close())
beforeEach(() => {
  world.clock.offset += 2 * 3_600_000
})

const ids = async (actor: Actor, text: string): Promise<number[]> =>
  (await searchFor(world.by(actor), text)).customers.map(({ id }) => id)
const victim = () => {
  const customer = world.engine.bank.customer(1)
  const [account] = world.engine.bank.openAccounts(1)
  if (!customer || !account) throw new Error('no victim')
  return { customer, account }
}
const phoneOf = ({ phone }: { phone: string }): string => phone.replaceAll('-', '')
const entries = (action: string) =>
  world.engine.store.read(
    sql.selectFrom('auditEntries').selectAll().where('action', '=', action).orderBy('id'),
  )

describe('a clerk', () => {
  it('finds by the whole number, in any writing', async () => {
    const { customer, account } = victim()
    const whole = [
      customer.phone,
      customer.phone.replaceAll('-', ''),
      account.number,
      `${account.branchCode}-${account.number}`,
      `${account.branchName}の${account.number}`,
      customer.birthDate,
      customer.customerNumber,
    ]
    for (const text of whole) expect(await ids(clerk, text), text).toContain(1)
  })

  it('learns nothing by going on digit by digit from any end: no part of a number finds anybody by it', async () => {
    const { customer, account } = victim()
    const phone = customer.phone.replaceAll('-', '')
    // What an officer finds shows that the attack would work without the rule.
    expect(await ids(officer, phone.slice(0, 6))).toContain(1)
    expect(await ids(officer, phone.slice(-5))).toContain(1)
    const numbers = [phone, account.number, `${account.branchCode}${account.number}`]
    const part = fc
      .record({
        of: fc.nat(numbers.length - 1),
        from: fc.nat(9),
        length: fc.integer({ min: 1, max: 9 }),
        before: fc.constantFrom('', `${account.branchCode}-`, `${account.branchName} `, '+81 '),
      })
      .map(({ of, from, length, before }) => `${before}${numbers[of]?.slice(from, from + length)}`)
    await fc.assert(
      fc.asyncProperty(part, async (text) => {
        const digits = text.replace(/\D/g, '')
        const shortened = [customer.customerNumber, account.number].map((one) =>
          one.replace(/^0+/, ''),
        )
        // Numbers of seven digits are said without their zeros.
        if (shortened.some((one) => digits.endsWith(one)) || digits === '') return
        if ([phone, phone.slice(1)].some((one) => digits.endsWith(one))) return
        expect(await ids(clerk, text), text).not.toContain(1)
      }),
      { numRuns: 150 },
    )
  })

  it('learns nothing of them beside a name either: the answer is that of the name alone, and says what did not count', async () => {
    const { customer, account } = victim()
    const phone = customer.phone.replaceAll('-', '')
    const alone = await ids(clerk, customer.name)
    const year = customer.birthDate.slice(0, 3)
    expect(await ids(officer, `${customer.name} ${phone.slice(-4)}`)).toContain(1)
    for (const part of [
      phone.slice(-4),
      account.number.slice(-5),
      '9999',
      `${year}0年代生`,
      '1850年代生',
    ]) {
      const found = await searchFor(world.by(clerk), `${customer.name} ${part}`)
      expect(
        found.customers.map(({ id }) => id),
        part,
      ).toEqual(alone)
      expect(found.ignored, part).toHaveLength(1)
    }
    // The number of a request or a link is no house's, and nothing is said of one.
    for (const own of ['U-261123-0004', 'R-000123'])
      expect((await searchFor(world.by(clerk), own)).ignored, own).toEqual([])
    // A house's number does not count, its town does.
    const [town = ''] = /^\D+/.exec(customer.address) ?? []
    const answers = await Promise.all(
      ['1丁目', '2丁目', '5丁目30番'].map((house) =>
        ids(clerk, `${customer.name} ${town}${house}`),
      ),
    )
    for (const answer of answers)
      expect(answer).toEqual(await ids(clerk, `${customer.name} ${town}`))
  })

  it('finds by whole values beside a name, and a company by the whole name of its user', async () => {
    const { customer, account } = victim()
    for (const whole of [phoneOf(customer), account.number, customer.birthDate])
      expect((await ids(clerk, `${customer.name} ${whole}`))[0], whole).toBe(1)
    const users = world.companies[0]?.users.map(({ name }) => name) ?? []
    const id = world.companies[0]?.id
    for (const name of users) {
      expect(await ids(clerk, name)).toEqual([id])
      expect(await ids(clerk, name.slice(0, 2))).not.toContain(id)
      expect(await ids(officer, name.slice(0, 2))).toContain(id)
    }
    expect(users.length).toBeGreaterThan(1)
  })

  it('may say a hundred characters, each word of which may be read in two ways, and holds nobody up', async () => {
    const [{ id, users } = { id: 0, users: [] }] = world.companies
    const login = { loginId: users[0]?.loginId ?? '' }
    const { store } = world.engine
    const read = (userKana: string) =>
      store.write(() => {
        store.update('logins', login, { userKana })
        putSearchWords(store, id)
      })
    const before = store.find('logins', login)?.userKana ?? ''
    await read('ヌヌ ヌヌ')
    const wholly = async (said: string) => {
      const { customers, partly } = await searchFor(world.by(clerk), said)
      return !partly && customers.some((one) => one.id === id)
    }
    // ヌ or ンウ each: 2³³ ways to put them together.
    expect(await wholly('nu '.repeat(33).trim())).toBe(false)
    for (const said of ['nu nu nu nu', 'nunu nunu', 'ヌヌ nunu'])
      expect(await wholly(said), said).toBe(true)
    for (const said of ['nu nu nu', 'nu nu nu nu nu', 'nunu n’unu'])
      expect(await wholly(said), said).toBe(false)
    await read(before)
    // Only the beginnings of a reading are gone on with.
    let looked = 0
    const ways = new Proxy(['ナ', 'ンア'], {
      get: (of, name) => {
        looked += name === '0' || name === '1' ? 1 : 0
        return Reflect.get(of, name)
      },
    })
    const words = 16
    expect(putsTogether('ナ'.repeat(words), Array(words).fill(ways))).toBe(true)
    expect(looked).toBeLessThanOrEqual(2 * words * (words + 1))
  })

  it('is told that a company fits all but one of what was said: no wrong value is passed over', async () => {
    const [{ id, users } = { id: 0, users: [] }] = world.companies
    const company = world.engine.bank.customer(id)
    const [{ name: user } = { name: '' }] = users
    if (!company || user === '') throw new Error('no company')
    const found = async (actor: Actor, text: string) => {
      const { customers, partly } = await searchFor(world.by(actor), text)
      return customers.some((one) => one.id === id) && (partly ? 'partly' : 'wholly')
    }
    const wrong = ['09099990000', '1951-02-03', '個人'] as const
    for (const actor of [clerk, officer])
      for (const right of [company.birthDate, phoneOf(company)]) {
        expect(await found(actor, `${right} ${user}`)).toBe('wholly')
        for (const one of wrong)
          expect(await found(actor, `${right} ${one} ${user}`), one).toBe('partly')
        expect(await found(actor, `${right} ${wrong.slice(0, 2).join(' ')} ${user}`)).toBe(false)
      }
  })

  it('sees neither dates nor decades of birth in what a search shows', async () => {
    const broad = await searchFor(world.by(clerk), 'ト')
    expect(broad.more).toBe(true)
    expect(broad.narrow.map(({ by }) => by)).toContain('branch')
    expect(JSON.stringify(broad)).not.toMatch(/\d{4}-\d{2}-\d{2}|年代/)
    const seen = await searchFor(world.by(officer), 'ト')
    expect(seen.narrow.map(({ by }) => by)).toContain('born')
  })

  it('cannot tell, by the prefix walk that once gave the number, one digit from another', async () => {
    const { customer } = victim()
    const phone = customer.phone.replaceAll('-', '')
    const answers = new Set<string>()
    for (let known = 3; known < phone.length - 1; known += 1)
      for (let digit = 0; digit <= 9; digit += 1)
        answers.add(String((await ids(clerk, `${phone.slice(0, known)}${digit}`)).includes(1)))
    expect([...answers]).toEqual(['false'])
  })
})

it('every search is in the audit, also those that a window never shows', async () => {
  const before = entries('customers.search').length
  for (const text of ['ス', 'スズ', '090']) await searchFor(world.by(clerk), text)
  const kept = entries('customers.search').slice(before)
  expect(kept.map(({ actorId }) => actorId)).toEqual([clerk.id, clerk.id, clerk.id])
  expect(JSON.stringify(kept)).not.toContain('スズ')
})

describe('who searches much', () => {
  const budget = async (given: { searchesPerHour: number; searchesPerCustomer: number }) => {
    const policy = world.engine.settings.get('requests')
    await world.engine.settings.save('requests', { ...policy, ...given }, world.clock.now())
  }
  const told = () => entries('customers.searchedMuch').length

  it('is told of once an hour, to those who read the audit', async () => {
    await budget({ searchesPerHour: 12, searchesPerCustomer: 1_000 })
    const before = told()
    for (let n = 0; n < 12; n += 1) await searchFor(world.by(clerk), `99999${n}`)
    expect(told()).toBe(before)
    for (let n = 0; n < 5; n += 1) await searchFor(world.by(clerk), `88888${n}`)
    expect(told()).toBe(before + 1)
    // Another person's searches are their own.
    for (let n = 0; n < 5; n += 1) await searchFor(world.by(officer), `88888${n}`)
    expect(told()).toBe(before + 1)
    expect(dayCounts(world.engine, null).manySearches).toBeGreaterThan(0)
    expect(entries('customers.searchedMuch').at(-1)).toMatchObject({
      targetKind: 'staff',
      targetId: Number(clerk.id),
    })
  })

  it('is counted over a restart, and forgotten an hour later', async () => {
    await budget({ searchesPerHour: 12, searchesPerCustomer: 4 })
    const before = told()
    for (const text of ['スズキ', 'スズキイ', 'スズキイチ', '鈴木一郎']) await ids(officer, text)
    for (let n = 0; n < 12; n += 1) await searchFor(world.by(clerk), `77777${n}`)
    expect(told()).toBe(before)
    await world.restart()
    // Two at once tell it once.
    await Promise.all(['9', '8'].map((text) => searchFor(world.by(clerk), text)))
    expect(told()).toBe(before + 1)
    await ids(officer, '鈴木 一郎')
    expect(told()).toBe(before + 2)
    await world.restart()
    await ids(officer, '鈴木 一郎')
    expect(told()).toBe(before + 2)
    world.clock.offset += 3_600_001
    await ids(officer, '鈴木 一郎')
    await searchFor(world.by(clerk), '9')
    expect(told()).toBe(before + 2)
  })

  it('is told of although it was told before by a clock that was ahead, which counts for nothing now', async () => {
    await budget({ searchesPerHour: 12, searchesPerCustomer: 1_000 })
    const before = told()
    const much = async () => {
      for (let n = 0; n < 13; n += 1) await searchFor(world.by(clerk), `66666${n}`)
    }
    const today = () => dayCounts(world.engine, null).manySearches
    const counted = today()
    world.clock.offset += 400 * 86_400_000
    await much()
    expect(told()).toBe(before + 1)
    world.clock.offset -= 400 * 86_400_000
    expect(today()).toBe(counted)
    await searchFor(world.by(clerk), '1')
    expect(told()).toBe(before + 1)
    await much()
    expect([told(), today()]).toEqual([before + 2, counted + 1])
  })

  it('also for one customer alone', async () => {
    await budget({ searchesPerHour: 1_000, searchesPerCustomer: 4 })
    const before = told()
    // Others are found as well, and counted by themselves.
    for (const id of [2, 3, 4, 5])
      await searchFor(world.by(officer), world.engine.bank.customer(id)?.customerNumber ?? '')
    for (const text of ['スズキ', 'スズキイ', 'スズキイチ', '鈴木一郎']) await ids(officer, text)
    expect(told()).toBe(before)
    await ids(officer, '鈴木 一郎')
    expect(told()).toBe(before + 1)
  })
})
