import type { TrailStatus } from '#shared/contract/audit'
import { Banner } from '#ui'
import { useWords } from './messages.tsx'
import { timeText } from './when.ts'

/** A warning when the audit was changed: where, since when, what to do. Nothing otherwise. */
export function TrailBanner({ trail }: { trail: TrailStatus | undefined }) {
  const { t } = useWords()
  if (!trail?.broken) return null
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
