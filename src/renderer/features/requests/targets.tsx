import type { Reach, TargetResult } from '#shared/contract/acts'
import { permitterText } from '#shared/permitter'
import { dateText, useWords } from '#words'
import style from './request.module.css'

/** The grants that an act reaches, each with what happens to it. */
export function Targets({ targets }: { targets: Reach['targets'] | TargetResult[] }) {
  const { t } = useWords()
  if (targets.length === 0) return null
  return (
    <ul className={style.targets} aria-label={t('request.targets')}>
      {targets.map(({ outcome, status, accounts, grantedAt, permittedBy, ...target }) => (
        <li key={target.grantId}>
          {target.providerName}　{target.label}
          <span>
            {accounts.join('、')}
            {`　${t('grant.grantedAt')} ${dateText(grantedAt)}　`}
            {permittedBy !== null && `${permitterText(t, permittedBy)}　`}
            {outcome === 'already'
              ? t('slip.outcome.already', { status: t(`grantStatus.${status}`) })
              : t(`slip.outcome.${outcome}`)}
          </span>
        </li>
      ))}
    </ul>
  )
}
