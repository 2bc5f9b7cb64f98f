import type { MessageKey, Say } from '#shared/messages/catalogue'
import { changedByOthers } from '#shared/three-way'
import { Banner, Button } from '#ui'
import { useWords } from '#words'
import style from './provider.module.css'
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

/** What another person has saved since the form was begun, beside what is typed; nothing of either is lost. */
export function OthersChanges({
  base,
  mine,
  theirs,
  onUse,
  onMerge,
}: {
  base: ProviderDraft
  mine: ProviderDraft
  theirs: ProviderDraft
  /** Theirs is taken in a field that both have changed. */
  onUse: (field: keyof ProviderDraft) => void
  onMerge: () => void
}) {
  const { t } = useWords()
  const changes = changedByOthers(base, mine, theirs)
  return (
    <Banner
      tone="warn"
      title={t('provider.others.title')}
      action={<Button onPress={onMerge}>{t('provider.others.merge')}</Button>}
    >
      <p>{t('provider.others.lead')}</p>
      {changes.length === 0 ? (
        <p>{t('provider.others.none')}</p>
      ) : (
        <table className={style.keysTable}>
          <caption className={style.unseen}>{t('provider.others.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('provider.others.field')}</th>
              <th scope="col">{t('provider.others.was')}</th>
              <th scope="col">{t('provider.others.theirs')}</th>
              <th scope="col">{t('provider.others.mine')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, both }) => (
              <tr key={field}>
                <td>{t(labels[field])}</td>
                <td className={style.wraps}>{words(t, base, field)}</td>
                <td className={style.wraps}>{words(t, theirs, field)}</td>
                <td className={style.wraps}>
                  {both ? (
                    <>
                      {words(t, mine, field)}{' '}
                      <Button small onPress={() => onUse(field)}>
                        {t('provider.others.use')}
                      </Button>
                    </>
                  ) : (
                    t('provider.others.untouched')
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Banner>
  )
}
