import { Link } from 'react-router'
import type { DayCounts } from '#shared/contract/day-counts'
import { atJapan } from '#shared/japanese-date'
import { Banner } from '#ui'
import { dateText, useWords } from '#words'

/** Changes that two persons agreed to and that could not be made on their day; nothing where there are none. */
export function FailedPlans({ plans }: { plans: DayCounts['failedPlans'] }) {
  const { t } = useWords()
  if (plans.length === 0) return null
  return (
    <Banner tone="warn" title={t('today.failedPlans')}>
      {plans.map(({ providerId, provider, effectiveOn }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two of a provider can be of one day
        <p key={`${providerId} ${effectiveOn} ${index}`}>
          <Link to={`/providers/${providerId}`}>{provider}</Link>　
          {t('plan.from', { day: dateText(atJapan(effectiveOn)) })}
        </p>
      ))}
    </Banner>
  )
}
