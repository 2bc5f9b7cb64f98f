import type { Role } from '../staff.ts'
import type { CallMeta } from './base.ts'
import { contract } from './index.ts'

type Contract = typeof contract
/** `noun.verb` of every call. */
export type CallName = {
  [Noun in keyof Contract]: `${Noun}.${keyof Contract[Noun] & string}`
}[keyof Contract]

const metas = Object.fromEntries(
  Object.entries(contract).flatMap(([noun, verbs]) =>
    Object.entries(verbs).map(([verb, one]) => [`${noun}.${verb}`, one['~orpc'].meta]),
  ),
) as Record<CallName, CallMeta>

/**
 * Whether a role may make a call: the one place that reads the contract's `roles`. Everything else that depends on a role (a
 * menu row, a button, what may be seen) asks for the call whose permission it shares.
 */
export function roleMay(role: Role, call: CallName): boolean {
  const { roles } = metas[call]
  return roles === 'anyone' || roles.includes(role)
}

/** Whether a call is sent with a key: see `act` in base.ts. False for what is no call. */
export function isAct(call: string): boolean {
  return Object.hasOwn(metas, call) && metas[call as CallName].act === true
}
