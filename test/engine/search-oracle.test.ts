import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { type Actor, dayCounts, searchFor } from '#engine'
import { World } from '../support/world.ts'

/** R123: nobody learns a customer's numbers by searching, and who searches much is told of. */
let world: World
let clerk: Actor
let officer: Actor
beforeAll(async () => {
  world = await World.open({ customers: 200 })
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

  it('also for one customer alone', async () => {
    await budget({ searchesPerHour: 1_000, searchesPerCustomer: 4 })
    const before = told()
    for (const text of ['スズキ', 'スズキイ', 'スズキイチ', '鈴木一郎']) await ids(officer, text)
    expect(told()).toBe(before)
    await ids(officer, '鈴木 一郎')
    expect(told()).toBe(before + 1)
  })
})
