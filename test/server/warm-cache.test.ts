import { afterAll, beforeAll, expect, it } from 'vitest'
import { decideAct } from '#engine'
import { introspect, linkToCode, read, redeem, refresh } from '../support/protocol.ts'
import { act, openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

/** What staff do reaches the next call of a provider whose tokens have just been used, and are therefore remembered. */
let world: World
let issuer: string
let tokens: { access: string; refresh: string }
let accountId: string
beforeAll(async () => {
  world = await World.open({ providers: [{ dpop: false }] })
  issuer = await world.listen()
  const provider = world.provider()
  const { body } = await redeem(
    issuer,
    provider,
    await linkToCode(issuer, provider, world.customer),
  )
  tokens = { access: String(body.access_token), refresh: String(body.refresh_token) }
  const list = await read(issuer, provider, tokens.access)
  accountId = (list.body.accounts as { accountId: string }[])[0]?.accountId ?? ''
})
afterAll(() => world.close())

async function answers() {
  const provider = world.provider()
  const active = async (token: string) => (await introspect(issuer, provider, token)).body.active
  return {
    list: (await read(issuer, provider, tokens.access)).status,
    balance: (await read(issuer, provider, tokens.access, `/accounts/${accountId}/balance`)).status,
    refresh: (await refresh(issuer, provider, tokens.refresh)).status,
    access: await active(tokens.access),
    refreshable: await active(tokens.refresh),
  }
}
const served = { list: 200, balance: 200, refresh: 200, access: true, refreshable: true }
const refused = { list: 401, balance: 401, refresh: 400, access: false, refreshable: false }

it('a hold, its end, an account taken out and the end of the grant, each from the next call on (R104)', async () => {
  const clerk = (await world.staff('clerk')).actor
  const officer = (await world.staff('officer')).actor
  const grant = { kind: 'grants' as const, grantIds: [1] }
  const request = await openAtCounter(world, clerk)
  expect(await answers()).toEqual(served)

  await act(world, clerk, request, { kind: 'hold', scope: grant, days: 3, afterwards: 'resume' })
  expect(await answers()).toEqual(refused)

  const paper = { kind: 'resume', scope: grant, paperReceivedOn: '2026-11-20' } as const
  const actId = await act(world, clerk, request, paper)
  expect(await answers()).toEqual(refused)
  await decideAct(world.by(officer), { actId, approve: true, note: '' })
  expect(await answers()).toEqual(served)

  const [account] = world.engine.bank.openAccounts(1)
  const one = { kind: 'account' as const, accountId: account?.id ?? 0 }
  await act(world, clerk, request, { kind: 'revoke', scope: one })
  expect(await answers()).toEqual({ ...served, balance: 404 })

  await act(world, clerk, request, { kind: 'revoke', scope: grant })
  expect(await answers()).toEqual(refused)
})
