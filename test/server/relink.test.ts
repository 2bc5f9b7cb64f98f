import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Linked, linkToCode, read, redeem, refresh } from '../support/protocol.ts'
import { World } from '../support/world.ts'

/** A new link takes the place of the former one when its code is redeemed, and not before (R40). */
let world: World
let issuer: string
beforeAll(async () => {
  world = await World.open({ providers: [{}, {}] })
  issuer = await world.listen()
})
afterAll(() => world.close())

const permit = (provider = 0) => linkToCode(issuer, world.provider(provider), world.customer)
const tokensOf = async (linked: Linked, provider = 0) => {
  const { status, body } = await redeem(issuer, world.provider(provider), linked)
  expect(status).toBe(200)
  return { access: String(body.access_token), refresh: String(body.refresh_token) }
}
const idsOf = async (token: string, provider = 0): Promise<string[] | number> => {
  const { status, body } = await read(issuer, world.provider(provider), token)
  return status === 200
    ? (body.accounts as { accountId: string }[]).map(({ accountId }) => accountId)
    : status
}

it('until then the former link reads and is refreshed; a code that is lost or refused ends nothing', async () => {
  const former = await tokensOf(await permit())
  const ids = await idsOf(former.access)
  expect(ids).toHaveLength(world.linkable(1).length)
  const works = async () =>
    expect([
      await idsOf(former.access),
      (await refresh(issuer, world.provider(), former.refresh)).status,
    ]).toEqual([ids, 200])

  await permit()
  await works()
  const linked = await permit()
  const refused = await redeem(issuer, world.provider(), linked, { code_verifier: 'x'.repeat(43) })
  expect(refused.status).toBe(400)
  await works()

  const lost = await permit()
  const now = await tokensOf(await permit())
  expect(await idsOf(former.access)).toBe(401)
  expect((await refresh(issuer, world.provider(), former.refresh)).status).toBe(400)
  // For one customer, account and provider the name on the wire is the same for ever.
  expect(await idsOf(now.access)).toEqual(ids)
  // What was permitted before has been replaced too.
  expect((await redeem(issuer, world.provider(), lost)).status).toBe(400)
  expect(await idsOf(now.access)).toEqual(ids)
})

it('another provider knows none of the names, and keeps its own link', async () => {
  const mine = await tokensOf(await permit())
  const theirs = await tokensOf(await permit(1), 1)
  const [one, other] = [await idsOf(mine.access), await idsOf(theirs.access, 1)]
  expect((one as string[]).filter((id) => (other as string[]).includes(id))).toEqual([])
})
