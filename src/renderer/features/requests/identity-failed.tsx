import type { IdentityRow } from '#shared/contract/requests'
import type { Channel } from '#shared/grant'
import type { StaffRequestChannel } from '#shared/request'
import { Banner, Button } from '#ui'
import { useWords } from '#words'
import style from './request.module.css'

/** The check has failed for today: what to say to the caller, and what can be done instead. */
export function IdentityFailed({
  requestChannel,
  channel,
  onEnd,
}: {
  requestChannel: StaffRequestChannel
  channel: Channel
  onEnd: () => void
}) {
  const { t } = useWords()
  return (
    <Banner tone="warn" title={t('request.failed')}>
      <h4>{t('request.failed.say')}</h4>
      <p>{t(`request.failed.say.${requestChannel === 'phone' ? channel : 'papers'}`)}</p>
      <ul className={style.effects}>
        <li>{t('request.failed.today')}</li>
        <li>{t('request.failed.stop')}</li>
      </ul>
      <Button small onPress={onEnd}>
        {t('request.failed.end')}
      </Button>
    </Banner>
  )
}

/** Something did not agree and the check goes on: what to ask next. */
export function MismatchNext({ rows }: { rows: IdentityRow[] }) {
  const { t } = useWords()
  if (rows.every(({ result }) => result !== 'mismatch')) return null
  const callsBack = rows.some(
    ({ item, result, onFile }) => item === 'call-back' && result !== 'match' && onFile,
  )
  return (
    <p className={style.soft}>
      {t('request.mismatch.next')}
      {callsBack && t('request.mismatch.callBack')}
    </p>
  )
}
