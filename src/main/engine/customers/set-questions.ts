import { normalAnswer } from '#bank'
import { AppError } from '#shared/errors'
import { act } from '../act.ts'
import type { ActContext } from '../actor.ts'
import { isKnown, keepCall, ruleFor } from '../requests/call.ts'
import { mustBeOwn } from '../requests/own.ts'
import { requestById } from '../requests/rows.ts'
import { couldAnswer } from '../requests/seen-before.ts'

interface Input {
  requestId: number
  questions: readonly { question: string; answer: string }[]
}

/** The person who stands at the counter with their papers and types the answers; nobody else may. */
function customerAtCounter({ engine, actor }: ActContext, requestId: number) {
  const request = requestById(engine, requestId)
  mustBeOwn(engine, request, actor)
  const customer =
    request.customerId === null ? undefined : engine.bank.customer(request.customerId)
  if (!customer || !ruleFor(engine, request).opens.includes('questions'))
    throw new AppError('request.not-reachable')
  if (!isKnown(engine, request)) throw new AppError('identity.not-met')
  if (couldAnswer(engine, request, actor)) throw new AppError('identity.papers-needed')
  return { request, customer }
}

/** Whether exactly these are kept already. */
async function areKept({ engine }: ActContext, customerId: number, { questions }: Input) {
  const kept = engine.bank.questions(customerId)
  if (questions.some(({ question }, i) => kept[i]?.question !== question)) return false
  const matches = await Promise.all(
    questions.map(({ answer }, i) => engine.bank.answerMatches(customerId, i + 1, answer)),
  )
  return matches.every(Boolean)
}

/**
 * Sets a customer's 合言葉 within a request. They are kept as hashes, and neither shown nor told again; those that were there
 * are replaced. What is sent twice (another tab, a repeated call) is done once.
 * @throws AppError request.not-yours, request.closed, request.lapsed, request.not-reachable (not a person at the counter),
 * identity.not-met, identity.papers-needed (whoever serves could have given the answers)
 */
export async function setQuestions(ctx: ActContext, input: Input): Promise<undefined> {
  const { customer } = customerAtCounter(ctx, input.requestId)
  if (!(await areKept(ctx, customer.id, input))) await replaceQuestions(ctx, input)
}

const replaceQuestions = act(
  'customers.setQuestions',
  async (ctx, { requestId, questions }: Input) => {
    customerAtCounter(ctx, requestId)
    const { passwords } = ctx.engine
    return Promise.all(
      questions.map(async ({ question, answer }) => ({
        question,
        answerHash: await passwords.hash('customers', normalAnswer(answer)),
      })),
    )
  },
  (ctx, { requestId }, hashed) => {
    const { request, customer } = customerAtCounter(ctx, requestId)
    keepCall(ctx.engine, request)
    const before = ctx.engine.bank.questions(customer.id).length
    ctx.engine.bank.setQuestions(customer.id, hashed)
    return {
      target: { kind: 'customer', id: customer.id, label: customer.name },
      before: { questions: before },
      after: { questions: hashed.length, request: request.number },
    }
  },
)
