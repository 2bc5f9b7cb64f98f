import { beforeEach, expect, it, onTestFinished } from 'vitest'
import {
  applyPlannedChanges,
  checkLedger,
  dayCounts,
  decideProposal,
  listProposals,
  plannedChanges,
  proposalOutcome,
  saveLedger,
  updateProvider,
  withdrawChange,
} from '#engine'
import { dayMs, isoDate } from '#shared/japanese-date'
import { ProviderInput } from '#shared/provider'
import { namesThen } from '../../src/main/engine/providers/names.ts'
import { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open()
  onTestFinished(() => world.close())
})

const dayIn = (days: number) => isoDate(world.clock.now() + days * dayMs)
/** Proposed by one, agreed to by another. */
async function plan(
  change: Partial<ProviderInput>,
  from: string | null,
  sameEntity = '履歴事項全部証明書',
) {
  const [maker, second] = [
    await world.staff('hq-admin', `maker-${Math.random()}`),
    await world.staff('hq-admin', `second-${Math.random()}`),
  ]
  const { id, version, ...registered } = world.registered()
  const fields = Object.keys(ProviderInput.shape) as (keyof ProviderInput)[]
  const now = Object.fromEntries(fields.map((name) => [name, registered[name]]))
  const provider = ProviderInput.parse({ ...now, ...change })
  const { waits } = await updateProvider(world.by(maker.actor), {
    ...{ id, version, provider, from, sameEntity },
  })
  const proposal = listProposals(world.by(second.actor)).find((one) => one.id === waits)
  await decideProposal(world.by(second.actor), { id: waits ?? 0, approve: true, note: '' })
  outcome = () => proposalOutcome(world.by(maker.actor), waits ?? 0)
  return JSON.parse(proposal?.after ?? '{}')
}
/** What whoever asked for the last one is told of it. */
let outcome: () => ReturnType<typeof proposalOutcome>
const planned = () => plannedChanges(world.engine, world.provider().id)

it('a change with a day is agreed to by two and holds from that day on, also after a start; records keep the names of their time (R163)', async () => {
  const before = world.registered()
  expect(
    await plan({ name: '新名称株式会社', redirectUris: ['https://new.example/cb'] }, dayIn(2)),
  ).toMatchObject({
    ...{ name: '新名称株式会社', effectiveOn: dayIn(2) },
  })
  await applyPlannedChanges(world.engine)
  expect(world.registered()).toMatchObject({ name: before.name, redirectUris: before.redirectUris })
  // Who asked for it is not told that it was carried out.
  expect(outcome()).toMatchObject({ state: 'agreed', plannedFor: dayIn(2) })
  const atThen = world.clock.now()
  await world.restart()
  world.clock.offset += 2 * dayMs
  await applyPlannedChanges(world.engine)
  expect(world.registered()).toMatchObject({
    ...{ name: '新名称株式会社', redirectUris: ['https://new.example/cb'], kana: before.kana },
    version: before.version + 1,
  })
  expect(planned()).toEqual([])
  const names = namesThen(world.engine, [before.id])
  expect(names(before.id, atThen)?.name).toBe(before.name)
  expect(names(before.id, world.clock.now())?.name).toBe('新名称株式会社')
})

it('what was changed meanwhile is not overwritten: the planned change fails, and is told (R163)', async () => {
  await plan({ name: '新名称株式会社', contact: '窓口' }, dayIn(1))
  await plan({ contact: '別の窓口' }, null)
  expect(outcome()).toMatchObject({ state: 'agreed', plannedFor: null })
  world.clock.offset += dayMs
  await applyPlannedChanges(world.engine)
  expect(world.registered()).toMatchObject({ contact: '別の窓口' })
  expect(world.registered().name).not.toBe('新名称株式会社')
  expect(planned()).toMatchObject([{ state: 'failed' }])
  // On きょう until somebody puts it away.
  const [{ id, name: provider }, effectiveOn] = [world.registered(), dayIn(0)]
  const told = () => dayCounts(world.engine, null).failedPlans
  expect(told()).toEqual([{ providerId: id, provider, effectiveOn }])
  await withdrawChange(world.by(), { id: planned()[0]?.id ?? 0 })
  expect(told()).toEqual([])
})

it('another legal name takes what shows that it is the same legal person, which the second person reads (R164)', async () => {
  const renamed = { name: '新名称株式会社' }
  for (const from of [null, dayIn(1)])
    await expect(plan(renamed, from, '')).rejects.toMatchObject({ detail: 'sameEntity' })
  expect(await plan(renamed, null, '履歴事項全部証明書 2026-10-01')).toMatchObject({
    sameEntity: '履歴事項全部証明書 2026-10-01',
  })
  // What is no legal name takes none, and keeps none.
  expect(await plan({ servicePersonal: '新しい家計簿' }, null)).not.toHaveProperty('sameEntity')
  expect(world.registered()).toMatchObject(renamed)
})

it('one person takes a planned change back; a day that is over is refused (R163)', async () => {
  await expect(plan({ contact: 'x' }, dayIn(-1))).rejects.toMatchObject({ detail: 'from' })
  await plan({ contact: '窓口' }, dayIn(1))
  await withdrawChange(world.by(), { id: planned()[0]?.id ?? 0 })
  world.clock.offset += dayMs
  await applyPlannedChanges(world.engine)
  expect(world.registered().contact).toBe('')
})

it('what it takes is asked again on its day: DPoP is not given up for a reason that was taken back since (R14, R163)', async () => {
  const { actor: maker } = await world.staff('hq-admin', 'maker')
  const { actor: checker } = await world.staff('hq-admin', 'checker')
  const item = 'technical.unbound'
  const version = () =>
    world.engine.store.find('ledgerEntries', { providerId: 1, item })?.version ?? 0
  const reason = (value: string) =>
    saveLedger(world.by(maker), {
      ...{ providerId: 1, item, version: version(), value, note: '', evidence: '', owner: '' },
      dueOn: null,
    })
  await reason('業者のライブラリが対応していない')
  await checkLedger(world.by(checker), { providerId: 1, items: [{ item, version: version() }] })
  await plan({ dpop: false }, dayIn(1))
  await reason('')
  world.clock.offset += dayMs
  await applyPlannedChanges(world.engine)
  expect(world.registered().dpop).toBe(true)
  expect(planned()).toMatchObject([{ state: 'failed' }])
})
