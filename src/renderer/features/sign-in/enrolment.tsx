import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { deskQuery } from '#desk'
import { NewPassword, StaffLoginId } from '#shared/staff'
import { Button, TextInput } from '#ui'
import { Failure, useWords } from '#words'
import style from './sign-in.module.css'

/** The person of a new or reopened account ends its enrolment alone: a code that was handed over, and a password of their own. */
export function Enrolment({ onBack }: { onBack: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [loginId, setLoginId] = useState('')
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const enrol = useMutation(
    deskQuery.staff.enrol.mutationOptions({
      onSuccess: (me) => queries.setQueryData(deskQuery.staff.me.queryKey(), me),
    }),
  )
  const idWrong = !StaffLoginId.safeParse(loginId).success
  const weak = !NewPassword.safeParse(password).success
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (!idWrong && code !== '' && !weak && password === again && !enrol.isPending)
      enrol.mutate({ loginId, code, password })
  }
  return (
    <div className={style.ground}>
      <main className={style.card}>
        <h1>{t('enrolment.title')}</h1>
        <p>{t('enrolment.lead')}</p>
        <form className={style.form} onSubmit={submit}>
          {enrol.isError && <Failure error={enrol.error} />}
          <TextInput
            label={t('signIn.loginId')}
            autoFocus
            autoComplete="username"
            value={loginId}
            onChange={setLoginId}
            error={tried && idWrong ? t('staff.loginId.error') : undefined}
          />
          <TextInput
            label={t('enrolment.code')}
            autoComplete="off"
            value={code}
            onChange={setCode}
            error={tried && code === '' ? t('inputError.required') : undefined}
          />
          <TextInput
            label={t('password.next')}
            type="password"
            hint={t('password.rule')}
            autoComplete="new-password"
            value={password}
            onChange={setPassword}
            error={tried && weak ? t('password.rule') : undefined}
          />
          <TextInput
            label={t('password.again')}
            type="password"
            autoComplete="new-password"
            value={again}
            onChange={setAgain}
            error={tried && password !== again ? t('password.again.error') : undefined}
          />
          <Button kind="primary" type="submit" isPending={enrol.isPending}>
            {t('enrolment.button')}
          </Button>
        </form>
        <Button kind="quiet" small onPress={onBack}>
          {t('enrolment.back')}
        </Button>
      </main>
    </div>
  )
}
