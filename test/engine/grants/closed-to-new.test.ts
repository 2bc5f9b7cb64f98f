import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changeProviderStatus, supersedeFormer } from '#engine'
import { World } from '../../support/world.ts'

/** 新規停止: what lives can be renewed, and nothing becomes more (R129). */
let world: World
beforeEach(async () => {
  world = await World.open({ business: true })
})
afterEach(() => world.close())

const closeToNew = async () => {
  const { id, version } = world.registered()
  await changeProviderStatus(world.by(), {
    ...{ id, version, to: 'restricted', cause: 'own-request', reason: '' },
  })
}
/** Former links live beside the newer. */
const keepFormer = async () => {
  const key = 'policy.personal'
  const policy = { ...world.engine.settings.get(key), supersedeFormerGrant: false }
  await world.engine.settings.save(key, policy, 0)
}
const live = (...ids: number[]) => ids.filter((id) => world.statusOf(id) === 'active')
const refused = { code: 'consent.refused', detail: 'provider-no-new' }
const accounts = () => world.linkable(1)

describe('a renewal with a provider that is closed to new links', () => {
  it('gives no more data and no more accounts than one link that lives', async () => {
    const [first = 0, second = 0] = accounts()
    expect(second).toBeGreaterThan(0)
    const one = await world.permit({ scopes: ['accounts', 'balances'], accounts: [first] })
    await closeToNew()
    const scopes = ['accounts', 'balances'] as const
    await expect(world.permit({ accounts: [first] })).rejects.toMatchObject(refused)
    await expect(
      world.permit({ scopes: [...scopes], accounts: [first, second] }),
    ).rejects.toMatchObject(refused)
    await expect(
      world.permit({ customer: 1, scopes: ['accounts'], accounts: world.linkable(2) }),
    ).rejects.toMatchObject(refused)
    const again = await world.permit({ scopes: [...scopes], accounts: [first] })
    expect(live(one, again)).toEqual([again])
    const less = await world.permit({ scopes: ['accounts'], accounts: [first] })
    expect(live(again, less)).toEqual([less])
  })

  it.each([
    ['as time goes by', () => {}],
    ['all within one millisecond', () => world.clock.stop()],
  ])(
    'is of one link, not of two together, and takes its place also where former links may stay: %s',
    async (_when, begin) => {
      begin()
      await keepFormer()
      const [first = 0, second = 0] = accounts()
      const one = await world.permit({ scopes: ['accounts'], accounts: [first] })
      const two = await world.permit({ scopes: ['accounts'], accounts: [second] })
      expect(live(one, two)).toEqual([one, two])
      await closeToNew()
      const both = { scopes: ['accounts' as const], accounts: [first, second] }
      await expect(world.permit(both)).rejects.toMatchObject(refused)
      const again = await world.permit({ scopes: ['accounts'], accounts: [first] })
      expect(live(one, two, again)).toEqual([two, again])
    },
  )

  it.each([[[0, 1]], [[1, 0]], [[1]]])(
    'two renewals of one link at once leave one: %j',
    async (order) => {
      await keepFormer()
      const [first = 0] = accounts()
      const one = await world.permit({ scopes: ['accounts'], accounts: [first] })
      await closeToNew()
      const { engine } = world
      const codes: number[] = []
      const given = { scopes: ['accounts' as const], accounts: [first], waiting: true }
      for (const _ of [1, 2]) codes.push(await world.permit(given))
      for (const index of order)
        await engine.store.write(() => supersedeFormer(engine, codes[index] ?? 0, 'of two at once'))
      expect(live(one, ...codes)).toEqual([codes[1]])
    },
  )
})
