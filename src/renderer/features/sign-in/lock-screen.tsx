import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { desk, deskQuery } from '#desk'
import { TextInput } from '#ui'
import { useWords } from '#words'
import { SignInCard, SignOutButton } from './sign-in-card.tsx'

/** The locked window: nothing of the work is left on it, and only the same person can go on (R90). */
export function LockScreen({
  name,
  told,
  onUnlocked,
}: {
  name: string
  /** Whether the engine knows of the lock. While it does not, it is told until it hears. */
  told: boolean
  onUnlocked: () => void
}) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const unlock = useMutation(
    deskQuery.staff.unlock.mutationOptions({
      onSuccess: (me) => {
        queries.setQueryData(deskQuery.staff.me.queryKey(), me)
        onUnlocked()
      },
      onSettled: () => {
        setPassword('')
        setTried(false)
      },
    }),
  )
  useQuery({
    queryKey: ['lock'],
    queryFn: ({ signal }) => desk.staff.lock(undefined, { signal }),
    enabled: !told,
    retry: true,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const submit = (): void => {
    setTried(true)
    if (password !== '') unlock.mutate({ password })
  }
  return (
    <SignInCard
      title={t('lock.title')}
      lead={t('lock.body', { name })}
      error={unlock.error}
      button={t('lock.button')}
      isPending={unlock.isPending}
      onSubmit={submit}
      beside={<SignOutButton />}
    >
      <TextInput
        half={false}
        label={t('signIn.password')}
        type="password"
        value={password}
        onChange={setPassword}
        autoFocus
        isRequired
        autoComplete="current-password"
        error={tried && password === '' ? t('inputError.required') : undefined}
      />
    </SignInCard>
  )
}
