import type { SigningAlgorithm } from '#shared/algorithms'
import { dayMs } from '#shared/japanese-date'
import type { ProviderKey, ReadKey } from '#shared/provider-keys'
import { Badge } from '#ui'
import { dateText, timeText, useWords } from '#words'
import style from './provider.module.css'

/** Public keys, each with what it is and whether the provider can sign with it. */
export function KeysTable({
  keys,
  caption,
  signingAlgorithm: algorithm,
}: {
  keys: readonly (ReadKey | ProviderKey)[]
  caption: string
  signingAlgorithm: SigningAlgorithm
}) {
  const { t } = useWords()
  const isRegistered = keys.some((key) => 'usedAt' in key)
  const kind = ({ kty, crv, bits }: ReadKey): string =>
    [kty, crv, crv === null && bits !== null && t('keys.bits', { bits })].filter(Boolean).join(' ')
  const life = ({ from, until }: ReadKey): string =>
    from === null && until === null
      ? t('keys.life.none')
      : `${from === null ? '' : dateText(from)}〜${until === null ? '' : dateText(until - dayMs / 2)}`
  return (
    <table className={style.keysTable}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('keys.kid')}</th>
          <th scope="col">{t('keys.kind')}</th>
          <th scope="col">{t('keys.thumbprint')}</th>
          <th scope="col">{t('keys.life')}</th>
          <th scope="col">{t('keys.fit')}</th>
          {isRegistered && <th scope="col">{t('keys.used')}</th>}
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={`${key.kid} ${key.thumbprint}`}>
            <td>
              <code>{key.kid}</code>
            </td>
            <td>{kind(key)}</td>
            <td>
              <code>{key.thumbprint}</code>
            </td>
            <td>
              {life(key)}
              {'state' in key && key.state !== 'in-force' && (
                <>
                  <br />
                  <Badge tone="warn" shape="▲">
                    {t(`keys.state.${key.state}`)}
                  </Badge>
                </>
              )}
            </td>
            <td>
              <Badge
                tone={key.misfit === null ? 'good' : 'warn'}
                shape={key.misfit === null ? '●' : '▲'}
              >
                {t(`keyFit.${key.misfit ?? 'fits'}`, { algorithm })}
              </Badge>
            </td>
            {'usedAt' in key && (
              <td>{key.usedAt === null ? t('keys.used.never') : timeText(key.usedAt)}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
