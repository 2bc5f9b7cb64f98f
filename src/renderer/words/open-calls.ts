import { useEffect, useEffectEvent } from 'react'
import type { RequestState } from '#shared/request'
import { leaveOf, useDraftAt, useTyped } from './drafts.ts'

/** A customer whom a person has on the line, or has put aside for another: one tab. */
export interface OpenCall {
  /** The customer. */
  id: number
  /** Empty after a lock of which the engine could not be told. */
  name: string
  maskedNumber: string
  /** A request was begun. */
  begun: boolean
  /** Put aside by the person, whether or not anything had begun. */
  aside?: boolean
}

/** More than a person can have on the line: the oldest for whom nothing has begun gives way. */
const most = 9
const noCalls: OpenCall[] = []
const place = '/#calls'

/** The tabs, in the order in which the calls came; with what is typed they outlive a lock, a sign-in and a reload. */
export function useOpenCalls() {
  const [calls, set] = useDraftAt<OpenCall[]>(place, noCalls)
  return {
    calls,
    keep: (call: OpenCall): void =>
      set((before) => {
        const at = before.findIndex(({ id }) => id === call.id)
        if (at >= 0) return before.with(at, { ...before[at], ...call })
        const idle = before.findIndex(({ begun }) => !begun)
        return [...(before.length < most ? before : before.toSpliced(Math.max(0, idle), 1)), call]
      }),
    drop: (id: number): void => set((before) => before.filter((call) => call.id !== id)),
  }
}

/** At a lock: a tab of which the engine has not heard yet stays, and whose it is does not (R90). Its page tells the name anew. */
export const leaveCalls = (): void =>
  leaveOf<OpenCall[]>(place, (calls) => calls.map((call) => ({ ...call, name: '' })))

/**
 * The page of a customer is a tab. It goes when the page is left and nothing is typed or under way there, unless the person has put
 * it aside to take another call.
 * @param own the person's own request on the page
 */
export function useOpenCall(
  { id, name, maskedNumber }: Pick<OpenCall, 'id' | 'name' | 'maskedNumber'>,
  own: { id: number; state: RequestState } | undefined,
): void {
  const state = own === undefined ? 'none' : own.state === 'open' ? 'open' : 'done'
  const typed = useTyped(own?.id)
  const { calls, keep, drop } = useOpenCalls()
  const begun = state !== 'none'
  const here = calls.find((one) => one.id === id)
  const told = here && [here.name, here.maskedNumber, here.begun].join()
  const differs = told !== [name, maskedNumber, begun].join()
  useEffect(() => {
    if (differs) keep({ id, name, maskedNumber, begun })
  })
  const leave = useEffectEvent((): void => {
    const busy = typed || state === 'open'
    if (!busy && (here?.aside !== true || state === 'done')) drop(id)
  })
  useEffect(() => () => leave(), [])
}
