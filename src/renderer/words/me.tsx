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

/** Whether they may make a call. A button whose act has no call of its own asks for the call whose permission it is. */
export function useMay(call: CallName): boolean {
  return roleMay(useMe().role, call)
}
