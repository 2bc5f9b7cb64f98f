import type { ProviderDetail } from '#shared/contract/providers'
import { Banner, Section } from '#ui'
import { timeText, useWords } from '#words'
import { KeysTable } from './keys-table.tsx'
import style from './provider.module.css'

/** The tone of a warning by the days that are left: 30, 7 and 1 days before. */
const toneOf = (days: number): 'plain' | 'warn' | 'danger' =>
  days < 1 ? 'danger' : days < 7 ? 'warn' : 'plain'

/** What a provider signs with: its keys with their life and use, and what is soon to be done about them. */
export function RegisteredKeys({ provider }: { provider: ProviderDetail }) {
  const { t } = useWords()
  const { keys, keyDays, keySet, jwksUri, signingAlgorithm } = provider
  const unused = keys.filter((key) => key.unused)
  return (
    <Section title={t('provider.keys')}>
      {keyDays !== null && (
        <Banner
          tone={toneOf(keyDays)}
          title={
            keyDays < 0
              ? t('keys.due.over')
              : keyDays < 1
                ? t('keys.due.today')
                : t('keys.due', { days: keyDays })
          }
        >
          <p>{t(jwksUri === '' ? 'keys.due.todo' : 'keys.due.address')}</p>
        </Banner>
      )}
      {jwksUri !== '' && (
        <p>
          <code>{jwksUri}</code>
          <br />
          {keySet === null
            ? t('keys.address.notYet')
            : t(keySet.fault ? 'keys.address.failed' : 'keys.address.read', {
                time: timeText(keySet.triedAt),
              })}
          {keySet?.fault && `　${t(`keyFault.${keySet.fault}`, { value: '' })}`}
        </p>
      )}
      {keys.length > 0 && (
        <KeysTable caption={t('keys.registered')} keys={keys} signingAlgorithm={signingAlgorithm} />
      )}
      {unused.map(({ kid }) => (
        <p key={kid} className={style.second}>
          {t('keys.unused', { kid })}
        </p>
      ))}
    </Section>
  )
}
