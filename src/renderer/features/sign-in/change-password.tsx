import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { desk, deskQuery } from '#desk'
import { Button, TextInput } from '#ui'
import { useWords } from '#words'
import { useNewPassword } from './new-password.tsx'
import { SignInCard } from './sign-in-card.tsx'

/** A person changes their own password, from the menu. */
export function ChangePassword({ name, onDone }: { name: string; onDone: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const next = useNewPassword(tried)
  const change = useMutation({
    mutationFn: () => desk.staff.changePassword({ password, next: next.password }),
    onSuccess: (me) => {
      queries.setQueryData(deskQuery.staff.me.queryKey(), me)
      onDone()
    },
  })
  const submit = (): void => {
    setTried(true)
    if (next.usable && password !== '') change.mutate()
  }
  return (
    <SignInCard
      title={t('password.title')}
      lead={t('password.lead', { name })}
      error={change.error}
      button={t('password.button')}
      isPending={change.isPending}
      onSubmit={submit}
      beside={
        <Button onPress={onDone} isDisabled={change.isPending}>
          {t('password.back')}
        </Button>
      }
    >
      <TextInput
        half={false}
        label={t('password.now')}
        type="password"
        autoFocus
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={tried && password === '' ? t('inputError.required') : undefined}
      />
      {next.fields}
    </SignInCard>
  )
}
