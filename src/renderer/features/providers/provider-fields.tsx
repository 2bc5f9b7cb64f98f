import type { FormEvent, ReactNode } from 'react'
import { signingAlgorithms } from '#shared/algorithms'
import type { MessageKey } from '#shared/messages/catalogue'
import { Button, Choices, DialogButtons, Section, SelectInput, TextInput } from '#ui'
import { useWords } from '#words'
import { KeysAddress } from './keys-address.tsx'
import { KeysField } from './keys-field.tsx'
import style from './provider.module.css'
import type { ProviderDraft } from './provider-form.ts'

interface Props {
  draft: ProviderDraft
  onChange: (draft: ProviderDraft) => void
  errors: Partial<Record<keyof ProviderDraft, string>>
  clientId: string | undefined
  saveLabel: string
  busy: boolean
  onSave: () => void
  onCancel: () => void
  /** Of the change itself: stands before the fields, and is led to like them. */
  children: ReactNode
}

/** Numbers, and addresses of the net. */
const codes = [
  ...['registrationNumber', 'site', 'privacyPolicy', 'redirectUris'],
  ...['personalValidityDays', 'businessValidityDays', 'accessTokenSeconds'],
]

export function ProviderFields({
  draft,
  onChange,
  errors,
  clientId,
  saveLabel,
  busy,
  onSave,
  onCancel,
  children,
}: Props) {
  const { t } = useWords()
  const text = (
    field:
      | 'name'
      | 'kana'
      | 'servicePersonal'
      | 'serviceBusiness'
      | 'registrationNumber'
      | 'contact'
      | 'site'
      | 'privacyPolicy'
      | 'purpose'
      | 'redirectUris'
      | 'personalValidityDays'
      | 'businessValidityDays'
      | 'accessTokenSeconds'
      | 'unattendedPerDay'
      | 'callsPerMinute',
    label: MessageKey,
    hint?: MessageKey,
    rows?: number,
  ) => (
    <TextInput
      half={codes.includes(field)}
      label={t(label)}
      hint={hint && t(hint)}
      {...(rows !== undefined && { rows, wide: true })}
      value={draft[field]}
      onChange={(value) => onChange({ ...draft, [field]: value })}
      error={errors[field]}
    />
  )
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onSave()
  }
  return (
    <form className={style.form} onSubmit={submit} noValidate>
      {children}
      <Section title={t('provider.registration')}>
        <div className={style.columns}>
          {text('name', 'provider.name')}
          {text('kana', 'provider.kana')}
          {text(
            'registrationNumber',
            'provider.registrationNumber',
            'provider.registrationNumber.hint',
          )}
          {text('contact', 'provider.contact')}
          {text('site', 'provider.site', 'provider.shownToCustomers')}
          {text('privacyPolicy', 'provider.privacyPolicy', 'provider.shownToCustomers')}
          {text('purpose', 'provider.purpose', 'provider.shownToCustomers')}
        </div>
        <div className={style.columns}>
          <Choices
            label={t('provider.channels')}
            values={draft.channels}
            onChange={(channels) => onChange({ ...draft, channels })}
            error={errors.channels}
            options={(['personal', 'business'] as const).map((value) => ({
              value,
              label: t(`channel.${value}`),
            }))}
          />
          <Choices
            label={t('provider.scopes')}
            values={draft.scopes}
            onChange={(scopes) => onChange({ ...draft, scopes })}
            error={errors.scopes}
            options={(['accounts', 'balances', 'transactions'] as const).map((value) => ({
              value,
              label: t(`scope.${value}`),
            }))}
          />
          {text('servicePersonal', 'provider.servicePersonal', 'provider.service.hint')}
          {text('serviceBusiness', 'provider.serviceBusiness', 'provider.service.hint')}
        </div>
      </Section>
      <Section title={t('provider.policy')}>
        <div className={style.columns}>
          {(['asksServices', 'asksAccounts'] as const).map((field) => (
            <Choices
              key={field}
              single
              label={t(`provider.${field}`)}
              hint={t(`provider.${field}.hint`)}
              values={[draft[field] ? 'on' : 'off']}
              onChange={([value]) => onChange({ ...draft, [field]: value === 'on' })}
              options={(['on', 'off'] as const).map((value) => ({
                value,
                label: t(`provider.asks.${value}`),
              }))}
            />
          ))}
          {text('personalValidityDays', 'provider.policy.personal', 'provider.policy.hint')}
          {text('businessValidityDays', 'provider.policy.business', 'provider.policy.hint')}
          {text('accessTokenSeconds', 'settings.accessTokenSeconds', 'provider.policy.hint')}
          {text('unattendedPerDay', 'settings.unattendedPerDay', 'provider.policy.hint')}
          {text('callsPerMinute', 'settings.callsPerMinute', 'provider.policy.hint')}
        </div>
      </Section>
      <Section title={t('provider.redirectUris')}>
        {text('redirectUris', 'provider.redirectUris', 'provider.redirectUris.hint', 4)}
      </Section>
      <Section title={t('provider.keys')}>
        <Choices
          single
          label={t('provider.keys.source')}
          values={[draft.keySource]}
          onChange={([keySource]) => onChange({ ...draft, keySource: keySource ?? 'paste' })}
          options={[
            { value: 'paste', label: t('provider.keys.paste') },
            { value: 'url', label: t('provider.keys.url') },
          ]}
        />
        {draft.keySource === 'paste' ? (
          <KeysField
            value={draft.jwks}
            signingAlgorithm={draft.signingAlgorithm}
            onChange={(jwks) => onChange({ ...draft, jwks })}
            error={errors.jwks}
          />
        ) : (
          <KeysAddress
            value={draft.jwksUri}
            signingAlgorithm={draft.signingAlgorithm}
            onChange={(jwksUri) => onChange({ ...draft, jwksUri })}
            error={errors.jwksUri}
          />
        )}
        <div className={style.columns}>
          <SelectInput
            label={t('provider.algorithm')}
            placeholder=""
            value={draft.signingAlgorithm}
            onChange={(signingAlgorithm) => onChange({ ...draft, signingAlgorithm })}
            options={signingAlgorithms.map((value) => ({ value, label: value }))}
          />
          <Choices
            single
            label={t('provider.dpop')}
            values={[draft.dpop ? 'on' : 'off']}
            onChange={([value]) => onChange({ ...draft, dpop: value === 'on' })}
            options={[
              { value: 'on', label: t('provider.dpop.on') },
              { value: 'off', label: t('provider.dpop.off') },
            ]}
          />
        </div>
        <p className={style.client}>
          {t('provider.clientId')}:{' '}
          {clientId === undefined ? t('provider.clientId.later') : <code>{clientId}</code>}
        </p>
      </Section>
      <DialogButtons>
        <Button onPress={onCancel}>{t('app.cancel')}</Button>
        <Button kind="primary" type="submit" isPending={busy}>
          {saveLabel}
        </Button>
      </DialogButtons>
    </form>
  )
}
