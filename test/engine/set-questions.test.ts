import { afterEach, beforeEach, expect, it } from 'vitest'
import { sql } from '#db'
import { type Actor, closeRequest, listCustomers, openRequest, setQuestions } from '#engine'
import { openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

let world: World
let actor: Actor
beforeEach(async () => {
  world = await World.open({ business: true })
  actor = (await world.staff()).actor
})
afterEach(() => world.close())

const questions = [
  { question: '母の旧姓', answer: ' ｻﾄｳ ' },
  { question: '出身地', answer: '秋田' },
  { question: 'ペットの名前', answer: 'ＰＯＣＨＩ' },
]
const open = async (change: object, customerId = 1) => {
  const asked = { requestChannel: 'branch', requester: 'self', otherBranchReason: '' } as const
  const id = await openRequest(world.by(actor), {
    customerId,
    providerId: null,
    ...asked,
    ...change,
  })
  return { actor, requestId: id }
}

it('the customer’s own 合言葉, typed at the counter, are asked from then on and stand nowhere', async () => {
  const { bank, store } = world.engine
  await store.write(() => store.delete('customerQuestions', { customerId: 1 }))
  const lacking = () =>
    listCustomers(world.engine, {
      branchCode: null,
      without: 'questions',
      after: null,
      limit: 10,
    }).rows.map(({ id }) => id)
  expect(lacking()).toEqual([1])
  const requestId = await openAtCounter(world, actor)
  await setQuestions(world.by(actor), { requestId, questions })
  expect(lacking()).toEqual([])
  expect(await bank.answerMatches(1, 1, 'サトウ')).toBe(true)
  expect(await bank.answerMatches(1, 3, 'POCHI')).toBe(true)
  const [entry] = store.read(
    sql.selectFrom('auditEntries').selectAll().where('action', '=', 'customers.setQuestions'),
  )
  expect(JSON.stringify(entry)).not.toMatch(/サトウ|ｻﾄｳ|秋田|POCHI/)
  const stored = store.read(sql.selectFrom('customerQuestions').selectAll())
  expect(JSON.stringify(stored)).not.toMatch(/サトウ|ｻﾄｳ|POCHI|ＰＯＣＨＩ/)
})

it('sent twice they are set once; others replace them, and a request that is over sets none', async () => {
  const { bank, store } = world.engine
  const requestId = await openAtCounter(world, actor)
  const entries = () =>
    store.read(
      sql.selectFrom('auditEntries').select('id').where('action', '=', 'customers.setQuestions'),
    ).length
  await setQuestions(world.by(actor), { requestId, questions })
  await setQuestions(world.by(actor), { requestId, questions })
  expect(entries()).toBe(1)
  const [first, ...rest] = questions
  await setQuestions(world.by(actor), {
    requestId,
    questions: [{ question: first?.question ?? '', answer: '高橋' }, ...rest],
  })
  expect(entries()).toBe(2)
  expect(await bank.answerMatches(1, 1, '高橋')).toBe(true)
  await closeRequest(world.by(actor), { id: requestId, result: 'broken-off', reason: '中断' })
  await expect(setQuestions(world.by(actor), { requestId, questions })).rejects.toThrow(
    'request.closed',
  )
  expect(await bank.answerMatches(1, 1, '高橋')).toBe(true)
})

it('nobody else’s, not by telephone, not before the identity check, not in a colleague’s request', async () => {
  const before = await world.engine.bank.answerMatches(1, 1, 'サトウ')
  const refused = async ({ actor, requestId }: Awaited<ReturnType<typeof open>>, code: string) =>
    expect(setQuestions(world.by(actor), { requestId, questions })).rejects.toThrow(code)
  const company = world.companies[0]?.id ?? 0
  await refused(await open({ requestChannel: 'phone' }), 'request.not-reachable')
  await refused(await open({ requester: 'agent' }), 'request.not-reachable')
  await refused(await open({ requester: 'company-contact' }, company), 'request.not-reachable')
  await refused(await open({}), 'identity.not-met')
  const requestId = await openAtCounter(world, actor)
  const { actor: colleague } = await world.staff('clerk', 'colleague')
  await refused({ actor: colleague, requestId }, 'request.not-yours')
  expect(await world.engine.bank.answerMatches(1, 1, 'サトウ')).toBe(before)
})
