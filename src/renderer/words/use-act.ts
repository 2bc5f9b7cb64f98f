import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { desk, dismissAct, failureOf, NotMade } from '#desk'
import { useSentActs } from './sent-bar.tsx'

/**
 * Sends an act. While no answer comes, the error is the act that nobody knows of yet; the dialog stays. After some idle minutes the engine asks for the password first (U29): the dialog stays, asks for it, and
 * sends the same act again.
 */
export function useAct<Input, Output>(
  send: (input: Input) => Promise<Output>,
  onDone: (output: Output) => void,
) {
  const [password, setPassword] = useState('')
  const [asked, setAsked] = useState(false)
  const mutation = useMutation({
    mutationFn: async (input: Input) => {
      if (asked) await desk.staff.unlock({ password })
      return send(input)
    },
    onSuccess: (output) => {
      setAsked(false)
      onDone(output)
    },
    onError: (error) => {
      setPassword('')
      if (failureOf(error).code === 'staff.proof-needed') setAsked(true)
    },
  })
  // Also where the dialog was drawn anew since, after a lock: it must not send another act meanwhile.
  const unknown = useSentActs().find(({ state }) => state === 'unknown')
  const failed =
    mutation.isError && failureOf(mutation.error).code !== 'staff.proof-needed'
      ? mutation.error
      : null
  return {
    act: (input: Input): void => {
      if (mutation.isPending || unknown || (asked && password === '')) return
      mutation.mutate(input, {
        // Told here, where it was sent, and not once more over the page.
        onError: (error) => error instanceof NotMade && dismissAct(error.act.key),
      })
    },
    busy: mutation.isPending || unknown !== undefined,
    error: unknown ?? failed,
    /** What was refused is told no more: what stood in the way has been dealt with. */
    forgive: mutation.reset,
    proof: { asked, password, setPassword },
  }
}
export type Proof = ReturnType<typeof useAct>['proof']
