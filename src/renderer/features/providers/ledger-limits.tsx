import { Link } from 'react-router'
import type { Ledger } from '#shared/contract/ledger'
import { useMay, useWords } from '#words'
import style from './ledger.module.css'

/** How much the provider may call, as in force; changed where its registration is. */
export function LedgerLimits({ ledger: { limits, provider } }: { ledger: Ledger }) {
  const { t } = useWords()
  const mayEdit = useMay('providers.update') && provider.status !== 'ended'
  return (
    <ul className={style.items}>
      {limits.map(({ limit, n, byContract }) => (
        <li key={limit}>
          <span className={style.name}>{t(`settings.${limit}`)}</span>
          <span className={style.value}>{t('ledger.limits.n', { n })}</span>
          <span className={style.who}>
            <small>{t(byContract ? 'ledger.limits.contract' : 'ledger.limits.settings')}</small>
          </span>
          {mayEdit && (
            <Link
              to={`/providers/${provider.id}/edit`}
              aria-label={`${t(`settings.${limit}`)}　${t('ledger.change')}`}
            >
              {t('ledger.change')}
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}
