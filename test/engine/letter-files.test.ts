import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { sql } from '#db'
import {
  caseById,
  changeProviderStatus,
  closeCase,
  continueDeletions,
  continueEndings,
  decideDeletion,
  keepLetters,
  letterFile,
  letterState,
  noteStep,
  openProviderCase,
  openStepsOf,
  proposeDeletion,
  stepsWritten,
} from '#engine'
import { dayMs } from '#shared/japanese-date'
import type { EndingFacts } from '#shared/provider-case'
import { World } from '../support/world.ts'

// Two letters stand in a file, so that three customers take two of them.
vi.mock('#shared/provider-case', async (original) => ({
  ...(await original<typeof import('#shared/provider-case')>()),
  lettersInFile: 2,
}))

let world: World
let id: number
const grants: number[] = []
beforeEach(async () => {
  world = await World.open()
  onTestFinished(() => world.close())
  grants.length = 0
  for (const customer of [0, 1, 2]) grants.push(await world.permit({ customer }))
  // Long before the letters: what comes while they are made is read again, and these are not.
  world.clock.offset += dayMs
  const facts: EndingFacts = {
    ...{ cause: 'merged', announcedOn: '2099-01-04', endsOn: '2099-03-31' },
    ...{ successorId: null, letterWords: '' },
  }
  const providerId = world.provider().id
  const form = { kind: 'ending', facts } as const
  id = (await openProviderCase(world.by(), { providerId, form, stop: null })) ?? 0
})

const state = () => letterState(world.engine, caseById(world.engine, id))
const file = async (again: number | null = null) =>
  letterFile(world.engine, { id, seen: (await state()).made, again })
const make = async () => keepLetters(world.by(), { id, file: await file() })
const said = () =>
  stepsWritten(world.engine, id)
    .filter(({ step }) => step === 'letters')
    .map(({ note }) => note)
/** The customer's own end of a link. */
const revoke = (index: number) =>
  world.engine.store.write(() =>
    world.engine.store.update(
      'grants',
      { id: grants[index] ?? 0 },
      {
        ...{ status: 'revoked', endedAt: world.clock.now(), endedBy: 'x' },
        ...{ reason: 'no-longer-used', requester: 'self', requestChannel: 'phone' },
      },
    ),
  )
const end = async () => {
  const { id: providerId, version } = world.registered()
  const change = { id: providerId, version, to: 'ended', cause: 'merged', reason: '' } as const
  await changeProviderStatus(world.by(), change)
  await continueEndings(world.engine)
}
const close = () =>
  closeCase(world.by(), {
    ...{ id, version: caseById(world.engine, id).version, as: 'done', note: '' },
  })
const notNeeded = (step: 'announced' | 'restricted' | 'list' | 'sent' | 'published' | 'contract') =>
  noteStep(world.by(), {
    ...{ id, step, outcome: 'not-needed', at: world.clock.now() },
    ...{ whom: '', note: '試験', evidence: '' },
  })

it('the letters are made once everybody concerned has one, and not before, whatever place somebody asks for (R161)', async () => {
  await expect(letterFile(world.engine, { id, seen: 999_999_999, again: null })).rejects.toThrow()
  await make()
  expect(said()).toEqual([])
  expect(await state()).toMatchObject({ made: 2, left: 1, files: [{ first: 1, last: 2 }] })
  await make()
  expect(said()).toEqual(['3通'])
  expect(await state()).toMatchObject({ made: 3, left: 0, isOpenAgain: false })
  // Nothing is said twice.
  await make()
  expect(said()).toEqual(['3通'])
})

it('who links while letters are made gets one too, and who has one and leaves is counted still (R161)', async () => {
  await make()
  // One of those who have a letter leaves, and two more link: the next file is the rest, and no place is passed over.
  await revoke(0)
  for (const customer of [3, 4]) await world.permit({ customer })
  expect(await file()).toMatchObject({ first: 3, last: 4, total: 5, customerIds: [3, 4] })
  await make()
  expect(said()).toEqual([])
  expect(await state()).toMatchObject({ made: 4, left: 1 })
  await make()
  expect(said()).toEqual(['5通'])
})

it('who links after the letters were made opens the step again, and the case is not closed without theirs (R161)', async () => {
  await make()
  await make()
  await world.permit({ customer: 3 })
  expect(await state()).toMatchObject({ made: 3, left: 1, isOpenAgain: true })
  await end()
  for (const step of ['announced', 'restricted', 'list', 'sent', 'published', 'contract'] as const)
    await notNeeded(step)
  expect(openStepsOf(world.engine, caseById(world.engine, id))).toEqual([])
  await expect(close()).rejects.toMatchObject({ code: 'case.steps-open', detail: 'letters' })
  await make()
  expect(said()).toEqual(['3通', '4通'])
  await close()
})

it('the step of an older version, which kept no names, stands as it was written', async () => {
  await world.engine.store.write(() =>
    world.engine.store.insert('providerCaseSteps', {
      ...{ caseId: id, step: 'letters', outcome: 'done', at: 1, whom: '', note: '3通' },
      ...{ evidence: '', staffName: 'x', enteredAt: 1 },
    }),
  )
  expect(await state()).toMatchObject({ made: 0, left: 3, isOpenAgain: false })
  await end()
  for (const step of ['announced', 'restricted', 'list', 'sent', 'published', 'contract'] as const)
    await notNeeded(step)
  await close()
})

it('the last of those who were left ends the link: the step is done by whoever makes sure (R161)', async () => {
  await make()
  await revoke(2)
  expect(said()).toEqual([])
  await make()
  expect(said()).toEqual(['2通'])
})

it('two who make the same letters at once make them once; what has changed meanwhile is not kept (R161)', async () => {
  const both = [await file(), await file()]
  const [first, second] = both
  if (!first || !second) throw new Error('no file')
  await keepLetters(world.by(), { id, file: first })
  await expect(keepLetters(world.by(), { id, file: second })).rejects.toMatchObject({
    code: 'case.letters-meanwhile',
  })
  // The window of the other one shows two letters fewer.
  await expect(letterFile(world.engine, { id, seen: 0, again: null })).rejects.toMatchObject({
    code: 'case.letters-meanwhile',
  })
  const third = await file()
  await revoke(2)
  await expect(keepLetters(world.by(), { id, file: third })).rejects.toMatchObject({
    code: 'case.letters-meanwhile',
  })
  expect(await state()).toMatchObject({ made: 2, left: 0 })
})

it('somebody links while the last letters are made: the step is not done (R161)', async () => {
  await make()
  const last = await file()
  await world.permit({ customer: 3 })
  await keepLetters(world.by(), { id, file: last })
  expect(said()).toEqual([])
})

it('a file that was lost is made once more, for those whom it still concerns, and nothing is counted twice (R161)', async () => {
  await make()
  await revoke(1)
  const [made] = (await state()).files
  const again = await file(made?.id)
  expect(again).toMatchObject({ customerIds: [1], first: 1, last: 2 })
  expect(again.made.letters).toHaveLength(1)
  await keepLetters(world.by(), { id, file: again })
  expect(await state()).toMatchObject({ made: 2, left: 1 })
  await expect(letterFile(world.engine, { id, seen: 2, again: 999 })).rejects.toMatchObject({
    code: 'input.invalid',
  })
})

it('a letter is kept as long as a link of its customer with the provider, and no shorter (R85)', async () => {
  await make()
  const letters = () =>
    world.engine.store.read(sql.selectFrom('caseLetters').select('customerId')).length
  expect(() =>
    world.engine.store.bulk((db) => db.exec('DELETE FROM caseLetters WHERE customerId = 1')),
  ).toThrow('append-only')
  await end()
  world.clock.offset += 11 * 366 * dayMs
  const [maker, second] = [
    await world.staff('hq-admin', 'maker'),
    await world.staff('hq-admin', 'second'),
  ]
  const run = await proposeDeletion(world.by(maker.actor), 'grants')
  await decideDeletion(world.by(second.actor), { id: run ?? 0, approve: true })
  expect(letters()).toBe(2)
  await continueDeletions(world.engine)
  expect(letters()).toBe(0)
  expect(await state()).toMatchObject({ made: 2, left: 0 })
})

it('no letter tells of a day that is over as of one to come (R161)', async () => {
  world.clock.offset = Date.parse('2099-03-31T14:00:00Z') - Date.now()
  await expect(file()).resolves.toMatchObject({ total: 0 })
  world.clock.offset += 2 * 3_600_000
  await expect(file()).rejects.toMatchObject({ code: 'case.day-over' })
  await end()
  await expect(file()).resolves.toMatchObject({ total: 0 })
})
