import { engineNow } from '#desk'
import { timeText } from '#shared/japanese-date'
import { usePrinting } from '#ui'
import { useMe } from './me.tsx'
import { useWords } from './messages.tsx'

/** On the paper of a page that is printed as it stands: when, and by whom. */
export function PrintedAt() {
  const { t } = useWords()
  const { name } = useMe()
  return usePrinting() ? <p>{t('list.print.at', { time: timeText(engineNow()), name })}</p> : null
}
