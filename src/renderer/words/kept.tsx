import { useState } from 'react'
import { Banner, Button } from '#ui'
import { useWords } from './messages.tsx'

/** Tells who comes back to a form that it has what they had typed before, and takes it back; what others saved is told first. */
export function Kept({
  isTyped,
  isOld,
  onDrop,
}: {
  isTyped: boolean
  isOld: boolean
  onDrop: () => void
}) {
  const { t } = useWords()
  const [again, setAgain] = useState(isTyped)
  // What is typed from now on is not of before.
  if (again && !isTyped) setAgain(false)
  if (!again || !isTyped || isOld) return null
  return (
    <Banner
      tone="plain"
      title={t('kept.title')}
      action={<Button onPress={onDrop}>{t('kept.drop')}</Button>}
    />
  )
}
