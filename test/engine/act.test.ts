import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { sql } from '#db'
import { type ActContext, act } from '#engine'
import { AppError } from '#shared/errors'
import { Refusal, type Told } from '../../src/main/engine/act.ts'
import { World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world.close())
let before: number
beforeEach(() => {
  before = entries().length
})
const entries = () =>
  world.engine.store.read(
    sql.selectFrom('auditEntries').select(['action', 'outcome', 'reason', 'targetLabel', 'after']),
  )
const nameNow = () => world.engine.bank.customer(1)?.name
const target = { kind: 'customer', id: 1, label: '客' } as const
const rename = ({ engine }: ActContext, name: string) =>
  engine.store.update('customers', { id: 1 }, { name })
const given = (perform: (ctx: ActContext) => Told<string>) =>
  act('system.seed', (ctx: ActContext) => perform(ctx))(world.by(), undefined)

it.each<[string, (ctx: ActContext) => Told<string>, string, string | undefined, object[]]>([
  [
    'done: what it wrote, its entry and its result',
    (ctx) => {
      rename(ctx, 'done')
      return { target, after: { n: 1 }, result: 'result' }
    },
    'result',
    'done',
    [{ outcome: 'done', targetLabel: '客', reason: null, after: '{"n":1}' }],
  ],
  [
    'failed: nothing',
    (ctx) => {
      rename(ctx, 'failed')
      throw new AppError('grant.not-found')
    },
    'grant.not-found',
    undefined,
    [],
  ],
  [
    'refused for who asks: the entry, and nothing that it wrote',
    (ctx) => {
      rename(ctx, 'refused')
      throw new Refusal('request.same-person', target)
    },
    'request.same-person',
    undefined,
    [{ outcome: 'refused', targetLabel: '客', reason: 'same-person', after: null }],
  ],
  [
    'refused, and what it wrote stays',
    (ctx) => {
      rename(ctx, 'counted')
      return { target, reason: 'wrong', refusal: new AppError('staff.wrong-credentials') }
    },
    'staff.wrong-credentials',
    'counted',
    [{ outcome: 'refused', targetLabel: '客', reason: 'wrong' }],
  ],
])('%s', async (_name, perform, answer, name, expected) => {
  const was = nameNow()
  const neighbour = world.engine.settings.saveMark('neighbour', answer, 0)
  const told = await given(perform).catch((error: AppError) => error.code)
  expect(told).toBe(answer)
  expect(nameNow()).toBe(name ?? was)
  expect(entries().slice(before)).toEqual(
    expected.map((one) => expect.objectContaining({ action: 'system.seed', ...one })),
  )
  await neighbour
  expect(world.engine.settings.mark('neighbour')).toBe(answer)
})

it('a setting that was undone is not remembered, whoever has read it meanwhile', async () => {
  const { settings } = world.engine
  const was = settings.get('institution')
  const undone = world.engine.store.write(() => {
    settings.put('institution', { ...was, name: '別の信用組合' }, 0)
    expect(settings.get('institution').name).toBe('別の信用組合')
    throw new AppError('grant.not-found')
  })
  await expect(undone).rejects.toThrow('grant.not-found')
  expect(settings.get('institution')).toEqual(was)
})

it('a unit that reads what was committed before, not what it has written, is a bug and says so', async () => {
  const { store } = world.engine
  await expect(
    store.write(() => store.read(sql.selectFrom('settings').select('key'))),
  ).rejects.toThrow('statements')
})
