import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { deskQuery } from '#desk'
import { Button, TextInput } from '#ui'
import { useWords } from '#words'
import { Enrolment } from './enrolment.tsx'
import style from './sign-in.module.css'
import { SignInCard } from './sign-in-card.tsx'

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
  const [tried, setTried] = useState(false)
  const missing = (value: string) => (tried && value === '' ? t('inputError.required') : undefined)
  const signIn = useMutation(
    deskQuery.staff.signIn.mutationOptions({
      onSuccess: (me) => queries.setQueryData(deskQuery.staff.me.queryKey(), me),
      onError: () => {
        setCode('')
        setPassword('')
        setTried(false)
      },
    }),
  )
  const submit = (): void => {
    setTried(true)
    if (loginId !== '' && password !== '') signIn.mutate({ loginId, password, code })
  }
  return (
    <SignInCard
      union={institution}
      title={t('app.name')}
      above={
        demo && (
          <p className={style.practice}>
            {t('app.practice')}　{t('app.practice.note')}
            <br />
            {t('signIn.practice')}
          </p>
        )
      }
      error={signIn.error}
      button={t('signIn.button')}
      isPending={signIn.isPending}
      onSubmit={submit}
      below={
        <>
          <Button kind="quiet" small onPress={onEnrol}>
            {t('enrolment.open')}
          </Button>
          <p className={style.note}>{t('signIn.note')}</p>
          <Button kind="quiet" small onPress={() => setLanguage(language === 'ja' ? 'en' : 'ja')}>
            {t('app.language')}
          </Button>
        </>
      }
    >
      <TextInput
        half
        label={t('signIn.loginId')}
        value={loginId}
        onChange={setLoginId}
        autoFocus
        isRequired
        autoComplete="username"
        error={missing(loginId)}
      />
      <TextInput
        half={false}
        label={t('signIn.password')}
        type="password"
        value={password}
        onChange={setPassword}
        isRequired
        autoComplete="current-password"
        error={missing(password)}
      />
      <TextInput
        half
        label={t('signIn.code')}
        hint={t('signIn.code.hint')}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
      />
    </SignInCard>
  )
}
