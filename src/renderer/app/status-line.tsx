import type { SystemStatus } from '#shared/contract/system'
import { timeText, useWords } from '#words'
import style from './shell.module.css'

/** The state of the engine as it last told; when it stops telling, the time of the last word. */
export function StatusLine({
  status,
  lostAt,
}: {
  status: SystemStatus | undefined
  lostAt: number | undefined
}) {
  const { t } = useWords()
  const { since = null, ...counts } = status?.lastHour ?? { calls: 0, refused: 0 }
  return (
    <footer className={style.status}>
      {lostAt !== undefined ? (
        <span role="alert">
          <strong className={style.lost}>
            ✕ {t('status.stopped', { time: timeText(lostAt, true) })}
          </strong>{' '}
          {t('status.stopped.todo')}
        </span>
      ) : status ? (
        <>
          <strong className={style.ok}>● {t('status.running')}</strong>
          <span>
            {t('status.issuer')} {status.provider.issuer}
          </span>
          <span>
            {since === null
              ? t('status.lastHour', counts)
              : t('status.lastHour.since', { ...counts, time: timeText(since) })}
          </span>
          {status.demo && (
            <span>
              <strong className={style.practice}>{t('app.practice')}</strong>{' '}
              <span className={style.note}>{t('app.practice.note')}</span>
            </span>
          )}
          <span className={style.push}>v{status.version}</span>
        </>
      ) : (
        <span>{t('app.loading')}</span>
      )}
    </footer>
  )
}
