import { type ComponentProps, useRef, useState } from 'react'
import { Button } from './button.tsx'
import style from './file-button.module.css'

/** Asks for one file. A file that is too large is not read, and that is said. */
export function FileButton({
  label,
  inputLabel = label,
  accept,
  limit,
  onFile,
  ...button
}: Pick<ComponentProps<typeof Button>, 'kind' | 'small' | 'isDisabled'> & {
  label: string
  /** The name of the input for who does not see the button. */
  inputLabel?: string
  /** As of the attribute of the same name. */
  accept?: string
  /** How many bytes it may have, and what is said of a file that has more. Without: whoever takes it decides. */
  limit?: { bytes: number; said: string }
  onFile: (file: File) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  const [refused, setRefused] = useState(false)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        aria-label={inputLabel}
        onChange={(event) => {
          const [given] = event.target.files ?? []
          event.target.value = ''
          if (!given) return
          const large = limit !== undefined && given.size > limit.bytes
          setRefused(large)
          if (!large) onFile(given)
        }}
      />
      <Button {...button} onPress={() => input.current?.click()}>
        {label}
      </Button>
      {refused && limit && (
        <span role="alert" className={style.refused}>
          {limit.said}
        </span>
      )}
    </>
  )
}
