import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { sql } from '#db'
import { type ActContext, act, settleCall } from '#engine'
import { AppError } from '#shared/errors'
import { dayMs } from '#shared/japanese-date'
import { Refusal, type Told } from '../../src/main/engine/act.ts'
import { forgetActKeys } from '../../src/main/engine/act-keys.ts'
import { codeOf } from '../support/watched.ts'
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

const underKey = (key: string, actor = world.by().actor) => ({ ...world.by(), actor, key })
const rows = () => world.engine.store.read(sql.selectFrom('actKeys').selectAll())

it('however often and in whatever order it is sent and asked for, an act under a key is made once or never, and all are told the same (R133)', async () => {
  const seed = act('system.seed', (_: ActContext, name: string) => ({
    target,
    after: { name },
    result: `code of ${name}`,
  }))
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('send', 'ask', 'wait'), { minLength: 1, maxLength: 8 }),
      async (steps) => {
        const ctx = underKey(randomUUID())
        const name = randomUUID()
        const sent: Promise<string>[] = []
        const asked: Promise<boolean>[] = []
        for (const step of steps)
          if (step === 'send') sent.push(seed(ctx, name).catch((error: AppError) => error.code))
          else if (step === 'ask') asked.push(settleCall(ctx))
          else await Promise.all([...sent, ...asked])
        const answers = await Promise.all(sent)
        const made = entries().filter(({ after }) => after === JSON.stringify({ name })).length
        expect(made).toBeLessThanOrEqual(1)
        expect(new Set(answers).size).toBeLessThanOrEqual(1)
        expect(answers.every((one) => one === (made ? `code of ${name}` : 'act.given-up'))).toBe(
          true,
        )
        expect((await Promise.all(asked)).every((one) => one === (made === 1))).toBe(true)
      },
    ),
    { numRuns: 60 },
  )
})

it('a key is one person’s, its outcome outlives the engine, and nobody reads it in the database', async () => {
  const make = act('system.seed', () => ({ target, result: { code: 'ABCD-EFGH' } }))
  const key = randomUUID()
  await make(underKey(key))
  const [row] = rows().slice(-1)
  expect(Buffer.from(row?.sealed ?? []).toString('latin1')).not.toContain('ABCD')
  expect(JSON.stringify(rows())).not.toContain(key)
  await world.restart()
  before = entries().length
  expect(await make(underKey(key))).toEqual({ code: 'ABCD-EFGH' })
  expect(await settleCall(underKey(key))).toBe(true)
  expect(entries()).toHaveLength(before)
  // The same key of another person is another key.
  const other = { ...world.by().actor, id: '999' }
  expect(await settleCall(underKey(key, other))).toBe(false)
  expect(await codeOf(make(underKey(key, other)))).toBe('act.given-up')
  // Without a key it is another act each time.
  await make(world.by())
  await make(world.by())
  expect(entries()).toHaveLength(before + 2)
})

it('what was refused and wrote nothing can be sent again under its key, and is made then', async () => {
  let refuse = true
  const make = act('system.seed', () => {
    if (refuse) throw new AppError('grant.not-found')
    return { target, result: 'made' }
  })
  const ctx = underKey(randomUUID())
  expect(await codeOf(make(ctx))).toBe('grant.not-found')
  refuse = false
  expect(await make(ctx)).toBe('made')
})

it('keys are forgotten after a week', async () => {
  world.clock.stop()
  await act('system.seed', () => ({ target }))(underKey(randomUUID()))
  expect(rows().length).toBeGreaterThan(0)
  world.clock.offset += 7 * dayMs - 60_000
  await forgetActKeys(world.engine)
  expect(rows().length).toBeGreaterThan(0)
  world.clock.offset += 60_001
  await forgetActKeys(world.engine)
  expect(rows()).toEqual([])
})
