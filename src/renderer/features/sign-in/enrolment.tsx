import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { deskQuery } from '#desk'
import { StaffLoginId } from '#shared/staff'
import { Button, TextInput } from '#ui'
import { useWords } from '#words'
import { useNewPassword } from './new-password.tsx'
import { SignInCard } from './sign-in-card.tsx'

/** The person of a new or reopened account ends its enrolment alone: a code that was handed over, and a password of their own. */
export function Enrolment({ onBack }: { onBack: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [loginId, setLoginId] = useState('')
  const [code, setCode] = useState('')
  const [tried, setTried] = useState(false)
  const own = useNewPassword(tried)
  const enrol = useMutation(
    deskQuery.staff.enrol.mutationOptions({
      onSuccess: (me) => queries.setQueryData(deskQuery.staff.me.queryKey(), me),
    }),
  )
  const idWrong = !StaffLoginId.safeParse(loginId).success
  const submit = (): void => {
    setTried(true)
    if (!idWrong && code !== '' && own.usable)
      enrol.mutate({ loginId, code, password: own.password })
  }
  return (
    <SignInCard
      title={t('enrolment.title')}
      lead={t('enrolment.lead')}
      error={enrol.error}
      button={t('enrolment.button')}
      isPending={enrol.isPending}
      onSubmit={submit}
      below={
        <Button kind="quiet" small onPress={onBack}>
          {t('enrolment.back')}
        </Button>
      }
    >
      <TextInput
        half
        label={t('signIn.loginId')}
        autoFocus
        autoComplete="username"
        value={loginId}
        onChange={setLoginId}
        error={tried && idWrong ? t('staff.loginId.error') : undefined}
      />
      <TextInput
        half
        label={t('enrolment.code')}
        autoComplete="off"
        value={code}
        onChange={setCode}
        error={tried && code === '' ? t('inputError.required') : undefined}
      />
      {own.fields}
    </SignInCard>
  )
}
