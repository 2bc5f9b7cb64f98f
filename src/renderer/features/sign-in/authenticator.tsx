import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { desk, deskQuery } from '#desk'
import { Qr, TextInput } from '#ui'
import { Loaded, useWords } from '#words'
import { SignInCard, SignOutButton } from './sign-in-card.tsx'

/** Sets up the authenticator at the first sign-in of a role that needs one; nothing else is open before. */
export function Authenticator() {
  const { t } = useWords()
  const queries = useQueryClient()
  const [code, setCode] = useState('')
  const [tried, setTried] = useState(false)
  const begun = useQuery({
    queryKey: ['authenticator'],
    queryFn: () => desk.staff.beginSecondFactor(),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const confirm = useMutation({
    mutationFn: () => desk.staff.confirmSecondFactor({ code }),
    onSuccess: (me) => queries.setQueryData(deskQuery.staff.me.queryKey(), me),
    onError: () => {
      setCode('')
      setTried(false)
    },
  })
  const submit = (): void => {
    setTried(true)
    if (code !== '') confirm.mutate()
  }
  return (
    <SignInCard
      title={t('authenticator.title')}
      lead={t('authenticator.lead')}
      above={
        <Loaded query={begun}>
          {({ qr, secret }) => (
            <>
              <Qr rows={qr} label={t('authenticator.qr')} side="12rem" />
              <p>
                {t('authenticator.secret')}: <code>{secret.replace(/(.{4})/g, '$1 ')}</code>
              </p>
            </>
          )}
        </Loaded>
      }
      error={confirm.error}
      button={t('word.register')}
      isPending={confirm.isPending}
      onSubmit={submit}
      beside={<SignOutButton />}
    >
      <TextInput
        half
        label={t('signIn.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        isRequired
        value={code}
        onChange={setCode}
        error={tried && code === '' ? t('inputError.required') : undefined}
      />
    </SignInCard>
  )
}
