import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'

/** Who acts on the consent screens: a person, or a company by one of its users. */
export function consentActor(
  engine: Engine,
  customerId: number | undefined,
  loginKey: number | undefined,
): Actor {
  const customer = customerId === undefined ? undefined : engine.bank.customer(customerId)
  const user = loginKey === undefined ? undefined : engine.bank.loginById(loginKey)?.userName
  const name = customer?.name ?? '（未確認）'
  return { kind: 'customer', id: String(customerId ?? 0), name: user ? `${name}（${user}）` : name }
}
