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
 * Whether a role may make a call: the one place where the contract's `roles` are read. Whatever else depends on who somebody
 * is (a menu row, a button, what a rule lets them see) asks for the call whose permission it is.
 */
export function roleMay(role: Role, call: CallName): boolean {
  const { roles } = metas[call]
  return roles === 'anyone' || roles.includes(role)
}
