import { Button as AriaButton, type ButtonProps } from 'react-aria-components'
import style from './button.module.css'

type Kind = 'primary' | 'secondary' | 'danger' | 'quiet'

/** A button. `pending` keeps it from being pressed twice. */
export function Button({
  kind = 'secondary',
  small,
  className: _,
  isPending = false,
  acts = kind === 'primary' || kind === 'danger',
  shortcut,
  onPress,
  ...props
}: ButtonProps & {
  kind?: Kind
  small?: boolean
  /** What it sends may be refused: see first-wrong.ts. */
  acts?: boolean
  /** Its key, shown beside its name. */
  shortcut?: string
}) {
  return (
    <AriaButton
      {...props}
      // Without the library's `isPending`, which announces the button by an id that is gone with the button.
      {...(!isPending && onPress && { onPress })}
      aria-disabled={isPending || undefined}
      data-pending={isPending || undefined}
      data-acts={acts || undefined}
      data-key={shortcut}
      className={[style.button, style[kind], small && style.small].filter(Boolean).join(' ')}
    />
  )
}

/** Ends something for good: pressed by pointer or Space, never by Enter, and not twice. */
export function DangerButton({
  label,
  busy,
  disabled,
  onAct,
}: {
  label: string
  busy: boolean
  disabled: boolean
  onAct: () => void
}) {
  return (
    <button
      type="button"
      className={`${style.button} ${style.danger}`}
      disabled={disabled}
      aria-busy={busy}
      data-acts
      data-pending={busy || undefined}
      data-disabled={disabled || undefined}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.preventDefault()
      }}
      onClick={() => {
        if (!busy) onAct()
      }}
    >
      {label}
    </button>
  )
}
