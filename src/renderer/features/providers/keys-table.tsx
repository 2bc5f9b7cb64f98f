import type { SigningAlgorithm } from '#shared/algorithms'
import { dayMs } from '#shared/japanese-date'
import type { ReadKey } from '#shared/provider-keys'
import { Badge } from '#ui'
import { dateText, useWords } from '#words'
import style from './provider.module.css'

/** Public keys, each with what it is and whether the provider can sign with it. */
export function KeysTable({
  keys,
  signingAlgorithm: algorithm,
}: {
  keys: readonly ReadKey[]
  signingAlgorithm: SigningAlgorithm
}) {
  const { t } = useWords()
  const kind = ({ kty, crv, bits }: ReadKey): string =>
    [kty, crv, crv === null && bits !== null && t('keys.bits', { bits })].filter(Boolean).join(' ')
  const life = ({ from, until }: ReadKey): string =>
    from === null && until === null
      ? t('keys.life.none')
      : `${from === null ? '' : dateText(from)}〜${until === null ? '' : dateText(until - dayMs / 2)}`
  return (
    <table className={style.keysTable}>
      <caption>{t('keys.read')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('keys.kid')}</th>
          <th scope="col">{t('keys.kind')}</th>
          <th scope="col">{t('keys.thumbprint')}</th>
          <th scope="col">{t('keys.life')}</th>
          <th scope="col">{t('keys.fit')}</th>
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
            <td>{life(key)}</td>
            <td>
              <Badge
                tone={key.misfit === null ? 'good' : 'warn'}
                shape={key.misfit === null ? '●' : '▲'}
              >
                {t(`keyFit.${key.misfit ?? 'fits'}`, { algorithm })}
              </Badge>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
