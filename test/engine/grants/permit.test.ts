import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { grantsOfCustomer, timelineOf } from '#engine'
import { statusAt } from '#shared/grant'
import { World } from '../../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open({ providers: [{}, {}] })
})
afterEach(() => world.close())
const row = (id: number) =>
  world.engine.store.read(sql.selectFrom('grants').selectAll().where('id', '=', id))[0]

describe('grants.permit', () => {
  it('lasts 90 × 24 hours to the second (R38)', async () => {
    world.clock.now = () => Date.parse('2025-12-01T23:59:59+09:00')
    const id = await world.permit()
    const grant = row(id)
    expect(new Date(grant?.expiresAt ?? 0).toISOString()).toBe(
      new Date('2026-03-01T23:59:59+09:00').toISOString(),
    )
    const end = grant?.expiresAt ?? 0
    expect([
      statusAt({ status: 'active', expiresAt: end }, end - 1),
      statusAt({ status: 'active', expiresAt: end }, end),
    ]).toEqual(['active', 'expired'])
  })

  it('holds the 普通, 当座 and 貯蓄 accounts of the moment, and none opened later', async () => {
    const id = await world.permit()
    const held = () =>
      world.engine.store.read(
        sql.selectFrom('grantAccounts').select('accountId').where('grantId', '=', id),
      ).length
    const before = held()
    expect(before).toBe(world.linkable(1).length)
    world.engine.store.bulk((db) =>
      db.exec(
        `INSERT INTO accounts (id, customerId, branchCode, typeCode, number, numberReversed, primaryAccount, openedOn) VALUES (900001, 1, '011', '1', '9999999', '9999999', 0, '2026-01-01')`,
      ),
    )
    expect(world.linkable(1).length).toBe(before + 1)
    expect(held()).toBe(before)
  })

  it('names no services where none were asked for', async () => {
    expect(row(await world.permit())?.services).toBeNull()
  })

  it('supersedes the former grant of the same customer, provider and channel, and no other (R40)', async () => {
    const first = await world.permit()
    const otherProvider = await world.permit({ provider: 1 })
    const otherCustomer = await world.permit({ customer: 1 })
    const second = await world.permit()
    expect([
      row(first)?.status,
      row(otherProvider)?.status,
      row(otherCustomer)?.status,
      row(second)?.status,
    ]).toEqual(['superseded', 'active', 'active', 'active'])
    expect(row(second)?.formerGrantId).toBe(first)
    expect(timelineOf(world.engine, first).entries[0]).toMatchObject({
      kind: 'ended',
      reason: 'replaced-by-new',
      toStatus: 'superseded',
    })
  })

  it('keeps both where the policy says so (R40)', async () => {
    await world.engine.settings.save(
      'policy.personal',
      { ...world.engine.settings.get('policy.personal'), supersedeFormerGrant: false },
      0,
    )
    const [first, second] = [await world.permit(), await world.permit()]
    expect([row(first)?.status, row(second)?.status]).toEqual(['active', 'active'])
  })

  it('is refused for a suspended provider and leaves nothing', async () => {
    await world.suspend()
    const before = world.rows()
    await expect(world.permit()).rejects.toMatchObject({
      code: 'consent.refused',
      detail: 'provider-stopped',
    })
    expect(world.rows()).toEqual(before)
  })

  it('is refused where every account that was shown has been closed, and leaves nothing', async () => {
    const [first = 0] = world.linkable(1)
    const { store } = world.engine
    await store.write(() => store.update('accounts', { id: first }, { closedOn: '2026-01-01' }))
    const before = world.rows()
    await expect(world.permit({ accounts: [first] })).rejects.toMatchObject({
      code: 'consent.refused',
      detail: 'no-account',
    })
    expect(world.rows()).toEqual(before)
  })

  it('is in the audit with what was permitted, of a person without 業務 and PINs', async () => {
    const id = await world.permit()
    const { store } = world.engine
    const action = 'grants.permit'
    const { after } = store.find('auditEntries', { action, targetId: id }) ?? {}
    expect(JSON.parse(after ?? '')).toEqual({
      provider: '試験業者0',
      scopes: ['accounts', 'balances', 'transactions'],
      accounts: world.linkable(1).length,
      termsVersion: '第1版',
      textVersion: 1,
    })
  })

  it('shows on the customer’s page with masked accounts and days left (U17)', async () => {
    await world.permit()
    const [grant] = grantsOfCustomer(world.engine, 1)
    expect(grant).toMatchObject({
      status: 'active',
      daysLeft: 90,
      label: 'R-000001',
      scopes: ['accounts', 'balances', 'transactions'],
    })
    for (const account of grant?.accounts ?? [])
      expect(account).toMatch(/^(普通|貯蓄|当座) •••\d{4}$/)
  })
})
