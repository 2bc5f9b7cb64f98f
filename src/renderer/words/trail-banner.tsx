import type { TrailStatus } from '#shared/contract/audit'
import { Banner } from '#ui'
import { useWords } from './messages.tsx'
import { timeText } from './when.ts'

/** How many days or names are listed; the rest is counted. */
const listed = 5

/** A warning when the audit, or what vouches for it, is not as it was: what, since when, what to do. Nothing otherwise. */
export function TrailBanner({ trail }: { trail: TrailStatus | undefined }) {
  const { t } = useWords()
  if (trail?.broken) {
    const { id, at, why } = trail.broken
    return (
      <Banner tone="danger" title={t('trail.broken', { id })}>
        <p>
          {t(`trail.broken.${why}`)}　{t('trail.broken.from', { time: timeText(at, true) })}
        </p>
        <p>{t('trail.broken.todo')}</p>
      </Banner>
    )
  }
  if (trail?.state !== 'doubtful') return null
  const some = (all: string[]): string =>
    all.length > listed ? `${all.slice(0, listed).join('、')}…（${all.length}）` : all.join('、')
  const { missing, unreadable } = trail
  return (
    <Banner tone="warn" title={t('trail.doubtful')}>
      {missing.length > 0 && <p>{t('trail.doubtful.missing', { days: some(missing) })}</p>}
      {unreadable.length > 0 && (
        <p>{t('trail.doubtful.unreadable', { names: some(unreadable) })}</p>
      )}
      <p>{t('trail.doubtful.todo')}</p>
    </Banner>
  )
}
