import { createContext, useContext } from 'react'
import { type CallName, roleMay } from '#shared/contract/may'
import type { Me } from '#shared/contract/staff'

const Context = createContext<Me | undefined>(undefined)
export const MeProvider = Context.Provider

/** Who is signed in at this window. */
export function useMe(): Me {
  const me = useContext(Context)
  if (!me) throw new Error('outside of MeProvider')
  return me
}

/** Whether the person may make a call. A button without a call of its own asks for the one whose permission it shares. */
export function useMay(call: CallName): boolean {
  return roleMay(useMe().role, call)
}
