import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { desk, deskQuery } from '#desk'
import { NewPassword } from '#shared/staff'
import { Button, TextInput } from '#ui'
import { Failure, useWords } from '#words'
import style from './sign-in.module.css'

/** Changes the own password, from the menu. */
export function ChangePassword({ name, onDone }: { name: string; onDone: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [password, setPassword] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const change = useMutation({
    mutationFn: () => desk.staff.changePassword({ password, next }),
    onSuccess: (me) => {
      queries.setQueryData(deskQuery.staff.me.queryKey(), me)
      onDone()
    },
  })
  const weak = !NewPassword.safeParse(next).success
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (!weak && next === again && password !== '' && !change.isPending) change.mutate()
  }
  const signOut = async (): Promise<void> => {
    await desk.staff.signOut()
    queries.clear()
  }
  return (
    <div className={style.ground}>
      <main className={style.card}>
        <h1>{t('password.title')}</h1>
        <p>{t('password.lead', { name })}</p>
        <form className={style.form} onSubmit={submit}>
          {change.isError && <Failure error={change.error} />}
          <TextInput
            label={t('password.now')}
            type="password"
            autoFocus
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
          />
          <TextInput
            label={t('password.next')}
            type="password"
            hint={t('password.rule')}
            autoComplete="new-password"
            value={next}
            onChange={setNext}
            error={tried && weak ? t('password.rule') : undefined}
          />
          <TextInput
            label={t('password.again')}
            type="password"
            autoComplete="new-password"
            value={again}
            onChange={setAgain}
            error={tried && next !== again ? t('password.again.error') : undefined}
          />
          <Button kind="primary" type="submit" isPending={change.isPending}>
            {t('password.button')}
          </Button>
          <Button onPress={() => void signOut()}>{t('app.signOut')}</Button>
        </form>
      </main>
    </div>
  )
}
