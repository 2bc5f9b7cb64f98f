import { type ReactNode, useState } from 'react'
import { NewPassword } from '#shared/staff'
import { TextInput } from '#ui'
import { inputError, useWords } from '#words'

/** A password that somebody chooses, typed twice. What is wrong with it is said once `tried`. */
export function useNewPassword(tried: boolean): {
  password: string
  usable: boolean
  fields: ReactNode
} {
  const { t } = useWords()
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const weak = inputError(t, NewPassword, password)
  return {
    password,
    usable: weak === undefined && password === again,
    fields: (
      <>
        <TextInput
          half={false}
          label={t('password.next')}
          type="password"
          hint={t('password.rule')}
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          error={tried ? weak : undefined}
        />
        <TextInput
          half={false}
          label={t('password.again')}
          type="password"
          autoComplete="new-password"
          value={again}
          onChange={setAgain}
          error={tried && password !== again ? t('password.again.error') : undefined}
        />
      </>
    ),
  }
}
