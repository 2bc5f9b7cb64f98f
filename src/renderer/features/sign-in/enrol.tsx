import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { desk, deskQuery } from '#desk'
import { Button, Qr, TextInput } from '#ui'
import { Failure, Loaded, useWords } from '#words'
import style from './sign-in.module.css'

/** Sets up the authenticator at the first sign-in of a role that needs one; nothing else is open before. */
export function Enrol() {
  const { t } = useWords()
  const queries = useQueryClient()
  const [code, setCode] = useState('')
  const begun = useQuery({
    queryKey: ['enrol'],
    queryFn: () => desk.staff.beginSecondFactor(),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const confirm = useMutation({
    mutationFn: () => desk.staff.confirmSecondFactor({ code }),
    onSuccess: (me) => queries.setQueryData(deskQuery.staff.me.queryKey(), me),
    onError: () => setCode(''),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (code !== '' && !confirm.isPending) confirm.mutate()
  }
  const signOut = async (): Promise<void> => {
    await desk.staff.signOut()
    queries.clear()
  }
  return (
    <div className={style.ground}>
      <main className={style.card}>
        <h1>{t('enrol.title')}</h1>
        <p>{t('enrol.lead')}</p>
        <Loaded query={begun}>
          {({ qr, secret }) => (
            <>
              <Qr rows={qr} label={t('enrol.qr')} side="12rem" />
              <p>
                {t('enrol.secret')}: <code>{secret.replace(/(.{4})/g, '$1 ')}</code>
              </p>
            </>
          )}
        </Loaded>
        <form className={style.form} onSubmit={submit}>
          {confirm.isError && <Failure error={confirm.error} />}
          <TextInput
            label={t('signIn.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus
            value={code}
            onChange={setCode}
          />
          <Button kind="primary" type="submit" isPending={confirm.isPending}>
            {t('word.register')}
          </Button>
          <Button onPress={() => void signOut()}>{t('app.signOut')}</Button>
        </form>
      </main>
    </div>
  )
}
