import type { SystemStatus } from '#shared/contract/system'
import { Banner } from '#ui'
import { useMay } from './me.tsx'
import { useWords } from './messages.tsx'
import { timeText } from './when.ts'

/**
 * Warnings of what would be lost or laid open if the machine broke or its folder were copied. Practice needs neither.
 * @param mends whether this person can do something about what was never set up; what fails is told to everybody
 */
export function SafetyBanners({
  status,
  mends,
}: {
  status: SystemStatus | undefined
  mends: boolean
}) {
  const { t } = useWords()
  const mayRun = useMay('backups.run')
  if (!status || status.demo) return null
  const { plan, newest, late, failure } = status.backup
  const last = newest
    ? t('backup.late.newest', { time: timeText(newest.at) })
    : t('backup.late.never')
  const failed = failure !== null || late
  return (
    <>
      {failed && (
        <Banner
          tone="danger"
          title={
            // What cannot be opened may well hold a new one.
            late && failure !== 'folder'
              ? t('backup.late.title', { newest: last })
              : t('backup.failed.title')
          }
        >
          {failure !== null && <p>{t(`backup.failure.${failure}`)}</p>}
          <p>{t(mayRun && plan !== null ? 'backup.late.mend' : 'backup.late.todo')}</p>
        </Banner>
      )}
      {mends && plan === null && !failed && (
        <Banner tone="warn" title={t('backup.none.title')}>
          <p>{t('backup.none.todo')}</p>
        </Banner>
      )}
      {mends && !status.keysWrapped && (
        <Banner tone="warn" title={t('keys.clear.title')}>
          <p>{t('keys.clear.todo')}</p>
        </Banner>
      )}
    </>
  )
}
