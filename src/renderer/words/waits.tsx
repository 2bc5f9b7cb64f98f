import { Banner } from '#ui'
import { useWords } from './messages.tsx'

/** Told in place of "saved" where a second person must agree first. */
export function Waits() {
  const { t } = useWords()
  return (
    <Banner tone="warn" title={t('proposals.waits')}>
      <p>{t('proposals.waits.todo')}</p>
    </Banner>
  )
}
