import { failureOf, NotMade, type SentAct } from '#desk'
import { Banner, Button } from '#ui'
import { CopyButton } from './copy-button.tsx'
import style from './failure.module.css'
import { useWords } from './messages.tsx'
import { useActName } from './sent-bar.tsx'

/** An act whose answer was lost is told by its name: not known yet, or not made. */
function lostAct(error: NonNullable<unknown>): SentAct | null {
  if (error instanceof NotMade) return { ...error.act, state: 'not-made' }
  return 'state' in error && 'key' in error ? (error as SentAct) : null
}

/** 事象, 対処, the incident number to copy, and a retry where there is one. */
export function Failure({ error, onRetry }: { error: NonNullable<unknown>; onRetry?: () => void }) {
  const { t, error: text } = useWords()
  const { code, incident, detail } = failureOf(error)
  const nameOf = useActName()
  const lost = lostAct(error)
  const { what, todo } = lost
    ? {
        what: t(`sent.${lost.state}`, { act: nameOf(lost) }),
        todo: t(`sent.${lost.state}.todo`),
      }
    : text(code)
  return (
    <Banner
      tone={lost?.state === 'unknown' ? 'warn' : 'danger'}
      title={what}
      action={
        onRetry && (
          <Button small onPress={onRetry}>
            {t('app.retry')}
          </Button>
        )
      }
    >
      <p>{todo}</p>
      {code === 'store.damaged' && (
        <p>
          <code className={style.incident}>{detail}</code>
        </p>
      )}
      {incident !== undefined && (
        <p>
          {t('app.incident')}: <code className={style.incident}>{incident}</code>{' '}
          <CopyButton text={incident} />
        </p>
      )}
    </Banner>
  )
}
