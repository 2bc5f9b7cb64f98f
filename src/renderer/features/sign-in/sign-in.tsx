import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { deskQuery } from '#desk'
import { Button, TextInput } from '#ui'
import { Failure, useWords } from '#words'
import { Enrolment } from './enrolment.tsx'
import style from './sign-in.module.css'

/** Signing in, or enrolling with a code that was handed over. */
export function SignIn({ institution, demo }: { institution: string; demo: boolean }) {
  const [enrols, setEnrols] = useState(false)
  return enrols ? (
    <Enrolment onBack={() => setEnrols(false)} />
  ) : (
    <PasswordForm institution={institution} demo={demo} onEnrol={() => setEnrols(true)} />
  )
}

function PasswordForm({
  institution,
  demo,
  onEnrol,
}: {
  institution: string
  demo: boolean
  onEnrol: () => void
}) {
  const { t, language, setLanguage } = useWords()
  const queries = useQueryClient()
  const [loginId, setLoginId] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const signIn = useMutation(
    deskQuery.staff.signIn.mutationOptions({
      onSuccess: (me) => queries.setQueryData(deskQuery.staff.me.queryKey(), me),
      onError: () => {
        setCode('')
        setPassword('')
      },
    }),
  )
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!signIn.isPending && loginId !== '' && password !== '')
      signIn.mutate({ loginId, password, code })
  }
  return (
    <div className={style.ground}>
      <main className={style.card}>
        <p className={style.union}>{institution}</p>
        <h1>{t('app.name')}</h1>
        {demo && (
          <p className={style.practice}>
            {t('app.practice')}　{t('app.practice.note')}
          </p>
        )}
        <form className={style.form} onSubmit={submit}>
          {signIn.isError && <Failure error={signIn.error} />}
          <TextInput
            label={t('signIn.loginId')}
            value={loginId}
            onChange={setLoginId}
            autoFocus
            isRequired
            autoComplete="username"
          />
          <TextInput
            label={t('signIn.password')}
            type="password"
            value={password}
            onChange={setPassword}
            isRequired
            autoComplete="current-password"
          />
          <TextInput
            label={t('signIn.code')}
            hint={t('signIn.code.hint')}
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={setCode}
          />
          <Button kind="primary" type="submit" isPending={signIn.isPending}>
            {t('signIn.button')}
          </Button>
        </form>
        <Button kind="quiet" small onPress={onEnrol}>
          {t('enrolment.open')}
        </Button>
        <p className={style.note}>{t('signIn.note')}</p>
        <Button kind="quiet" small onPress={() => setLanguage(language === 'ja' ? 'en' : 'ja')}>
          {t('app.language')}
        </Button>
      </main>
    </div>
  )
}
