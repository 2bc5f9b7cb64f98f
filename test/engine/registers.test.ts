import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  applyPlannedChanges,
  createProvider,
  decideProposal,
  saveSettings,
  updateProvider,
} from '#engine'
import { isoDate } from '#shared/japanese-date'
import { ProviderInput } from '#shared/provider'
import type { Registers } from '#shared/settings'
import { World } from '../support/world.ts'

/** R2: which offices register providers, and as what, is a list of the house. */
let world: World
beforeEach(async () => {
  world = await World.open({ customers: 1 })
})
afterEach(() => world.close())

const lists = () => world.engine.settings.get('registers')
const save = (value: Partial<Registers>) =>
  saveSettings(world.by(), { key: 'registers', seen: lists(), value: { ...lists(), ...value } })
const input = (registrationNumber: string) => {
  const registered = world.registered() as unknown as Record<string, unknown>
  const fields = Object.keys(ProviderInput.shape).map((name) => [name, registered[name]])
  return ProviderInput.parse({ ...Object.fromEntries(fields), registrationNumber })
}
const update = (registrationNumber: string, from: string | null = null, by = world.by()) => {
  const { id, version } = world.registered()
  return updateProvider(by, { id, version, provider: input(registrationNumber), from })
}
const unknown = expect.objectContaining({ code: 'provider.office-unknown' })

it('an office and a kind that the law may bring are added, and then registered with', async () => {
  const number = '新設財務局長（信組電代）第7号'
  await expect(update(number)).rejects.toEqual(unknown)
  await expect(createProvider(world.by(), input(number))).rejects.toEqual(unknown)
  await save({ offices: [...lists().offices, '新設財務局長'] })
  await expect(update(number)).rejects.toEqual(unknown)
  await save({ kinds: ['電代', '信組電代'] })
  await update(number)
  expect(world.registered().registrationNumber).toBe(number)
  // みなし業者 have the number of the Banking Act, as every other 電代.
  await createProvider(world.by(), input('関東財務局長（電代）第5号'))
})

it('what a provider uses is not taken off, and whose it is is told', async () => {
  const without = lists().offices.filter((office) => office !== '関東財務局長')
  await expect(save({ offices: without })).rejects.toEqual(
    expect.objectContaining({
      ...{ code: 'settings.in-use', detail: '試験業者0（関東財務局長（電代）第900号）' },
    }),
  )
  await expect(save({ kinds: ['信組電代'] })).rejects.toMatchObject({ code: 'settings.in-use' })
  expect(lists().kinds).toEqual(['電代'])
  await update('近畿財務局長（電代）第900号')
  await save({ offices: without })
  expect(lists().offices).toHaveLength(10)
})

it('nor what a provider will have from a day on', async () => {
  const maker = (await world.staff('hq-admin', 'maker')).actor
  const other = (await world.staff('hq-admin', 'other')).actor
  const tomorrow = isoDate(world.clock.now() + 86_400_000)
  const made = await update('四国財務局長（電代）第900号', tomorrow, world.by(maker))
  await decideProposal(world.by(other), { id: made.waits ?? 0, approve: true, note: '' })
  const without = lists().offices.filter((office) => office !== '四国財務局長')
  await expect(save({ offices: without })).rejects.toMatchObject({ code: 'settings.in-use' })
  world.clock.offset += 2 * 86_400_000
  expect(await applyPlannedChanges(world.engine)).toBe(1)
  expect(world.registered().registrationNumber).toBe('四国財務局長（電代）第900号')
})
