import { expect, it, onTestFinished } from 'vitest'
import {
  changeProviderStatus,
  connectionState,
  providerByClientId,
  providerById,
  recordAudit,
  systemContext,
  updateProvider,
} from '#engine'
import { applicant, channelFor, passTest } from '../support/connection-test.ts'
import { World } from '../support/world.ts'

it('what was seen of a former registration shows nothing of another one, however much was refused since (R157)', async () => {
  const world = await World.open()
  const { channel, test } = await channelFor(world)
  onTestFinished(async () => {
    await test.close()
    await world.close()
  })
  const { id } = await applicant(world)
  await changeProviderStatus(world.by(), { id, version: 1, to: 'review', reason: '' })
  await passTest(world, channel, 'applicant')
  const state = () => connectionState(channel, 'applicant')
  const first = await state()
  expect(first?.steps.find(({ step }) => step === 'permit')?.metAt).not.toBeNull()
  test.clock.offset += 60_000
  world.clock.offset += 60_000
  const { version, ...registered } = providerById(world.engine, id) ?? { version: 0 }
  const provider = { ...registered, redirectUris: ['https://applicant.example/other'] } as never
  await updateProvider(world.by(), { id, version, provider })
  await channel.copied()
  const since = (await state())?.since
  expect(since).toBeGreaterThan(first?.since ?? 0)
  const known = providerByClientId(test.engine, 'applicant')
  const by = systemContext(test.engine)
  // As its server, or whoever names it, can have refused in a minute.
  await test.engine.store.write(() => {
    for (let n = 0; n < 5_001; n += 1)
      recordAudit(by, {
        ...{ action: 'oauth.authorization', outcome: 'refused', reason: 'invalid_request' },
        target: { kind: 'provider', id: known?.id ?? 0, label: known?.name ?? '' },
      })
  })
  const later = await state()
  expect(later?.since).toBe(since)
  expect(later?.steps.find(({ step }) => step === 'permit')?.metAt).toBeNull()
  expect(later?.passed).toBe(false)
})
