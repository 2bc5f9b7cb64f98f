import { randomInt } from 'node:crypto'
import type { Login } from '#bank'
import type { Engine } from '../engine.ts'
import { policyFor } from '../policy.ts'

/**
 * What P2 and P3 ask stays with the login until it is answered, in each of the customer's walks: whoever could draw again would
 * draw until what they happen to know is asked. All of these run inside a commit unit.
 */
export function keepAsking(engine: Engine, login: Login): void {
  const { bank } = engine
  const length = bank.userNumberLength(login.id)
  if (!login.digitPositions?.length || login.digitPositions.some((position) => position > length))
    askOtherDigits(engine, login)
  const known = bank.questions(login.customerId)
  if (!known.some(({ position }) => position === login.questionPosition))
    askAnotherQuestion(engine, login)
}

export function askOtherDigits(engine: Engine, login: Login): void {
  const { bank } = engine
  const length = bank.userNumberLength(login.id)
  const count = Math.min(policyFor(engine, login.channel).digitsAsked, length)
  const chosen = new Set<number>()
  while (chosen.size < count) chosen.add(1 + randomInt(length))
  bank.keepDigitPositions(
    login.id,
    [...chosen].sort((a, b) => a - b),
  )
}

/** Any of the customer's, perhaps the same once more. */
export function askAnotherQuestion({ bank }: Engine, login: Login): void {
  const known = bank.questions(login.customerId)
  bank.keepQuestion(login.id, known[randomInt(known.length || 1)]?.position ?? null)
}
