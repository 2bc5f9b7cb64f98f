import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  createStaff,
  decideProposal,
  enrolStaff,
  listProposals,
  openEngine,
  saveSettings,
  updateStaff,
} from '#engine'
import { newIdentity } from '../../src/main/backup/container.ts'
import { restoreBackup } from '../../src/main/backup/restore.ts'
import { writeBackup } from '../../src/main/backup/write.ts'
import { openSession, staffSession } from '../../src/main/engine/staff/session.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

let world: World
let place: string
beforeEach(async () => {
  world = await World.open({ customers: 1 })
  place = temporaryFolder()
})
afterEach(async () => {
  await world.close()
  removeFolder(place)
})

it('whoever puts an older backup back regains by it no code, no session, no right and no word of a second person', async () => {
  const { engine } = world
  const { actor: asker } = await world.staff('hq-admin', 'asker')
  const { actor: agreer } = await world.staff('hq-admin', 'agreer')
  const { actor: fallen } = await world.staff('hq-admin', 'fallen')
  const form = { loginId: 'new', name: '新人', role: 'clerk', branchCode: '011' } as const
  const code = (await createStaff(world.by(), form)).result?.code ?? ''
  const seen = engine.settings.get('policy.personal')
  const asked = { key: 'policy.personal', seen, value: { ...seen, validityDays: 77 } } as const
  const { waits } = await saveSettings(world.by(asker), asked)
  const sessions = await engine.store.write(() =>
    [fallen, asker].map(({ id }) => openSession(engine, Number(id), 'x')),
  )
  const { identity, recipient } = await newIdentity()
  const from = join(place, 'b.age')
  const { folder } = engine.store
  await writeBackup({
    ...{ folder, keys: engine.keys, to: from, recipient, program: 'test', now: Date.now() },
  })

  // Since then the code was used, the proposal refused, and a right taken away.
  await enrolStaff(world.by(), { loginId: 'new', code, password: 'じぶんで決めた合言葉です' })
  await decideProposal(world.by(agreer), { id: waits ?? 0, approve: false, note: '' })
  const less = { name: fallen.name, role: 'clerk', branchCode: '011', disabled: false } as const
  await updateStaff(world.by(), { id: Number(fallen.id), ...less })
  await world.restart()

  const restored = await restoreBackup({
    ...{ from, folder: join(place, 'data'), identities: [identity], dataKey: undefined },
    ...{ since: folder, program: 'test' },
  })
  expect(restored.lost.staff.map(({ label, action }) => [label, action])).toEqual([
    ['新人', 'staff.enrol'],
    [fallen.name, 'staff.update'],
  ])
  const back = openEngine({
    ...{ folder: join(place, 'data'), clock: world.clock, version: 'test' },
    log: { warn() {}, error() {} },
  })
  const by = (actor = asker) => ({ engine: back, actor, correlationId: 'c' })
  expect(
    await codeOf(
      enrolStaff(by(), { loginId: 'new', code, password: 'きりたんぽ鍋をみんなで囲む' }),
    ),
  ).toBe('staff.wrong-credentials')
  expect(sessions.map((one) => staffSession(back, one))).toEqual([undefined, undefined])
  expect(back.store.find('staff', { id: Number(fallen.id) })).toMatchObject({
    ...{ role: 'hq-admin', passwordHash: '', totpSecret: null },
  })
  expect(back.store.find('staff', { id: Number(agreer.id) })?.passwordHash).not.toBe('')
  expect(listProposals(by(agreer)).map(({ id }) => id)).toEqual([waits])
  const word = (approve: boolean) =>
    codeOf(decideProposal(by(agreer), { id: waits ?? 0, approve, note: '' }))
  expect(await word(true)).toBe('proposal.changed-meanwhile')
  expect(back.settings.get('policy.personal').validityDays).toBe(seen.validityDays)
  expect(await word(false)).toBe('done')
  await back.close()
})
