import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { desk, failureOf } from '#desk'

/**
 * Sends an act. After some idle minutes the engine asks for the password first (U29): the dialog stays, asks for it, and
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
  const error =
    mutation.isError && failureOf(mutation.error).code !== 'staff.proof-needed'
      ? mutation.error
      : null
  return {
    act: (input: Input): void => {
      if (!mutation.isPending && (!asked || password !== '')) mutation.mutate(input)
    },
    busy: mutation.isPending,
    error,
    proof: { asked, password, setPassword },
  }
}
export type Proof = ReturnType<typeof useAct>['proof']
