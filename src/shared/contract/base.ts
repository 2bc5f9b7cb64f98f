import { oc } from '@orpc/contract'
import * as z from 'zod'
import { Role } from '../staff.ts'

export interface CallMeta {
  /** Who may call it; `anyone` needs no sign-in. */
  roles: readonly Role[] | 'anyone'
  /** A call the console makes by itself: it does not count as activity of the person. */
  passive?: boolean
  /** Needs an act of the person within the last minutes, or the password again (U29). */
  fresh?: boolean
  /** What it changes is changed once: the window sends it with a key, and asks by that key if no answer comes (R133). */
  act?: true
  /** May be called before the second factor is set up. */
  early?: boolean
}

/** A call of the console. It must say who may make it. */
export function call(meta: CallMeta) {
  return oc.$meta<CallMeta>(meta)
}

export const everyone = Role.options
/** Those who may see customers. */
export const customerReaders = [
  'clerk',
  'officer',
  'hq-admin',
  'auditor',
] as const satisfies readonly Role[]
/** Those who may see API providers. */
export const providerReaders = [...customerReaders, 'sysadmin'] as const satisfies readonly Role[]
/** Roles that see customers without an open request; the others see a customer within a request, once they know who asks. */
export const overseers = ['officer', 'hq-admin', 'auditor'] as const satisfies readonly Role[]
export const requestTakers = ['clerk', 'officer', 'hq-admin'] as const satisfies readonly Role[]
export const headOffice = ['hq-admin'] as const satisfies readonly Role[]
export const auditReaders = [
  'officer',
  'hq-admin',
  'auditor',
  'sysadmin',
] as const satisfies readonly Role[]

export const Id = z.number().int().positive()

/** The answer of a call that may take two persons: the proposal that now waits for the second one; null: it is done. */
export const Outcome = z.object({ waits: z.number().nullable() })
export type Outcome = z.infer<typeof Outcome>
