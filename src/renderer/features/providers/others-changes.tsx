import type { MessageKey, Say } from '#shared/messages/catalogue'
import { OthersChanges, useWords } from '#words'
import type { ProviderDraft } from './provider-form.ts'

const labels: Record<keyof ProviderDraft, MessageKey> = {
  name: 'provider.name',
  kana: 'provider.kana',
  servicePersonal: 'provider.servicePersonal',
  serviceBusiness: 'provider.serviceBusiness',
  registrationNumber: 'provider.registrationNumber',
  contact: 'provider.contact',
  site: 'provider.site',
  privacyPolicy: 'provider.privacyPolicy',
  purpose: 'provider.purpose',
  channels: 'provider.channels',
  scopes: 'provider.scopes',
  redirectUris: 'provider.redirectUris',
  keySource: 'provider.keys.source',
  jwks: 'provider.keys.jwks',
  jwksUri: 'provider.keys.jwksUri',
  signingAlgorithm: 'provider.algorithm',
  dpop: 'provider.dpop',
  asksServices: 'provider.asksServices',
  asksAccounts: 'provider.asksAccounts',
  personalValidityDays: 'provider.policy.personal',
  businessValidityDays: 'provider.policy.business',
  accessTokenSeconds: 'settings.accessTokenSeconds',
  unattendedPerDay: 'settings.unattendedPerDay',
  callsPerMinute: 'settings.callsPerMinute',
}

/** A field of the form as people read it. */
function words(t: Say, draft: ProviderDraft, field: keyof ProviderDraft): string {
  const { [field]: value } = draft
  if (field === 'channels') return draft.channels.map((one) => t(`channel.${one}`)).join('、')
  if (field === 'scopes') return draft.scopes.map((one) => t(`scope.${one}`)).join('、')
  if (field === 'keySource') return t(`provider.keys.${draft.keySource}`)
  if (field === 'jwks')
    return [...draft.jwks.matchAll(/"kid":\s*"([^"]+)"/g)].map(([, kid]) => kid).join('、') || '—'
  if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off')
  return String(value) || '—'
}

/** The fields in which a form is not as it was begun, as people read them. */
export const typedWords = (t: Say, base: ProviderDraft, mine: ProviderDraft): [string, string][] =>
  (Object.keys(labels) as (keyof ProviderDraft)[])
    .filter((field) => words(t, base, field) !== words(t, mine, field))
    .map((field) => [t(labels[field]), words(t, mine, field)])

/** What was saved of a registration since the form was begun. */
export function OthersRegistration({
  onUse,
  onMerge,
  ...forms
}: {
  base: ProviderDraft
  mine: ProviderDraft
  theirs: ProviderDraft
  onUse: (field: keyof ProviderDraft) => void
  onMerge: () => void
}) {
  const { t } = useWords()
  return (
    <OthersChanges
      title={t('provider.others.title')}
      none={t('provider.others.none')}
      forms={forms}
      label={(field) => t(labels[field])}
      words={(form, field) => words(t, form, field)}
      onUse={onUse}
      onMerge={onMerge}
    />
  )
}
