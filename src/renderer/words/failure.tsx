import { failureOf } from '#desk'
import { Banner, Button } from '#ui'
import { useWords } from './messages.tsx'

/** 事象, 対処, the incident number to copy, and a retry where there is one. */
export function Failure({ error, onRetry }: { error: NonNullable<unknown>; onRetry?: () => void }) {
  const { t, error: text } = useWords()
  const { code, incident } = failureOf(error)
  const { what, todo } = text(code)
  return (
    <Banner
      tone="danger"
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
      {incident !== undefined && (
        <p>
          {t('app.incident')}: <code>{incident}</code>
        </p>
      )}
    </Banner>
  )
}
