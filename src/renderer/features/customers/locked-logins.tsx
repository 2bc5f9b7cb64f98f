import type { CustomerView } from '#shared/contract/customers'
import { Banner } from '#ui'
import { timeText, useWords } from '#words'

type Lock = NonNullable<CustomerView['full']>['locks'][number]

/** Why a customer's own sign-in does not work: what wrong entries have locked, since when, and how it is opened (R29). */
export function LockedLogins({ locks }: { locks: Lock[] }) {
  const { t } = useWords()
  if (locks.length === 0) return null
  return (
    <Banner tone="warn" title={t('request.locked')}>
      {locks.map(({ userName, since, until, wrongEntries: count }) => (
        <p key={userName}>
          {userName !== null && `${userName}　`}
          {since === null
            ? t('request.locked.before', { count })
            : t('request.locked.since', { time: timeText(since), count })}
          。
          {until === null
            ? t('request.locked.forever')
            : t('request.locked.until', { time: timeText(until) })}
        </p>
      ))}
      <p>{t('request.locked.how')}</p>
    </Banner>
  )
}
