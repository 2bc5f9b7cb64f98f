import { afterAll, beforeAll, expect, it } from 'vitest'
import { proofOf } from '#engine'
import { giveBack, linkToCode, read, redeem, refresh } from '../support/protocol.ts'
import { World } from '../support/world.ts'

let world: World
let issuer: string
beforeAll(async () => {
  world = await World.open()
  issuer = await world.listen()
})
afterAll(() => world.close())

/** Read whole, on purpose: a handful of rows, or once at the start, or from one end of the key. */
const whole = [
  /from "settings"$/,
  /from "usedAssertions" where "expiresAt" >/,
  /from "textVersions" limit/,
  /^delete from .* order by "id" limit/,
  /from "auditEntries" order by "id" desc limit/,
  // What an insert lists are the foreign keys that a replaced row would have had.
  /^insert into/,
]

/** What a statement has read of a table before, by its index and no further than its limit. */
const limited = /^SCAN (counted|newest)$/

it('no statement of a link, a refresh, a data call and a revocation reads a table whole', async () => {
  const provider = world.provider()
  for (const customer of [world.person(0), world.person(0)]) {
    const linked = await linkToCode(issuer, provider, customer)
    const { body } = await redeem(issuer, provider, linked)
    await refresh(issuer, provider, String(body.refresh_token))
    const call = (path: string) => read(issuer, provider, body.access_token, path)
    const accounts = (await call('/accounts')).body.accounts as { accountId: string }[]
    await call(`/accounts/${accounts[0]?.accountId}/transactions`)
    await giveBack(issuer, provider, body.refresh_token)
    await proofOf(world.engine, world.newestGrant().id)
  }
  const plans = world.engine.store.keptPlans()
  expect(plans.length).toBeGreaterThan(30)
  for (const { sql, plan } of plans) {
    if (whole.some((pattern) => pattern.test(sql))) continue
    // A full-text index is told of as scanned where it goes to one row by its key.
    const scans = plan.filter(
      (line) => /^SCAN(?!.* VIRTUAL TABLE INDEX \d+:=$)/.test(line) && !limited.test(line),
    )
    expect([sql, scans]).toEqual([sql, []])
    // One provider may have a million grants: its index alone is as good as none.
    expect([sql, plan.filter((line) => line.includes('grantsByProvider'))]).toEqual([sql, []])
  }
})
