import { useState } from 'react'
import { Button } from '#ui'
import { useWords } from './messages.tsx'

/** Copies a number that somebody asks for. Absent where the browser has no clipboard: over plain HTTP the text is selected. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  if (!navigator.clipboard) return null
  return (
    <>
      <Button
        small
        onPress={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      >
        {t('app.copy')}
      </Button>{' '}
      <span role="status">{copied && t('app.copied')}</span>
    </>
  )
}
