import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { deskQuery } from '#desk'
import { SetupForm } from '#shared/contract/setup'
import { Button, Section, TextInput } from '#ui'
import { Failure, inputErrors, useWords } from '#words'
import style from './setup-wizard.module.css'

/** The first set-up on one page: code, credit union, first administrator. */
export function SetupWizard({ givenCode }: { givenCode: string | null }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [code, setCode] = useState(givenCode ?? '')
  const [institution, setInstitution] = useState({ code: '', name: '', phone: '' })
  const [admin, setAdmin] = useState({ name: '', loginId: '', password: '' })
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const run = useMutation(
    deskQuery.setup.run.mutationOptions({ onSuccess: () => queries.invalidateQueries() }),
  )
  const differs = again !== admin.password
  const form = { code, institution, admin }
  const errors = inputErrors(t, SetupForm, form)
  /** Of a login ID the rule is told, never the value: it may be a password typed in the wrong field. */
  const missing = (value: string, path: string, rule?: string): string | undefined => {
    if (!tried) return undefined
    if (value.trim() === '') return t('inputError.required')
    const error = errors(path.split('.'))
    return error && (rule ?? error)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    const parsed = SetupForm.safeParse(form)
    const complete = code.trim() !== '' && institution.phone.trim() !== ''
    if (complete && !differs && parsed.success && !run.isPending) run.mutate(parsed.data)
  }
  return (
    <div className={style.ground}>
      <main className={style.page}>
        <h1>{t('setup.title')}</h1>
        <p>{t('setup.lead')}</p>
        <form className={style.form} onSubmit={submit} noValidate>
          {run.isError && <Failure error={run.error} />}
          <Section title={t('setup.code')}>
            {givenCode !== null ? (
              <p>{t('setup.code.given')}</p>
            ) : (
              <TextInput
                half
                label={t('setup.code')}
                hint={t('setup.code.hint')}
                value={code}
                onChange={setCode}
                autoFocus
                error={missing(code, 'code')}
                autoComplete="off"
              />
            )}
          </Section>
          <Section title={t('settings.institution')}>
            <TextInput
              half={false}
              label={t('setup.institution.name')}
              value={institution.name}
              onChange={(name) => setInstitution({ ...institution, name })}
              error={missing(institution.name, 'institution.name')}
            />
            <TextInput
              half
              label={t('setup.institution.code')}
              hint={t('setup.institution.code.hint')}
              inputMode="numeric"
              value={institution.code}
              onChange={(value) => setInstitution({ ...institution, code: value })}
              error={missing(institution.code, 'institution.code')}
            />
            <TextInput
              half
              label={t('setup.institution.phone')}
              hint={t('setup.institution.phone.hint')}
              value={institution.phone}
              onChange={(phone) => setInstitution({ ...institution, phone })}
              error={missing(institution.phone, 'institution.phone')}
            />
          </Section>
          <Section title={t('setup.step.admin')}>
            <TextInput
              half={false}
              label={t('identity.name')}
              value={admin.name}
              onChange={(name) => setAdmin({ ...admin, name })}
              error={missing(admin.name, 'admin.name')}
              autoComplete="name"
            />
            <TextInput
              half
              label={t('signIn.loginId')}
              hint={t('setup.admin.loginId.hint')}
              value={admin.loginId}
              onChange={(loginId) => setAdmin({ ...admin, loginId })}
              error={missing(admin.loginId, 'admin.loginId', t('staff.loginId.error'))}
              autoComplete="username"
            />
            <TextInput
              half={false}
              label={t('signIn.password')}
              hint={t('setup.admin.password.hint')}
              type="password"
              value={admin.password}
              onChange={(password) => setAdmin({ ...admin, password })}
              error={missing(admin.password, 'admin.password')}
              autoComplete="new-password"
            />
            <TextInput
              half={false}
              label={t('setup.admin.again')}
              type="password"
              value={again}
              onChange={setAgain}
              error={tried && differs ? t('setup.again.differs') : undefined}
              autoComplete="new-password"
            />
          </Section>
          <Button kind="primary" type="submit" isPending={run.isPending}>
            {t('setup.button')}
          </Button>
        </form>
        <p className={style.note}>{t('setup.practice')}</p>
      </main>
    </div>
  )
}
