import { Link } from 'react-router'
import { roleMay } from '#shared/contract/may'
import type { SystemStatus } from '#shared/contract/system'
import { atJapan } from '#shared/japanese-date'
import { Banner } from '#ui'
import { useMe } from './me.tsx'
import { useWords } from './messages.tsx'
import { dateText, timeText } from './when.ts'

/** A warning while the newest balances or 明細 are older than the setting allows. Nothing otherwise. */
export function DataBanner({ data }: { data: SystemStatus['data'] | undefined }) {
  const { t } = useWords()
  const { role } = useMe()
  if (!data?.old) return null
  const { balanceAt, completeTo } = data
  return (
    <Banner tone="warn" title={t('data.old')}>
      <p>
        {t('data.balanceAt')}：{balanceAt === null ? t('data.none') : timeText(balanceAt)}
      </p>
      <p>
        {t('data.completeTo')}：
        {completeTo === null ? t('data.none') : dateText(atJapan(completeTo))}
      </p>
      {roleMay(role, 'imports.begin') && <Link to="/imports">{t('imports.title')}</Link>}
    </Banner>
  )
}
