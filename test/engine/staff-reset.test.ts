import { afterEach, beforeEach, expect, it } from 'vitest'
import { decideProposal, reenrolStaff, saveSettings } from '#engine'
import { dayMs } from '#shared/japanese-date'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open({ customers: 1 })
})
afterEach(() => world.close())

it('an account that was opened at the machine makes no two persons with anybody for a day', async () => {
  const { actor: asker } = await world.staff('hq-admin', 'asker')
  const { actor: agreer } = await world.staff('hq-admin', 'agreer')
  const seen = world.engine.settings.get('policy.personal')
  const asked = { key: 'policy.personal', seen, value: { ...seen, validityDays: 77 } } as const
  const { waits } = await saveSettings(world.by(asker), asked)
  // As staff:reset does: whoever asked might enrol as the other.
  await reenrolStaff(world.by(), { id: Number(agreer.id) })
  const word = () =>
    codeOf(decideProposal(world.by(agreer), { id: waits ?? 0, approve: true, note: '' }))
  expect(await word()).toBe('proposal.tied')
  const own = { ...asked, value: { ...seen, validityDays: 78 } }
  const { waits: theirs } = await saveSettings(world.by(agreer), own)
  const back = { id: theirs ?? 0, approve: true, note: '' }
  expect(await codeOf(decideProposal(world.by(asker), back))).toBe('proposal.tied')
  world.clock.offset = dayMs - 60_000
  expect(await word()).toBe('proposal.tied')
  world.clock.offset = dayMs
  expect(await word()).toBe('done')
})

it('two administrators who came with the seed are two: neither enrols the other anew alone', async () => {
  const { actor: first } = await world.staff('hq-admin', 'first')
  const { actor: second } = await world.staff('hq-admin', 'second')
  const { waits } = await reenrolStaff(world.by(first), { id: Number(second.id) })
  expect(waits).toEqual(expect.any(Number))
})
