import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { desk, deskQuery } from '#desk'
import { Button, TextInput } from '#ui'
import { Failure, useWords } from '#words'
import style from './sign-in.module.css'

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
  const unlock = useMutation(
    deskQuery.staff.unlock.mutationOptions({
      onSuccess: (me) => {
        queries.setQueryData(deskQuery.staff.me.queryKey(), me)
        onUnlocked()
      },
      onSettled: () => setPassword(''),
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
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!unlock.isPending && password !== '') unlock.mutate({ password })
  }
  const signOut = async (): Promise<void> => {
    await desk.staff.signOut()
    queries.clear()
  }
  return (
    <div className={style.ground}>
      <main className={style.card}>
        <h1>{t('lock.title')}</h1>
        <p>{t('lock.body', { name })}</p>
        <form className={style.form} onSubmit={submit}>
          {unlock.isError && <Failure error={unlock.error} />}
          <TextInput
            label={t('signIn.password')}
            type="password"
            value={password}
            onChange={setPassword}
            autoFocus
            isRequired
            autoComplete="current-password"
          />
          <Button kind="primary" type="submit" isPending={unlock.isPending}>
            {t('lock.button')}
          </Button>
          <Button onPress={() => void signOut()}>{t('app.signOut')}</Button>
        </form>
      </main>
    </div>
  )
}
