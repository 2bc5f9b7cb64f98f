import { useEffect, useRef, useState } from 'react'
import { desk } from '#desk'
import type { CustomerView } from '#shared/contract/customers'
import type { Requester } from '#shared/grant'
import type { StaffRequestChannel } from '#shared/request'
import { requestersFor } from '#shared/request-rules'
import { useDraft } from '#words'

interface Asks {
  requestChannel: StaffRequestChannel
  requester: Requester
  otherBranchReason: string
}

/** Who asks and how, and the request for it: opened with the first act of the clerk, once, however many acts follow. */
export function useOpenRequest(
  { id: customerId, channel, request }: CustomerView,
  onChanged: () => void,
) {
  // What was chosen for a request that is not begun yet is still there when the clerk comes back from another call.
  const [chosen, choose] = useDraft<Partial<Asks>>('asks', {})
  /** A change of the open request that was sent; once it is answered the request says itself how it is. */
  const [sent, setSent] = useState<Partial<Asks>>({})
  const asks: Asks = request
    ? {
        ...{ requestChannel: request.requestChannel, requester: request.requester },
        otherBranchReason: '',
        ...sent,
      }
    : {
        requestChannel: 'phone',
        requester: channel === 'business' ? 'company-contact' : 'self',
        otherBranchReason: '',
        ...chosen,
      }
  const [problem, setProblem] = useState<NonNullable<unknown> | null>(null)
  // Until the page shows the opened request, further callers wait for the same one.
  const opening = useRef<Promise<number> | null>(null)
  const shown = request?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: another request on the page, or none, is what this is about
  useEffect(() => {
    opening.current = null
    if (shown !== undefined) choose({})
  }, [shown])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the request says anew is what this is about
  useEffect(() => setSent({}), [shown, request?.requestChannel, request?.requester])

  const open = (): Promise<number> => {
    opening.current ??= desk.requests.open({ customerId, ...asks }).then(
      ({ id }) => {
        setProblem(null)
        onChanged()
        return id
      },
      (error) => {
        opening.current = null
        throw error
      },
    )
    return opening.current
  }

  /** Changes channel or requester; a channel without the present requester takes its first. */
  const change = async (next: Partial<Asks>): Promise<void> => {
    const { requestChannel, requester, otherBranchReason } = { ...asks, ...next }
    const allowed = requestersFor(requestChannel, channel)
    const who = allowed.includes(requester) ? requester : (allowed[0] ?? requester)
    if (shown === undefined) choose({ requestChannel, requester: who, otherBranchReason })
    const id = shown ?? (await opening.current?.catch(() => undefined))
    if (id === undefined) return
    setSent({ requestChannel, requester: who })
    await desk.requests.describe({ id, requestChannel, requester: who }).then(
      () => setProblem(null),
      (error) => {
        setSent({})
        setProblem(error)
      },
    )
    onChanged()
  }

  return {
    asks,
    change: (next: Partial<Asks>): void => void change(next),
    problem,
    /** The request's number; opens it where there is none. */
    ensure: (): Promise<number> => (shown === undefined ? open() : Promise.resolve(shown)),
    /** Opens a request: the first, or another one for a customer who calls again, with its own identity check. */
    begin: (): void => void open().catch(setProblem),
  }
}
